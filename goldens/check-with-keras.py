"""Compares the goldens that PyTorch and SciPy made with Keras (jax backend, float64); stops at a disagreement.

Gradients are jax' of Keras' forward functions, so padding, the counted cells of an average, and every
gradient have a second witness.
"""

import os
import warnings

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import losses, ops

import golden

keras.config.set_floatx("float64")
warnings.filterwarnings("ignore", message="You are using a softmax over axis")


def close(name, actual, entry, absolute=1e-7):
    expected = golden.array_of(entry)
    assert tuple(actual.shape) == expected.shape, (name, actual.shape, expected.shape)
    np.testing.assert_allclose(actual, expected, rtol=2e-6, atol=absolute, err_msg=name)


def inputs_of(case, *names):
    return [jnp.asarray(golden.array_of(case["inputs"][name]).astype(np.float64)) for name in names]


def around(x, pads, value=0.0):
    return jnp.pad(x, [(0, 0), *map(tuple, pads), (0, 0)], constant_values=value)


def check_conv2d(case):
    attrs = case["attrs"]
    explicit = not isinstance(attrs["pad"], str)

    def conv(x, w):
        options = {"strides": tuple(attrs["strides"]), "dilation_rate": tuple(attrs["dilations"]), "data_format": "channels_last"}
        if explicit:
            return ops.conv(around(x, attrs["pads"]), w, padding="valid", **options)
        return ops.conv(x, w, padding=attrs["pad"], **options)

    x, w, dy = inputs_of(case, "x", "w", "dy")
    y, gradient = jax.vjp(conv, x, w)
    dx, dw = gradient(dy)
    close(case["name"], y, case["outputs"]["y"])
    close(case["name"], dx, case["gradients"]["dx"])
    close(case["name"], dw, case["gradients"]["dw"])


def check_pooling(case):
    attrs = case["attrs"]
    explicit = not isinstance(attrs["pad"], str)

    def pool(x):
        function = ops.max_pool if case["op"] == "maxPool2d" else ops.average_pool
        sizes = (tuple(attrs["window"]), tuple(attrs["strides"]))
        if not explicit:
            return function(x, *sizes, attrs["pad"], "channels_last")
        if case["op"] == "maxPool2d":
            return function(around(x, attrs["pads"], -jnp.inf), *sizes, "valid", "channels_last")
        share = function(around(jnp.ones_like(x), attrs["pads"]), *sizes, "valid", "channels_last")
        return function(around(x, attrs["pads"]), *sizes, "valid", "channels_last") / share

    x, dy = inputs_of(case, "x", "dy")
    y, gradient = jax.vjp(pool, x)
    close(case["name"], y, case["outputs"]["y"])
    close(case["name"], gradient(dy)[0], case["gradients"]["dx"])


ACTIVATIONS = {
    "leakyRelu": lambda x: ops.leaky_relu(x, 0.2),
    "gelu": lambda x: ops.gelu(x, approximate=False),
    "swish": ops.silu,
}


def check_activation(case):
    if case["attrs"].get("approximate"):
        function = lambda x: ops.gelu(x, approximate=True)
    else:
        function = ACTIVATIONS.get(case["op"]) or getattr(ops, case["op"])
    (x,) = inputs_of(case, "x")
    y, gradient = jax.vjp(function, x)
    close(case["name"], y, case["outputs"]["y"])
    # Some of jax' slopes are NaN far out, where its terms overflow; Keras computes tanh in float32.
    slopes = gradient(jnp.ones_like(y))[0]
    finite = np.isfinite(slopes)
    assert finite.sum() > 0.8 * finite.size, case["name"]
    expected = golden.array_of(case["gradients"]["dx"])
    np.testing.assert_allclose(slopes[finite], expected[finite], rtol=2e-6, atol=1e-6, err_msg=case["name"])


SOFTMAX = {"softmax": ops.softmax, "logSoftmax": ops.log_softmax, "logSumExp": ops.logsumexp}


def check_softmax(case):
    axis = case["attrs"]["axis"]
    x, dy = inputs_of(case, "x", "dy")
    function = SOFTMAX[case["op"]]
    y, gradient = jax.vjp(lambda x: function(x, tuple(axis) if isinstance(axis, list) else axis), x)
    close(case["name"], y, case["outputs"]["y"])
    close(case["name"], gradient(dy)[0], case["gradients"]["dx"])


