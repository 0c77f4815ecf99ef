"""Goldens of normalization layers with gradients and moving averages, from Keras (jax backend) in float64.

Weights are given. Gradients are those of the sum of y dy, in training and in inference, for the input and every
trainable weight.
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
keras.config.set_dtype_policy("float64")
STEPS = 3
# Our code, Keras' layer, shape of a batch
LAYERS = [
    ("batchNorm()", layers.BatchNormalization(), [5, 3]),
    ("batchNorm({ momentum: 0.9, epsilon: 1e-5 })", layers.BatchNormalization(momentum=0.9, epsilon=1e-5), [2, 3, 4, 2]),
    ("batchNorm({ axis: 1, momentum: 0.5 })", layers.BatchNormalization(axis=1, momentum=0.5), [3, 2, 4]),
    ("batchNorm({ scale: false })", layers.BatchNormalization(scale=False), [2, 3, 3]),
    ("batchNorm({ center: false })", layers.BatchNormalization(center=False), [4, 2]),
    ("batchNorm({ scale: false, center: false })", layers.BatchNormalization(scale=False, center=False), [3, 3]),
    ("batchNorm(), a batch of one", layers.BatchNormalization(), [1, 3]),
    ("layerNorm()", layers.LayerNormalization(), [2, 5]),
    ("layerNorm({ axis: 1 })", layers.LayerNormalization(axis=1), [2, 3, 4]),
    ("layerNorm({ axis: [1, 2] })", layers.LayerNormalization(axis=[1, 2]), [2, 3, 2]),
    ("layerNorm({ axis: [3, 1], epsilon: 1e-6 })", layers.LayerNormalization(axis=[3, 1], epsilon=1e-6), [2, 2, 3, 4]),
    ("layerNorm({ scale: false })", layers.LayerNormalization(scale=False), [3, 4]),
    ("layerNorm({ center: false })", layers.LayerNormalization(center=False), [2, 2, 3]),
    ("groupNorm({ groups: 2 })", layers.GroupNormalization(groups=2), [2, 3, 2, 4]),
    ("groupNorm({ groups: 3, epsilon: 1e-5 })", layers.GroupNormalization(groups=3, epsilon=1e-5), [2, 6]),
    ("groupNorm({ groups: -1 })", layers.GroupNormalization(groups=-1), [2, 4, 3]),
    ("groupNorm({ groups: 1, scale: false })", layers.GroupNormalization(groups=1, scale=False), [2, 3, 2]),
    ("groupNorm({ groups: 2, axis: 1, center: false })", layers.GroupNormalization(groups=2, axis=1, center=False), [2, 4, 3]),
]
# Our code, Keras' layer, shape of the data, shape of a batch
ADAPTED = [
    ("normalization()", layers.Normalization(), [7, 3], [2, 3]),
    ("normalization({ invert: true })", layers.Normalization(invert=True), [7, 3], [2, 3]),
    ("normalization({ axis: null })", layers.Normalization(axis=None), [4, 2, 3], [2, 2, 3]),
    ("normalization({ axis: 1 })", layers.Normalization(axis=1), [4, 2, 3], [1, 2, 3]),
    ("normalization({ axis: [1, 3] })", layers.Normalization(axis=(1, 3)), [3, 2, 3, 2], [2, 2, 3, 2]),
    ("normalization({ mean: 3, variance: 2 })", layers.Normalization(mean=3.0, variance=2.0), None, [2, 3]),
    ("normalization({ mean: [1, 2, 3], variance: [4, 5, 6], invert: true })", layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 5.0, 6.0], invert=True), None, [2, 3]),
]


def float64(values):
    return [value.astype(np.float64) for value in values]


def weight(seed, variable):
    values = golden.short(seed, list(variable.shape))
    return abs(values) + 0.5 if variable.name == "moving_variance" else values


def layer_case(index, name, layer, shape):
    seed = 100 * index
    xs = [golden.short(seed + step + 1, shape, 2) for step in range(STEPS)]
    dy = golden.short(seed + 9, shape)
    layer.build(tuple(shape))
    weights = [weight(seed + i + 11, w) for i, w in enumerate(layer.weights)]
    layer.set_weights(float64(weights))
    trained = [w.value for w in layer.trainable_weights]
    averages = [w.value for w in layer.non_trainable_weights]

    def run(x, trained, averages, training):
        keywords = {"training": training} if averages else {}
        return layer.stateless_call(trained, averages, x, **keywords)

    def gradients(training):
        total = lambda x, trained: (run(x, trained, averages, training)[0] * dy).sum()
        dx, dweights = jax.grad(total, argnums=(0, 1))(xs[0].astype(np.float64), trained)
        return [dx, *dweights]

    numbered = lambda letter, values, form: {"%s%d" % (letter, i): form(v) for i, v in enumerate(values)}
    inferred, _ = run(xs[0].astype(np.float64), trained, averages, False)
    outputs = [inferred]
    after = averages
    for x in float64(xs):
        y, after = run(x, trained, after, True)
        outputs.append(y)
    assert all(y.dtype == np.float64 for y in outputs), name
    kept = {"average%d" % i: golden.result(v) for i, v in enumerate(after)}
    return {
        "name": name,
        "parameterCount": layer.count_params(),
        "inputs": {**numbered("x", xs, golden.tensor), **numbered("w", weights, golden.tensor), "dy": golden.tensor(dy)},
        "outputs": {"inference": golden.result(inferred), **numbered("training", outputs[1:], golden.result), **kept},
        "gradients": {**numbered("inference", gradients(False), golden.result), **numbered("training", gradients(True), golden.result)},
    }


def adapted_case(index, name, layer, data_shape, shape):
    seed = 5000 + 10 * index
    x = golden.short(seed + 1, shape, 3)
    inputs = {"x": golden.tensor(x)}
    outputs = {}
    if data_shape:
        data = golden.short(seed + 2, data_shape, 3)
        inputs["data"] = golden.tensor(data)
        layer.adapt(data.astype(np.float64))
        outputs = {"mean": golden.result(layer.adapt_mean.value), "variance": golden.result(layer.adapt_variance.value)}
    outputs["y"] = golden.result(layer(x.astype(np.float64)))
    return {"name": name, "inputs": inputs, "outputs": outputs}


if __name__ == "__main__":
    golden.write(
        "normalization-layers",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/normalization-layers.py"},
        [layer_case(index, *row) for index, row in enumerate(LAYERS)],
        note="x0, x1, x2: batches of three steps; w0, w1, …: weights in Keras' order; averages after the steps; gradients of Σ y dy by x0 and the trainable weights",
        adapted=[adapted_case(index, *row) for index, row in enumerate(ADAPTED)],
    )
