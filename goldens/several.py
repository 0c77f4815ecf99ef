"""Goldens of a net of two inputs and two outputs, trained by Keras (jax backend) in float64.

Weights are given and nothing is shuffled, so that no random numbers need to agree. The history has Keras' names.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
from keras import layers

import golden

keras.config.set_floatx("float64")


def examples(seed, count):
    """Returns inputs and targets of `count` examples."""
    x = {"age": golden.short(seed, [count, 3]), "side": golden.short(seed + 1, [count, 2])}
    price = golden.short(seed + 2, [count, 1])
    kind = np.array([(7 * i + seed) % 3 for i in range(count)], dtype=np.int32)
    return x, {"price": price, "kind": kind}


def training_case():
    """Three epochs over 10 examples in batches of 4, 4 and 2, with 5 others to validate on."""
    age = keras.Input((3,), name="age")
    side = keras.Input((2,), name="side")
    hidden = layers.Dense(4, activation="tanh")(layers.Concatenate()([age, side]))
    outputs = [layers.Dense(1, name="price")(hidden), layers.Dense(3, name="kind")(hidden)]
    model = keras.Model([age, side], outputs)
    weights = [golden.short(40 + i, w.shape).astype(np.float64) for i, w in enumerate(model.get_weights())]
    model.set_weights(weights)
    model.compile(
        keras.optimizers.SGD(0.1),
        loss={"price": keras.losses.MeanSquaredError(), "kind": keras.losses.SparseCategoricalCrossentropy(from_logits=True)},
        loss_weights={"price": 0.5, "kind": 2.0},
        metrics={"price": [keras.metrics.MeanAbsoluteError(name="meanAbsoluteError")], "kind": ["accuracy"]},
    )
    (x, y), (other_x, other_y) = examples(1, 10), examples(21, 5)
    history = model.fit(
        x, y, batch_size=4, epochs=3, shuffle=False, verbose=0, validation_data=(other_x, other_y), validation_batch_size=4
    ).history
    named = {**x, **y, **{f"other_{name}": part for name, part in {**other_x, **other_y}.items()}}
    return {
        "name": "two inputs, concatenated, dense(4, tanh), outputs dense(1) and dense(3), 3 epochs of sgd(0.1)",
        "attrs": {"lossWeights": {"price": 0.5, "kind": 2}, "learningRate": 0.1, "batchSize": 4},
        "inputs": {
            **{name: golden.tensor(part) for name, part in named.items()},
            **{f"w{i}": golden.tensor(w) for i, w in enumerate(weights)},
        },
        "outputs": {
            **{name: golden.result(np.array(values)) for name, values in history.items()},
            **{f"w{i}After": golden.result(np.array(w)) for i, w in enumerate(model.get_weights())},
        },
    }


if __name__ == "__main__":
    golden.write(
        "several",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/several.py"},
        [training_case()],
        note="the history of three epochs by Keras' names; computed in float64, rounded to 7 digits",
    )
