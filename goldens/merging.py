"""Goldens of the layers of several inputs with gradients, from Keras (jax backend) in float64.

Gradients are those of the sum of the output times its dy, for every input.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
from keras import layers

import golden

keras.config.set_floatx("float64")
# Our code, Keras' layer, shapes of the inputs.
LAYERS = [
    ("add()", layers.Add(), [[2, 3], [2, 3], [2, 3]]),
    ("add(), broadcast", layers.Add(), [[2, 2, 3, 4], [2, 3, 1]]),
    ("subtract()", layers.Subtract(), [[2, 3, 2], [2, 3, 2]]),
    ("multiply()", layers.Multiply(), [[2, 3], [2, 3], [2, 3]]),
    ("multiply(), broadcast", layers.Multiply(), [[2, 3, 4], [2, 1, 4]]),
    ("average()", layers.Average(), [[2, 3], [2, 3], [2, 3]]),
    ("maximum()", layers.Maximum(), [[2, 5], [2, 5], [2, 5]]),
    ("minimum()", layers.Minimum(), [[2, 5], [2, 5]]),
    ("concatenate()", layers.Concatenate(), [[2, 3, 1], [2, 3, 4], [2, 3, 2]]),
    ("concatenate({ axis: 1 })", layers.Concatenate(axis=1), [[2, 3, 2], [2, 1, 2]]),
    ("dot({ axes: 1 })", layers.Dot(axes=1), [[3, 4], [3, 4]]),
    ("dot({ axes: [2, 1] })", layers.Dot(axes=(2, 1)), [[2, 3, 4], [2, 4, 5]]),
    ("dot({ axes: 2, normalize: true })", layers.Dot(axes=2, normalize=True), [[2, 3, 4], [2, 5, 4]]),
]


def numbered(letter, values, form):
    return {"%s%d" % (letter, i): form(value) for i, value in enumerate(values)}


def case(index, name, layer, shapes):
    xs = [golden.short(10 * index + i + 1, shape) for i, shape in enumerate(shapes)]
    given = [x.astype(np.float64) for x in xs]
    y = layer(given)
    assert y.dtype == np.float64, name
    dy = golden.short(10 * index + 9, list(y.shape))
    dxs = jax.grad(lambda values: (layer(values) * dy).sum())(given)
    return {
        "name": name,
        "parameterCount": 0,
        "inputs": {**numbered("x", xs, golden.tensor), "dy0": golden.tensor(dy)},
        "outputs": {"y0": golden.result(y)},
        "gradients": numbered("dx", dxs, golden.result),
    }


if __name__ == "__main__":
    golden.write(
        "merging",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/merging.py"},
        [case(index, *row) for index, row in enumerate(LAYERS)],
        note="x0, x1, …: inputs; y0: output; gradients of Σ y0 dy0",
    )
