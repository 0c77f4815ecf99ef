"""Goldens of recurrent layers, their wrappers and attention with gradients, from Keras (jax backend) in float64.

Weights are given. Gradients are those of the sum of all outputs, each times its dy, for every input and weight.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers

import golden

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")


@keras.saving.register_keras_serializable()
def tanh(x):
    """Keras' own gives float32 for float64."""
    return jnp.tanh(x)


def attention(*args, **kwargs):
    """With dropout, which is idle here, Keras does not use a fused kernel that computes in float32."""
    return layers.MultiHeadAttention(*args, dropout=0.5, **kwargs)


# The name is our code; Keras' layer; shapes of the inputs; what the call takes beside them
LAYERS = [
    ("simpleRnn(3)", layers.SimpleRNN(3, activation=tanh), [[2, 4, 5]], {}),
    ("simpleRnn(2, { activation: 'relu', useBias: false, returnSequences: true })", layers.SimpleRNN(2, activation="relu", use_bias=False, return_sequences=True), [[2, 3, 3]], {}),
    ("simpleRnn(3, { returnState: true, goBackwards: true })", layers.SimpleRNN(3, return_state=True, go_backwards=True, activation=tanh), [[1, 5, 2]], {}),
    ("lstm(3)", layers.LSTM(3, activation=tanh), [[2, 5, 4]], {}),
    ("lstm(5, { returnSequences: true, returnState: true })", layers.LSTM(5, return_sequences=True, return_state=True, activation=tanh), [[3, 4, 2]], {}),
    ("lstm(2, { goBackwards: true, returnSequences: true, useBias: false })", layers.LSTM(2, go_backwards=True, return_sequences=True, use_bias=False, activation=tanh), [[1, 3, 3]], {}),
    ("lstm(2, { activation: 'softplus', recurrentActivation: 'tanh' })", layers.LSTM(2, activation="softplus", recurrent_activation=tanh), [[2, 1, 1]], {}),
    ("gru(3)", layers.GRU(3, activation=tanh), [[2, 5, 4]], {}),
    ("gru(5, { returnSequences: true, returnState: true })", layers.GRU(5, return_sequences=True, return_state=True, activation=tanh), [[3, 4, 2]], {}),
    ("gru(3, { resetAfter: false, returnSequences: true })", layers.GRU(3, reset_after=False, return_sequences=True, activation=tanh), [[2, 3, 2]], {}),
    ("gru(2, { useBias: false, goBackwards: true })", layers.GRU(2, use_bias=False, go_backwards=True, activation=tanh), [[1, 1, 3]], {}),
    ("gru(2, { resetAfter: false, useBias: false })", layers.GRU(2, reset_after=False, use_bias=False, activation=tanh), [[2, 3, 1]], {}),
    ("bidirectional(lstm(3))", layers.Bidirectional(layers.LSTM(3, activation=tanh)), [[2, 4, 2]], {}),
    ("bidirectional(lstm(2, { returnSequences: true, returnState: true }))", layers.Bidirectional(layers.LSTM(2, return_sequences=True, return_state=True, activation=tanh)), [[2, 3, 3]], {}),
    ("bidirectional(gru(2, { returnSequences: true }), { mergeMode: 'sum' })", layers.Bidirectional(layers.GRU(2, return_sequences=True, activation=tanh), merge_mode="sum"), [[2, 3, 2]], {}),
    ("bidirectional(simpleRnn(3), { mergeMode: 'mul' })", layers.Bidirectional(layers.SimpleRNN(3, activation=tanh), merge_mode="mul"), [[2, 3, 2]], {}),
    ("bidirectional(gru(3), { mergeMode: 'ave' })", layers.Bidirectional(layers.GRU(3, activation=tanh), merge_mode="ave"), [[1, 3, 2]], {}),
    ("bidirectional(simpleRnn(2, { returnSequences: true, returnState: true }), { mergeMode: 'none' })", layers.Bidirectional(layers.SimpleRNN(2, return_sequences=True, return_state=True, activation=tanh), merge_mode=None), [[2, 3, 2]], {}),
    ("timeDistributed(dense(3, { activation: 'relu' }))", layers.TimeDistributed(layers.Dense(3, activation="relu")), [[2, 3, 4]], {}),
    ("timeDistributed(conv2d({ filters: 2, kernelSize: 3 }))", layers.TimeDistributed(layers.Conv2D(2, 3)), [[2, 2, 4, 5, 2]], {}),
    ("multiHeadAttention({ numHeads: 2, keyDim: 3 })", attention(2, 3), [[2, 4, 5], [2, 3, 5]], {}),
    ("multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 5, outputShape: 7 })", attention(3, 2, value_dim=5, output_shape=7), [[1, 3, 4], [1, 5, 3], [1, 5, 2]], {}),
    ("multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true })", attention(2, 2), [[2, 5, 3], [2, 5, 3]], {"use_causal_mask": True}),
    ("multiHeadAttention({ numHeads: 1, keyDim: 4, useBias: false, causal: true })", attention(1, 4, use_bias=False), [[1, 3, 4], [1, 5, 4]], {"use_causal_mask": True}),
    ("multiHeadAttention({ numHeads: 2, keyDim: 3 }), of images", attention(2, 3), [[2, 2, 3, 4], [2, 2, 1, 4]], {}),
]


