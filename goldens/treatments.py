"""Goldens of regularizers, with gradients, and of constraints, from Keras (jax backend) in float64."""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
from keras import constraints, regularizers

import golden

keras.config.set_floatx("float64")
# Our code, Keras' regularizer.
REGULARIZERS = [
    ("l1()", regularizers.L1()),
    ("l1(0.3)", regularizers.L1(0.3)),
    ("l2()", regularizers.L2()),
    ("l2(0.2)", regularizers.L2(0.2)),
    ("l1l2({ l1: 0.1, l2: 0.02 })", regularizers.L1L2(0.1, 0.02)),
]
# Our code, Keras' constraint.
CONSTRAINTS = [
    ("maxNorm(1)", constraints.MaxNorm(1.0)),
    ("maxNorm(0.5, [0, 1, 2])", constraints.MaxNorm(0.5, axis=[0, 1, 2])),
    ("unitNorm()", constraints.UnitNorm()),
    ("unitNorm(1)", constraints.UnitNorm(1)),
    ("minMaxNorm()", constraints.MinMaxNorm()),
    ("minMaxNorm({ min: 0.7, max: 0.9, rate: 0.3 })", constraints.MinMaxNorm(0.7, 0.9, 0.3)),
    ("nonNegative()", constraints.NonNeg()),
]
SHAPES = [[4, 3], [2, 3, 2, 2]]


def values(index, shape):
    """Returns weights of columns shorter and longer than 1."""
    return golden.short(index + 1, shape, 1.5)


def fits(name, shape):
    return "[0, 1, 2]" not in name or len(shape) == 4


def regularizer_case(index, name, regularizer, shape):
    w = values(index, shape)
    wide = w.astype(np.float64)
    return {
        "name": "%s of %s" % (name, shape),
        "op": name,
        "inputs": {"w": golden.tensor(w)},
        "outputs": {"y": golden.result(regularizer(wide))},
        "gradients": {"dw": golden.result(jax.grad(regularizer)(wide))},
    }


def constraint_case(index, name, constraint, shape):
    w = values(index, shape)
    return {
        "name": "%s of %s" % (name, shape),
        "op": name,
        "inputs": {"w": golden.tensor(w)},
        "outputs": {"y": golden.result(constraint(w.astype(np.float64)))},
    }


if __name__ == "__main__":
    rows = [
        *[(regularizer_case, *row, shape) for row in REGULARIZERS for shape in SHAPES],
        *[(constraint_case, *row, shape) for row in CONSTRAINTS for shape in SHAPES if fits(row[0], shape)],
    ]
    golden.write(
        "treatments",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/treatments.py"},
        [make(index, *row) for index, (make, *row) in enumerate(rows)],
        note="w: the weights; y: the penalty, or the weights after the constraint; dw: slopes of the penalty",
    )