def check_reduction(case):
    # Keras computes variance in float32.
    function = jnp.var if case["op"] == "variance" else getattr(ops, case["op"])
    x, dy = inputs_of(case, "x", "dy")
    y, gradient = jax.vjp(lambda x: function(x, axis=tuple(case["attrs"]["axis"])), x)
    close(case["name"], y, case["outputs"]["y"])
    close(case["name"], gradient(dy)[0], case["gradients"]["dx"])


def check_loss(case):
    predictions, targets = inputs_of(case, "predictions", "targets")
    if case["attrs"]["targets"] == "indices":
        loss = losses.SparseCategoricalCrossentropy(from_logits=True)
        targets = targets.astype("int32")
    else:
        loss = {
            "crossEntropyFromLogits": losses.CategoricalCrossentropy(from_logits=True),
            "logLossFromLogits": losses.BinaryCrossentropy(from_logits=True),
            "logLoss": losses.BinaryCrossentropy(),
            "meanSquaredError": losses.MeanSquaredError(),
        }[case["op"]]
    y, slope = jax.value_and_grad(lambda x: loss(targets, x))(predictions)
    close(case["name"], y, case["outputs"]["loss"])
    close(case["name"], slope, case["gradients"]["predictions"])


def check_augmentation(case):
    """Keras' layers with draws that leave no choice; what Keras has in another way is passed over."""
    layers, attrs = keras.layers, case["attrs"]
    filled = {"fill_mode": attrs["fillMode"], "fill_value": attrs["fillValue"]} if "fillMode" in attrs else {}
    options = {**filled, "interpolation": attrs.get("interpolation", "bilinear")}
    made = {
        "randomRotation([0.07, 0.07])": lambda: layers.RandomRotation((0.07, 0.07), **options),
        "randomZoom([0.3, 0.3])": lambda: layers.RandomZoom((0.3, 0.3), **options),
        "randomZoom([-0.4, -0.4], { widthFactor: [0.2, 0.2] })": lambda: layers.RandomZoom(
            (-0.4, -0.4), (0.2, 0.2), **options
        ),
        "randomTranslation([0.15, 0.15], [-0.2, -0.2])": lambda: layers.RandomTranslation(
            (0.15, 0.15), (-0.2, -0.2), **options
        ),
        "randomBrightness([0.3, 0.3])": lambda: layers.RandomBrightness((0.3, 0.3), value_range=(0, 1)),
        "autoContrast()": lambda: layers.AutoContrast(value_range=(0, 1)),
        "centerCrop(4, 5)": lambda: layers.CenterCrop(4, 5),
    }
    x = golden.array_of(case["inputs"].get("x", {"values": [], "shape": [0]}))
    if case["op"] in made:
        close(case["name"], made[case["op"]]()(x, training=True), case["outputs"]["y"], 2e-6)
    elif case["op"].startswith("randomContrast"):
        factor = float(case["op"].split(", ")[1].rstrip("])"))
        layer = layers.RandomContrast(0.5, value_range=(0, 1))
        close(case["name"], layer.transform_images(x, {"contrast_factor": factor}), case["outputs"]["y"], 2e-6)


CHECKS = {
    "augmentation": check_augmentation,
    "conv2d": check_conv2d,
    "pooling": check_pooling,
    "activations": check_activation,
    "softmax": check_softmax,
    "reductions": check_reduction,
    "losses": check_loss,
}


def generated(entry):
    return golden.stream(entry["seed"], entry["shape"], entry["scale"]).astype(np.float64)


def check_w3():
    """Trains the same net with Keras' own layers, loss and Adam."""
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10),
    ])
    (case,) = golden.read("w3")["cases"]
    attrs, inputs = case["attrs"], case["inputs"]
    model.set_weights([generated(entry) for entry in inputs["parameters"].values()])
    adam = keras.optimizers.Adam(attrs["learningRate"], attrs["beta1"], attrs["beta2"], attrs["epsilon"])
    model.compile(adam, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    x = np.abs(generated(inputs["images"]))
    labels = np.arange(len(x)) * 7 % 10
    seen = [float(model.train_on_batch(x, labels)) for _ in case["outputs"]["lossesWithKerasEpsilon"]]
    np.testing.assert_allclose(seen, case["outputs"]["lossesWithKerasEpsilon"], rtol=2e-6)


if __name__ == "__main__":
    for name, check in CHECKS.items():
        cases = golden.read(name)["cases"]
        for case in cases:
            check(case)
        print("%s: %d cases agree" % (name, len(cases)))
    check_w3()
    print("w3: losses agree")