def list_of(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def case(index, name, layer, shapes, call):
    seed = 100 * index
    xs = [golden.short(seed + i + 1, shape) for i, shape in enumerate(shapes)]
    layer(*[x.astype(np.float64) for x in xs], **call)
    weights = [golden.short(seed + i + 11, list(w.shape)) for i, w in enumerate(layer.weights)]

    def outputs(xs, weights):
        ys, _ = layer.stateless_call(weights, [v.value for v in layer.non_trainable_variables], *xs, **call)
        return list_of(ys)

    given = ([x.astype(np.float64) for x in xs], [w.astype(np.float64) for w in weights])
    ys = outputs(*given)
    assert all(y.dtype == np.float64 for y in ys), name
    dys = [golden.short(seed + i + 51, list(y.shape)) for i, y in enumerate(ys)]
    total = lambda xs, weights: sum((y * dy).sum() for y, dy in zip(outputs(xs, weights), dys))
    dxs, dweights = jax.grad(total, argnums=(0, 1))(*given)
    numbered = lambda letter, values, form: {"%s%d" % (letter, i): form(v) for i, v in enumerate(values)}
    return {
        "name": name,
        "parameterCount": layer.count_params(),
        "inputs": {**numbered("x", xs, golden.tensor), **numbered("w", weights, golden.tensor), **numbered("dy", dys, golden.tensor)},
        "outputs": numbered("y", ys, golden.result),
        "gradients": {**numbered("dx", dxs, golden.result), **numbered("dw", dweights, golden.result)},
    }


def parameter_counts():
    """The sizes of two nets that everyone writes first."""
    classifier = keras.Sequential([keras.Input((12,)), layers.Embedding(1000, 16), layers.Bidirectional(layers.LSTM(32)), layers.Dense(2)])
    x = y = keras.Input((10, 16))
    for _ in range(2):
        y = layers.LayerNormalization()(y + layers.MultiHeadAttention(4, 8)(y, y))
        y = layers.LayerNormalization()(y + layers.Dense(16)(layers.Dense(64, activation="relu")(y)))
    return {"classifier": classifier.count_params(), "encoder": keras.Model(x, y).count_params()}


if __name__ == "__main__":
    golden.write(
        "recurrent",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/recurrent.py"},
        [case(index, *row) for index, row in enumerate(LAYERS)],
        note="x0, x1, …: inputs; w0, w1, …: weights in Keras' order; y0, y1, …: outputs; gradients of Σ y dy",
        parameterCounts=parameter_counts(),
    )
