"""Goldens of the activations that activations.py leaves out, with their derivatives, from Keras (jax backend) and SciPy in float64.

Functions with a corner are not sampled at the corner. Keras' sparsemax does not sum to 1 (it adds up cumulative sums), so
sparsemax is the projection onto the simplex by SciPy's root finder.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
import scipy
from keras import activations
from scipy.optimize import brentq

import golden

MAGNITUDES = [1e-6, 1e-3, 0.1, 0.25, 0.4, 0.6, 0.9, 1.5, 2, 2.9, 3.5, 5.5, 6.5, 8, 10, 20, 50, 100, 400]
CORNERED = np.array([-m for m in reversed(MAGNITUDES)] + MAGNITUDES, dtype=np.float32)
SMOOTH = np.array([-m for m in reversed(MAGNITUDES)] + [0] + MAGNITUDES, dtype=np.float32)


def projection(row):
    """Returns the nearest probabilities, whose distance from the row is one number where they are not 0."""
    level = brentq(lambda tau: np.maximum(row - tau, 0).sum() - 1, row.min() - 1, row.max(), xtol=1e-15, rtol=1e-15)
    return np.maximum(row - level, 0)


def sparsemax(x, axis, dy):
    """Returns y and dx = dy - mean(dy) over the places that are not 0."""
    y = np.apply_along_axis(projection, axis, x)
    inside = y > 0
    mean = (dy * inside).sum(axis, keepdims=True) / inside.sum(axis, keepdims=True)
    return y, (dy - mean) * inside


# op, attrs, x, Keras' function
ROWS = [
    ("celu", {"alpha": 1}, SMOOTH, activations.celu),
    ("celu", {"alpha": 0.5}, SMOOTH, lambda x: activations.celu(x, 0.5)),
    ("hardSigmoid", {}, CORNERED, activations.hard_sigmoid),
    ("hardSilu", {}, CORNERED, activations.hard_silu),
    ("hardShrink", {"threshold": 0.5}, CORNERED, activations.hard_shrink),
    ("hardTanh", {}, CORNERED, activations.hard_tanh),
    ("logSigmoid", {}, SMOOTH, activations.log_sigmoid),
    ("mish", {}, SMOOTH, activations.mish),
    ("softShrink", {"threshold": 0.3}, CORNERED, lambda x: activations.soft_shrink(x, 0.3)),
    ("softsign", {}, SMOOTH, activations.softsign),
    ("sparsePlus", {}, SMOOTH, activations.sparse_plus),
    ("sparseSigmoid", {}, CORNERED, activations.sparse_sigmoid),
    ("squareplus", {"b": 4}, SMOOTH, activations.squareplus),
    ("squareplus", {"b": 0.25}, SMOOTH, lambda x: activations.squareplus(x, 0.25)),
    ("tanhShrink", {}, SMOOTH, activations.tanh_shrink),
    ("threshold", {"level": 0.7, "value": -2}, CORNERED, lambda x: activations.threshold(x, 0.7, -2.0)),
    ("glu", {"axis": -1}, golden.short(1, [3, 6], 4), activations.glu),
    ("glu", {"axis": 1}, golden.short(2, [2, 4, 3], 4), lambda x: activations.glu(x, 1)),
    ("sparsemax", {"axis": -1}, golden.distinct(3, [4, 5]), None),
    ("sparsemax", {"axis": -1}, golden.short(4, [3, 7], 4), None),
    ("sparsemax", {"axis": 1}, golden.short(5, [2, 5, 3], 2), None),
]


def case(index, op, attrs, x, function):
    given = x.astype(np.float64)
    if op == "sparsemax":
        dy = golden.short(1000 + index, list(x.shape))
        y, dx = sparsemax(given, attrs["axis"], dy)
    else:
        y, pull = jax.vjp(function, given)
        dy = golden.short(1000 + index, list(y.shape))
        (dx,) = pull(dy.astype(np.float64))
    assert y.dtype == np.float64, op
    name = op + "".join(", %s %s" % pair for pair in attrs.items())
    return {
        "name": "%s, %s" % (name, " by ".join(str(size) for size in x.shape)),
        "op": op,
        "attrs": attrs,
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y)},
        "gradients": {"dx": golden.result(dx)},
    }


if __name__ == "__main__":
    version = "%s on jax and %s" % (keras.__version__, scipy.__version__)
    golden.write(
        "more-activations",
        {"library": "keras and scipy", "version": version, "script": "goldens/more-activations.py"},
        [case(index, *row) for index, row in enumerate(ROWS)],
        note="computed in float64, rounded to 7 digits",
    )
