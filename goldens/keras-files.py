"""Goldens of models: small files as Keras saves them, `.keras` and `.h5`, and what the models in them compute.

The base64 is of the gzipped bytes. Weights are multiples of 1/64, so that they pack well; times and the numbers of
objects are replaced, so that the same versions give the same files.
"""

import base64
import gzip
import io
import json
import os
import re
import sys
import tempfile
import zipfile

os.environ["KERAS_BACKEND"] = "jax"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import jax
import keras
import numpy as np
from golden import FOLDER, short
from keras import Input, layers

DATE = (2020, 2, 2, 2, 2, 2)


def lenet():
    return keras.Sequential(
        [
            Input((28, 28, 1)),
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="tanh"),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def separable():
    """A MobileNet of two blocks."""
    x = inputs = Input((12, 12, 3), name="picture")
    x = layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
    x = layers.Conv2D(4, 3, strides=2, use_bias=False, name="conv1")(x)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.ReLU(6.0, name="conv1_relu")(x)
    for i, filters in enumerate([6, 8], 1):
        x = layers.DepthwiseConv2D(3, padding="same", use_bias=False, name=f"conv_dw_{i}")(x)
        x = layers.BatchNormalization(name=f"conv_dw_{i}_bn")(x)
        x = layers.ReLU(6.0, name=f"conv_dw_{i}_relu")(x)
        x = layers.Conv2D(filters, 1, use_bias=False, name=f"conv_pw_{i}")(x)
        x = layers.BatchNormalization(name=f"conv_pw_{i}_bn")(x)
        x = layers.ReLU(6.0, name=f"conv_pw_{i}_relu")(x)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(0.1)(x)
    x = layers.Conv2D(5, 1, name="conv_preds")(x)
    x = layers.Reshape((5,))(x)
    return keras.Model(inputs, layers.Activation("softmax", name="predictions")(x))


def branches():
    """Two inputs, a shared layer, a way around, two outputs; layers that stand in another order than they were made."""
    age, text = Input((4,), name="age"), Input((3,), name="text")
    late = layers.Dense(5, activation="relu", name="late")
    shared = layers.Dense(4, name="shared")
    a = shared(age)
    b = shared(layers.Dense(4, activation="tanh", name="widen")(text))
    joined = layers.Add()([a, b])
    deep = layers.Dense(4, activation="gelu", name="deep")(layers.LayerNormalization()(joined))
    around = layers.Concatenate()([layers.Multiply()([deep, joined]), age])
    first = layers.Dense(1, activation="sigmoid", name="first")(late(around))
    second = layers.Dense(2, name="second")(deep)
    return keras.Model([age, text], [first, second])


def sequence():
    x = inputs = Input((7, 3))
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(x)
    x = layers.TimeDistributed(layers.Dense(4))(x)
    x = layers.LSTM(3, return_sequences=True)(x)
    x = layers.MultiHeadAttention(2, 3)(x, x)
    x = layers.GRU(4, return_sequences=True)(x)
    x = layers.SimpleRNN(4)(x)
    return keras.Model(inputs, layers.Dense(2)(x))


def words():
    return keras.Sequential(
        [Input((6,)), layers.Embedding(11, 4), layers.LSTM(5), layers.PReLU(), layers.Dense(1, activation="sigmoid")]
    )


def nested():
    encoder = keras.Sequential(
        [Input((4,)), layers.Dense(3, activation="relu"), layers.BatchNormalization(), layers.Dense(2)], name="encoder"
    )
    x = inputs = Input((4,))
    y = encoder(x)
    head = keras.Model(inputs, layers.Add()([layers.Dense(2, name="way")(x), y]), name="body")
    out = keras.Sequential([Input((4,)), head, layers.Dense(2)])
    encoder.layers[0].trainable = False
    return out


def small():
    return keras.Sequential([Input((4,)), layers.Dense(6, activation="tanh"), layers.Dense(2)])


OPTIMIZERS = {
    "adam": lambda: keras.optimizers.Adam(0.01),
    "adamw, amsgrad": lambda: keras.optimizers.AdamW(0.01, weight_decay=0.004, amsgrad=True, clipnorm=1.0),
    "sgd, momentum": lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop, centered": lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "nadam, averages": lambda: keras.optimizers.Nadam(0.01, use_ema=True, ema_momentum=0.9),
    "adagrad": lambda: keras.optimizers.Adagrad(0.05),
    "adadelta": lambda: keras.optimizers.Adadelta(1.0),
    "adamax": lambda: keras.optimizers.Adamax(0.01),
    "lion": lambda: keras.optimizers.Lion(0.001),
}

CASES = []


def settle(model, seed):
    """Gives all weights values of a few bits."""
    for i, weight in enumerate(model.weights):
        values = np.round(short(seed + i, weight.shape, 0.5) * 64) / 64
        name = weight.path.split("/")[-1]
        weight.assign(np.abs(values) + 0.25 if "variance" in name or name == "gamma" else values)


def plain_zip(path):
    """The archive with fixed times and numbers of objects, entries as they were: stored."""
    numbers = {}

    def number(found):
        return f'"shared_object_id": {numbers.setdefault(found[1], len(numbers) + 1)}'

    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "config.json":
                content = re.sub(r'"shared_object_id": (\d+)', number, content.decode()).encode()
            if info.filename == "metadata.json":
                content = re.sub(rb"\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d", b"2020-02-02@02:02:02", content)
            target.writestr(zipfile.ZipInfo(info.filename, DATE), content)
    return buffer.getvalue()


def packed(content):
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def listed(array):
    array = np.asarray(array, np.float64)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.ravel()]}


