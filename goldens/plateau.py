"""Goldens of learning rates that fall on a plateau, from Keras' ReduceLROnPlateau driven with made-up losses."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

import golden

FALLING_THEN_FLAT = [1.0, 0.5, 0.4, 0.4, 0.39995, 0.4, 0.41, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]
RISING_THEN_FLAT = [0.1, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.7, 0.7, 0.7]
HUGE_FIRST = [1e30, 3.0, 3.0, 3.0, 3.0]
# name, options, values
ROWS = [
    ("patience 2", {"patience": 2, "factor": 0.5}, FALLING_THEN_FLAT),
    ("patience 0", {"patience": 0, "factor": 0.5}, FALLING_THEN_FLAT),
    ("cooldown", {"patience": 2, "factor": 0.5, "cooldown": 3}, FALLING_THEN_FLAT),
    ("cooldown 1, patience 1", {"patience": 1, "factor": 0.5, "cooldown": 1}, FALLING_THEN_FLAT),
    ("no smallest step", {"patience": 2, "factor": 0.5, "minDelta": 0}, FALLING_THEN_FLAT),
    ("a floor", {"patience": 1, "factor": 0.1, "minLearningRate": 0.02}, FALLING_THEN_FLAT),
    ("the greater is better", {"patience": 1, "factor": 0.5, "mode": "max"}, RISING_THEN_FLAT),
    ("huge at first", {"patience": 2, "factor": 0.5}, HUGE_FIRST),
    ("the defaults", {}, [1.0] * 25),
]
NAMES = {"minDelta": "min_delta", "minLearningRate": "min_lr"}


def rates(options, values):
    model = keras.Sequential([keras.Input([1]), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    given = {NAMES.get(key, key): value for key, value in options.items()}
    callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", **given)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(np.float32(values).tolist()):
        callback.on_epoch_end(epoch, {"loss": value})
        yield float(model.optimizer.learning_rate)


def case(name, options, values):
    return {
        "name": name,
        "attrs": options,
        "inputs": {"loss": golden.tensor(values)},
        "outputs": {"rate": golden.result(list(rates(options, values)))},
    }


if __name__ == "__main__":
    golden.write(
        "plateau",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/plateau.py"},
        [case(*row) for row in ROWS],
    )
