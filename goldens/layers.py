"""Goldens of layers, their defaults, initialisers and a small trained net, from Keras (jax backend) in float64.

Weights are given, so that no random numbers need to agree. Of initialisers the fans, the largest absolute value
and the standard deviation are stored; the script stops unless Keras' own samples have them.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
from keras import layers

import golden

keras.config.set_floatx("float64")
# What remains of a normal distribution's standard deviation when it is cut at two of them.
TRUNCATED = 0.87962566103423978
# name, Keras' layer, input shape
LAYERS = [
    ("dense(4)", layers.Dense(4), [3, 5]),
    ("dense(3), input of rank 3", layers.Dense(3), [2, 3, 4]),
    ("dense(2, relu, no bias)", layers.Dense(2, activation="relu", use_bias=False), [4, 3]),
    ("conv2d(3, 3)", layers.Conv2D(3, 3), [1, 5, 6, 2]),
    ("conv2d(2, [2, 3], relu, same, strides 2)", layers.Conv2D(2, (2, 3), activation="relu", padding="same", strides=2), [2, 5, 6, 1]),
    ("conv2d(2, 3, no bias, same, dilations 2)", layers.Conv2D(2, 3, use_bias=False, padding="same", dilation_rate=2), [1, 6, 5, 2]),
    ("maxPool2d(2)", layers.MaxPooling2D(2), [1, 5, 6, 2]),
    ("maxPool2d(3, same, strides 2)", layers.MaxPooling2D(3, strides=2, padding="same"), [1, 6, 5, 2]),
    ("averagePool2d(2)", layers.AveragePooling2D(2), [1, 5, 6, 2]),
    ("averagePool2d(3, same, strides 2)", layers.AveragePooling2D(3, strides=2, padding="same"), [1, 6, 5, 2]),
    ("flatten()", layers.Flatten(), [2, 2, 3, 2]),
]
INITIALIZERS = ["GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal"]
SHAPES = [[784, 128], [128, 10], [3, 3, 1, 32], [5, 3, 4, 8], [7]]


def given_weights(layer, seed):
    """Sets weights by GENERATOR and returns them, kernel before bias."""
    values = [golden.short(seed + i, list(w.shape)) for i, w in enumerate(layer.weights)]
    layer.set_weights([v.astype(np.float64) for v in values])
    return values


def layer_case(index, name, layer, shape):
    layer.build(tuple(shape))
    weights = given_weights(layer, 10 * index + 1)
    x = golden.short(10 * index + 9, shape)
    inputs = {"x": golden.tensor(x)}
    inputs.update(zip(("kernel", "bias"), map(golden.tensor, weights)))
    y = np.array(layer(x.astype(np.float64)))
    assert y.dtype == np.float64
    return {
        "name": name,
        "parameterCount": layer.count_params(),
        "inputs": inputs,
        "outputs": {"y": golden.result(y)},
    }


def config_of(layer, *names):
    """Returns some of a layer's settings as Keras reports them."""
    config = layer.get_config()
    settings = {}
    for name in names:
        value = config[name]
        settings[name] = value["class_name"] if isinstance(value, dict) else list(value) if isinstance(value, tuple) else value
    return settings


def defaults():
    dense = ("activation", "use_bias", "kernel_initializer", "bias_initializer")
    conv = ("strides", "padding", "dilation_rate", "data_format", *dense)
    pool = ("pool_size", "strides", "padding", "data_format")
    moments = ("learning_rate", "momentum", "epsilon")
    return {
        "Dense(3)": config_of(layers.Dense(3), *dense),
        "Conv2D(3, 3)": config_of(layers.Conv2D(3, 3), *conv),
        "MaxPooling2D(3)": config_of(layers.MaxPooling2D(3), *pool),
        "AveragePooling2D(3)": config_of(layers.AveragePooling2D(3), *pool),
        "SGD()": config_of(keras.optimizers.SGD(), "learning_rate", "momentum", "nesterov"),
        "RMSprop()": config_of(keras.optimizers.RMSprop(), *moments, "rho", "centered"),
        "Adam()": config_of(keras.optimizers.Adam(), "learning_rate", "beta_1", "beta_2", "epsilon"),
    }


def identity_row(gain, shape):
    values = keras.initializers.Identity(gain)(shape, dtype="float64")
    return {"gain": gain, "matrix": golden.tensor(values)}


def initializer_row(name, shape):
    cells = int(np.prod(shape[:-2]))
    fan_in, fan_out = (shape[-2] * cells, shape[-1] * cells) if len(shape) > 1 else (shape[0], shape[0])
    scale = 2 if name.startswith("He") else 1
    fan = (fan_in + fan_out) / 2 if name.startswith("Glorot") else fan_in
    deviation = (scale / fan) ** 0.5
    limit = deviation * (3**0.5 if name.endswith("Uniform") else 2 / TRUNCATED)
    many = 200_000 // int(np.prod(shape)) + 1
    initializer = getattr(keras.initializers, name)
    sample = np.concatenate([np.ravel(initializer(seed=i)(shape, dtype="float64")) for i in range(min(many, 300))])
    largest, spread = np.abs(sample).max(), sample.std()
    # The fewer the values, the further a sample's extremes and spread are from the distribution's.
    slack = 3 / sample.size**0.5
    assert limit * (1 - 0.002 - slack) < largest <= limit * (1 + 1e-7), (name, shape, largest, limit)
    assert abs(spread / deviation - 1) < slack, (name, shape, spread, deviation)
    return {
        "name": name[0].lower() + name[1:],
        "shape": shape,
        "fanIn": fan_in,
        "fanOut": fan_out,
        "largest": float("%.9g" % limit),
        "standardDeviation": float("%.9g" % deviation),
    }


def training_case():
    """Conv, pool, dense, dense, trained for 6 steps of Keras' default Adam on one batch."""
    model = keras.Sequential([
        keras.Input((6, 5, 2)),
        layers.Conv2D(3, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(5, activation="sigmoid"),
        layers.Dense(4),
    ])
    names = ("conv.kernel", "conv.bias", "dense1.kernel", "dense1.bias", "dense2.kernel", "dense2.bias")
    weights = given_weights(model, 201)
    x, labels = golden.short(209, [4, 6, 5, 2]), np.array([0, 3, 1, 2])
    model.compile(keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    logits = model.predict(x.astype(np.float64), verbose=0)
    inputs = {"x": golden.tensor(x), "labels": golden.tensor(labels)}
    inputs.update(zip(names, map(golden.tensor, weights)))
    losses = [float(model.train_on_batch(x.astype(np.float64), labels)) for _ in range(6)]
    after = model.predict(x.astype(np.float64), verbose=0)
    return {
        "name": "conv2d(3, 3, relu, same), maxPool2d(2), flatten(), dense(5, sigmoid), dense(4), cross-entropy, 6 steps of adam()",
        "parameterCount": model.count_params(),
        "inputs": inputs,
        "outputs": {
            "logits": golden.result(logits),
            "losses": golden.result(losses),
            "logitsAfter": golden.result(after),
        },
    }


if __name__ == "__main__":
    golden.write(
        "layers",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/layers.py"},
        [layer_case(index, *row) for index, row in enumerate(LAYERS)],
        note="NHWC and HWIO; computed in float64, rounded to 7 digits; loss k of training is before update k",
        defaults=defaults(),
        initializers=[initializer_row(name, shape) for name in INITIALIZERS for shape in SHAPES],
        identities=[identity_row(*row) for row in [(1, [3, 3]), (1, [2, 4]), (0.5, [4, 2])]],
        training=training_case(),
    )
