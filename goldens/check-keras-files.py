"""Loads the `.keras` files of a folder with Keras and compares what they compute with what the JSON beside them says.

Of a training it takes as many steps more as the JSON has, from the optimizer's state in the file. Prints a line of JSON
for each file: the largest differences. `packages/formats/src/keras-file/with-keras.test.ts` writes the folder.
"""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np


def array(given):
    return np.array(given["values"], np.float32).reshape(given["shape"])


def difference(values, given):
    values, expected = np.asarray(values), array(given)
    assert values.shape == expected.shape, (values.shape, expected.shape)
    return float(np.max(np.abs(values - expected), initial=0))


def check(path):
    with open(f"{path}.json", encoding="utf-8") as file:
        said = json.load(file)
    model = keras.models.load_model(f"{path}.keras")
    xs = [array(x) for x in said["inputs"]]
    ys = model.predict(xs if len(xs) > 1 else xs[0], verbose=0)
    ys = ys if isinstance(ys, list) else [ys]
    result = {
        "name": said["name"],
        "outputs": max(difference(y, expected) for y, expected in zip(ys, said["outputs"], strict=True)),
        "layers": len(model.layers),
    }
    if "training" in said:
        training = said["training"]
        x, y = array(training["x"]), array(training["y"])
        result["iterations"] = int(model.optimizer.iterations)
        result["rate"] = float(np.asarray(model.optimizer.learning_rate))
        model.compile(model.optimizer, "mse")
        for _ in range(training["steps"]):
            model.train_on_batch(x, y)
        result["after"] = max(difference(w, e) for w, e in zip(model.trainable_weights, training["after"], strict=True))
        model.save(f"{path}.again.keras")
    return result


folder = sys.argv[1]
for entry in sorted(os.listdir(folder)):
    if entry.endswith(".json"):
        print(json.dumps(check(os.path.join(folder, entry.removesuffix(".json")))), flush=True)
