"""Goldens of the layers that layers.py leaves out, from Keras (jax backend) in float64. Weights are given."""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
from keras import layers

import golden

keras.config.set_floatx("float64")
# Our code, Keras' layer, input shape.
LAYERS = [
    ("conv1d({ filters: 3, kernelSize: 3 })", layers.Conv1D(3, 3), [2, 7, 2]),
    ("conv1d({ filters: 2, kernelSize: 4, strides: 2, padding: 'same' })", layers.Conv1D(2, 4, strides=2, padding="same"), [1, 7, 3]),
    ("conv1d({ filters: 2, kernelSize: 3, dilations: 2, padding: 'causal' })", layers.Conv1D(2, 3, dilation_rate=2, padding="causal"), [2, 6, 2]),
    ("conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'causal' })", layers.Conv1D(2, 3, strides=2, padding="causal"), [2, 6, 2]),
    ("conv3d({ filters: 2, kernelSize: [1, 2, 3], strides: 2, padding: 'same' })", layers.Conv3D(2, (1, 2, 3), strides=2, padding="same"), [1, 3, 4, 5, 2]),
    ("depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' })", layers.DepthwiseConv1D(3, depth_multiplier=2, strides=2, padding="same"), [1, 6, 2]),
    ("depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, padding: 'same' })", layers.DepthwiseConv2D((2, 3), depth_multiplier=2, padding="same"), [1, 5, 4, 3]),
    ("separableConv1d({ filters: 3, kernelSize: 3, depthMultiplier: 2, padding: 'same' })", layers.SeparableConv1D(3, 3, depth_multiplier=2, padding="same"), [1, 6, 2]),
    ("separableConv2d({ filters: 2, kernelSize: 3, strides: 2, depthMultiplier: 2 })", layers.SeparableConv2D(2, 3, strides=2, depth_multiplier=2), [1, 5, 6, 2]),
    ("conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 })", layers.Conv1DTranspose(2, 3, strides=2), [1, 4, 3]),
    ("conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })", layers.Conv2DTranspose(2, 3, strides=2, padding="same"), [1, 3, 4, 2]),
    ("conv2dTranspose({ filters: 2, kernelSize: [2, 4], strides: [3, 2] })", layers.Conv2DTranspose(2, (2, 4), strides=(3, 2)), [1, 3, 2, 2]),
    ("conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', outputPadding: 0 })", layers.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=0), [1, 3, 4, 2]),
    ("conv3dTranspose({ filters: 2, kernelSize: 2, strides: [1, 2, 2] })", layers.Conv3DTranspose(2, 2, strides=(1, 2, 2)), [1, 2, 2, 3, 2]),
    ("maxPool1d(2)", layers.MaxPooling1D(2), [2, 5, 2]),
    ("maxPool3d(2, { strides: 1, padding: 'same' })", layers.MaxPooling3D(2, strides=1, padding="same"), [1, 3, 2, 3, 2]),
    ("averagePool1d(3, { strides: 2, padding: 'same' })", layers.AveragePooling1D(3, strides=2, padding="same"), [1, 6, 2]),
    ("averagePool3d(2)", layers.AveragePooling3D(2), [1, 3, 4, 2, 2]),
    ("globalMaxPool1d()", layers.GlobalMaxPooling1D(), [2, 5, 3]),
    ("globalMaxPool2d({ keepDims: true })", layers.GlobalMaxPooling2D(keepdims=True), [2, 3, 2, 3]),
    ("globalMaxPool3d()", layers.GlobalMaxPooling3D(), [1, 2, 2, 3, 2]),
    ("globalAveragePool1d()", layers.GlobalAveragePooling1D(), [2, 5, 3]),
    ("globalAveragePool2d()", layers.GlobalAveragePooling2D(), [2, 3, 2, 3]),
    ("globalAveragePool3d({ keepDims: true })", layers.GlobalAveragePooling3D(keepdims=True), [1, 2, 2, 3, 2]),
    ("zeroPadding1d([2, 0])", layers.ZeroPadding1D((2, 0)), [1, 3, 2]),
    ("zeroPadding2d([[1, 0], [2, 3]])", layers.ZeroPadding2D(((1, 0), (2, 3))), [1, 2, 2, 2]),
    ("zeroPadding3d([1, 2, 0])", layers.ZeroPadding3D((1, 2, 0)), [1, 1, 2, 2, 1]),
    ("cropping1d()", layers.Cropping1D(), [1, 5, 2]),
    ("cropping2d([[1, 0], [2, 1]])", layers.Cropping2D(((1, 0), (2, 1))), [1, 3, 5, 2]),
    ("cropping3d(1)", layers.Cropping3D(1), [1, 3, 4, 3, 2]),
    ("upSampling1d(3)", layers.UpSampling1D(3), [2, 3, 2]),
    ("upSampling2d([2, 3])", layers.UpSampling2D((2, 3)), [1, 2, 3, 2]),
    ("upSampling2d(2, { interpolation: 'bilinear' })", layers.UpSampling2D(2, interpolation="bilinear"), [1, 3, 2, 2]),
    ("upSampling3d(2)", layers.UpSampling3D(2), [1, 2, 1, 2, 2]),
    ("permute([3, 1, 2])", layers.Permute((3, 1, 2)), [2, 2, 3, 2]),
    ("repeatVector(3)", layers.RepeatVector(3), [2, 4]),
    ("rescaling(2, -1)", layers.Rescaling(2.0, -1.0), [2, 4]),
    ("leakyRelu()", layers.LeakyReLU(), [3, 5]),
    ("elu({ alpha: 0.5 })", layers.ELU(0.5), [3, 5]),
    ("relu({ maxValue: 0.5, negativeSlope: 0.3, threshold: 0.2 })", layers.ReLU(0.5, 0.3, 0.2), [3, 5]),
    ("softmax({ axis: 1 })", layers.Softmax(1), [2, 3, 2]),
    ("prelu({ sharedAxes: [1] })", layers.PReLU(shared_axes=[1]), [2, 3, 2]),
    ("reshape([3, -1])", layers.Reshape((3, -1)), [2, 2, 6]),
    ("activation('gelu')", layers.Activation("gelu"), [2, 5]),
    ("embedding(5, 3)", layers.Embedding(5, 3), [2, 4]),
]


def inputs_of(layer, seed, shape):
    """Returns numbers of one kind for most layers, whole ones that a table has for an embedding."""
    if not isinstance(layer, layers.Embedding):
        return golden.distinct(seed, shape)
    return np.floor((golden.stream(seed, shape) + 1) / 2 * layer.input_dim).astype(np.float32)


def layer_case(index, name, layer, shape):
    layer.build(tuple(shape))
    weights = [golden.short(10 * index + 1 + i, list(w.shape)) for i, w in enumerate(layer.weights)]
    layer.set_weights([w.astype(np.float64) for w in weights])
    x = inputs_of(layer, 10 * index + 9, shape)
    inputs = {"x": golden.tensor(x)}
    inputs.update((w.name, golden.tensor(v)) for w, v in zip(layer.weights, weights))
    y = np.array(layer(x.astype(np.float64)))
    return {
        "name": name,
        "parameterCount": layer.count_params(),
        "inputs": inputs,
        "outputs": {"y": golden.result(y)},
    }


if __name__ == "__main__":
    golden.write(
        "more-layers",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/more-layers.py"},
        [layer_case(index, *row) for index, row in enumerate(LAYERS)],
        note="channels last; computed in float64, rounded to 7 digits; weights in the layer's order",
    )
