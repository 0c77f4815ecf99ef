"""Sizes of well-known architectures, from Keras: how many numbers are trained and kept, and the shapes of all weights."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
from keras import layers

import golden


class PositionEmbedding(layers.Layer):
    """Adds a learned vector to each step."""

    def build(self, shape):
        self.embeddings = self.add_weight(name="embeddings", shape=shape[1:], initializer="uniform")

    def call(self, x):
        return x + self.embeddings


def lenet():
    """LeCun et al., 1998, with dense connections between the maps, as usual today."""
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(6, 5, padding="same", activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh"),
        layers.Dense(84, activation="tanh"),
        layers.Dense(10),
    ])


def vgg():
    """Simonyan and Zisserman, 2014: three blocks of two convolutions, for small images."""
    net = keras.Sequential([keras.Input((32, 32, 3))])
    for filters in (32, 64, 128):
        for _ in range(2):
            net.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        net.add(layers.MaxPooling2D(2))
    net.add(layers.Flatten())
    net.add(layers.Dense(256, activation="relu"))
    net.add(layers.Dropout(0.5))
    net.add(layers.Dense(10))
    return net


def mobilenet():
    return keras.applications.MobileNet(alpha=0.25, weights=None)


def resnet20():
    """He et al., 2015, section 4.2, with projections where the size changes."""

    def convolution(x, filters, size, strides):
        x = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    x = inputs = keras.Input((32, 32, 3))
    x = layers.ReLU()(convolution(x, 16, 3, 1))
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(3):
            strides = 2 if stage > 0 and block == 0 else 1
            y = layers.ReLU()(convolution(x, filters, 3, strides))
            y = convolution(y, filters, 3, 1)
            if strides == 2:
                x = convolution(x, filters, 1, 2)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.Dense(10)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, x)


def lstm_classifier():
    return keras.Sequential([
        keras.Input((20,)),
        layers.Embedding(1000, 32),
        layers.LSTM(64, return_sequences=True),
        layers.LSTM(32, dropout=0.2),
        layers.Dense(2),
    ])


def transformer():
    """Vaswani et al., 2017: two encoder blocks, layer normalization after each part."""
    inputs = keras.Input((16,))
    x = PositionEmbedding()(layers.Embedding(500, 32)(inputs))
    for _ in range(2):
        attended = layers.Dropout(0.1)(layers.MultiHeadAttention(4, 8)(x, x))
        x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, attended]))
        mixed = layers.Dense(32)(layers.Dense(64, activation="gelu")(x))
        x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, layers.Dropout(0.1)(mixed)]))
    x = layers.Dense(2)(layers.GlobalAveragePooling1D()(x))
    return keras.Model(inputs, x)


NETS = [
    ("LeNet-5", lenet),
    ("VGG", vgg),
    ("MobileNet, alpha 0.25", mobilenet),
    ("ResNet-20", resnet20),
    ("LSTM classifier", lstm_classifier),
    ("Transformer encoder", transformer),
]


def count(weights):
    return sum(int(keras.ops.size(w)) for w in weights)


def case(name, make):
    net = make()
    return {
        "name": name,
        "trainable": count(net.trainable_weights),
        "nonTrainable": count(net.non_trainable_weights),
        "inputShape": list(net.input_shape[1:]),
        "outputShape": list(net.output_shape[1:]),
        "weightShapes": sorted(list(w.shape) for w in net.weights),
    }


if __name__ == "__main__":
    golden.write(
        "architectures",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/architectures.py"},
        [case(*row) for row in NETS],
        note="counts of numbers; shapes of weights are sorted",
    )