def saved(model, h5=True):
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/a.keras")
        files["keras"] = packed(plain_zip(f"{folder}/a.keras"))
        if h5:
            model.save(f"{folder}/a.h5")
            with open(f"{folder}/a.h5", "rb") as file:
                files["h5"] = packed(re.sub(rb'("shared_object_id": )(\d+)', lambda m: m[1] + b"1" * len(m[2]), file.read()))
    return files


def case(name, make, seed, integers=None, h5=True):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = make()
    settle(model, seed)
    shapes = [(3, *tensor.shape[1:]) for tensor in model.inputs]
    xs = [short(seed + 100 + i, shape, 1.0) for i, shape in enumerate(shapes)]
    if integers:
        xs = [np.floor(np.abs(x) * integers).astype(np.float32) for x in xs]
    ys = model.predict(xs if len(xs) > 1 else xs[0], verbose=0)
    ys = ys if isinstance(ys, list) else [ys]
    files = saved(model, h5)
    CASES.append({"name": name, **files, "inputs": [listed(x) for x in xs], "outputs": [listed(y) for y in ys]})


def training(name, optimizer, seed):
    """Saved after three steps, and the weights after three more."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = small()
    settle(model, seed)
    x, y = short(seed + 100, (8, 4), 1.0), short(seed + 101, (8, 2), 1.0)
    model.compile(optimizer(), "mse")
    for _ in range(3):
        model.train_on_batch(x, y)
    files = saved(model, False)
    for _ in range(3):
        model.train_on_batch(x, y)
    after = [listed(weight) for weight in model.weights]
    CASES.append({"name": name, **files, "inputs": [listed(x), listed(y)], "after": after})


def main():
    case("LeNet-5", lenet, 1, h5=False)
    case("separable", separable, 2)
    case("branches", branches, 3)
    case("sequence", sequence, 4)
    case("words", words, 5, integers=11)
    case("nested", nested, 6)
    for i, (name, optimizer) in enumerate(OPTIMIZERS.items()):
        training(name, optimizer, 20 + i)
    origin = {
        "library": "Keras",
        "version": f"{keras.__version__}, jax {jax.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}",
        "script": "keras-files.py",
    }
    path = os.path.join(FOLDER, "keras-files.json")
    with open(path, "w", encoding="utf-8") as file:
        lines = ",\n".join(json.dumps(each) for each in CASES)
        file.write(f'{{"origin": {json.dumps(origin)},\n"cases": [\n{lines}\n]}}\n')
    for each in CASES:
        print(each["name"], {kind: len(each[kind]) for kind in ("keras", "h5") if kind in each})
    print(len(CASES), "cases,", os.path.getsize(path), "bytes")


main()
