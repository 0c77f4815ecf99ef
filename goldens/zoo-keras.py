"""Weights of Keras' own nets by name and shape, and what the nets make of given weights; preprocessing of pictures."""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
from keras import layers

import golden
from zoo_weights import hashed, pictures, weight

keras.config.set_floatx("float64")

OURS = {"moving_mean": "movingMean", "moving_variance": "movingVariance", "depthwise_kernel": "kernel"}


def lenet(input_shape, classes):
    """Sizes of LeCun et al., 1998; dense connections between the maps, as usual today."""
    return keras.Sequential([
        keras.Input(input_shape),
        layers.Conv2D(6, 5, padding="same", activation="tanh", name="c1"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh", name="c3"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh", name="c5"),
        layers.Dense(84, activation="tanh", name="f6"),
        layers.Dense(classes, name="output"),
    ])


def named(net):
    """Yields (our name, kind, variable)."""
    for layer in net.layers:
        for variable in layer.weights:
            own = OURS.get(variable.name, variable.name)
            is_depthwise = own == "kernel" and isinstance(layer, layers.DepthwiseConv2D)
            yield f"{layer.name}/{own}", "depthwise" if is_depthwise else own, variable


def row(name, whole, small, **options):
    """A net with all its weights' shapes, and a small one of the same kind with what it makes of a picture."""
    net = whole()
    weights = [f"{n} {list(v.shape)}" for n, _, v in named(net)]
    count = net.count_params()
    net = small()
    for n, kind, variable in named(net):
        variable.assign(weight(n, tuple(variable.shape), kind))
    shape = net.input_shape[1:]
    logits = net(pictures((1, *shape)), training=False)
    return {
        "name": name,
        "parameterCount": count,
        "options": {"inputShape": list(shape), "classes": 10, **options},
        "outputs": {"logits": golden.result(logits)},
        "weights": weights,
    }


apps = keras.applications
CASES = [
    row(
        "mobileNetV1",
        lambda: apps.MobileNet(alpha=0.25, weights=None),
        lambda: apps.MobileNet((65, 96, 3), 0.25, weights=None, classes=10, classifier_activation=None),
        alpha=0.25,
    ),
    row(
        "mobileNetV2",
        lambda: apps.MobileNetV2(weights=None),
        lambda: apps.MobileNetV2((65, 96, 3), 0.35, weights=None, classes=10, classifier_activation=None),
        alpha=0.35,
    ),
    row(
        "resNet50",
        lambda: apps.ResNet50(weights=None),
        lambda: apps.ResNet50(input_shape=(48, 65, 3), weights=None, classes=10, classifier_activation=None),
    ),
    row(
        "vgg16",
        lambda: apps.VGG16(weights=None),
        lambda: apps.VGG16(input_shape=(33, 32, 3), weights=None, classes=10, classifier_activation=None),
    ),
    row("leNet5", lambda: lenet((28, 28, 1), 10), lambda: lenet((29, 30, 3), 10)),
]

raw = np.floor((hashed("raw", 12) + 1) * 128).reshape(1, 2, 2, 3)
styles = {
    style: golden.result(apps.imagenet_utils.preprocess_input(raw.copy(), mode=style))
    for style in ("tf", "caffe", "torch")
}
golden.write(
    "zoo-keras",
    {"library": "keras", "version": keras.__version__, "script": "zoo-keras.py"},
    CASES,
    preprocessing={"bytes": golden.tensor(raw), **styles},
)
