"""Goldens of losses with weights, each example's loss and the gradient, from Keras in float64 (gradients by jax)."""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import losses

import golden

keras.config.set_floatx("float64")


def chances(seed, shape):
    """Returns rows of probabilities, rounded, which sum to about 1."""
    values = np.exp(golden.stream(seed, shape, 2).astype(np.float64))
    return np.round(values / values.sum(axis=-1, keepdims=True), 3).astype(np.float32)


def between(seed, shape, low, high):
    """Returns rounded values from low to high."""
    half = (high - low) / 2
    return np.round(golden.stream(seed, shape, half) + low + half, 3).astype(np.float32)


def bits(seed, shape):
    return (golden.stream(seed, shape) > 0).astype(np.float32)


P, T = golden.short(1, [5, 3], 3), golden.short(2, [5, 3], 3)
LABELS = np.array([2, 0, 1, 3, 3], dtype=np.int64)
CLASSES = np.eye(4, dtype=np.float32)[LABELS]
CHANCES, LOGITS = chances(3, [5, 4]), golden.short(4, [5, 4], 4)
YES, YES_LOGITS, ANSWERS = between(5, [4, 3], 0.02, 0.98), golden.short(6, [4, 3], 5), bits(7, [4, 3])
SURE = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 1]], dtype=np.float32)
FIVE, FOUR = np.array([1, 0.5, 0, 2, 0.25], dtype=np.float32), np.array([0, 1, 3, 0.5], dtype=np.float32)
PICTURE, TRUTH = golden.short(8, [2, 3, 2, 3], 2), golden.short(9, [2, 3, 2, 3], 2)
PIXELS = between(10, [2, 3, 2], 0, 2)

# op, name, options, predictions, targets, weights, Keras' loss
ROWS = [
    ("meanSquaredError", "a picture, each pixel weighed", {}, PICTURE, TRUTH, PIXELS, losses.MeanSquaredError()),
    ("meanSquaredError", "a picture, each example weighed", {}, PICTURE, TRUTH, np.array([2, 0.5], dtype=np.float32), losses.MeanSquaredError()),
    ("meanAbsoluteError", "5 by 3", {}, P, T, None, losses.MeanAbsoluteError()),
    ("meanAbsoluteError", "weighed", {}, P, T, FIVE, losses.MeanAbsoluteError()),
    ("meanAbsolutePercentageError", "5 by 3, weighed", {}, P, T, FIVE, losses.MeanAbsolutePercentageError()),
    ("huber", "5 by 3", {}, P, T, None, losses.Huber()),
    ("huber", "delta 2.5, weighed", {"delta": 2.5}, P, T, FIVE, losses.Huber(2.5)),
    ("logCosh", "5 by 3", {}, P, T, FIVE, losses.LogCosh()),
    ("logCosh", "large errors", {}, P * 100, T * 100, None, losses.LogCosh()),
    ("hinge", "targets -1 and 1", {}, P, np.sign(T), FIVE, losses.Hinge()),
    ("hinge", "targets 0 and 1", {}, P, (T > 0).astype(np.float32), None, losses.Hinge()),
    ("squaredHinge", "targets -1 and 1", {}, P, np.sign(T), FIVE, losses.SquaredHinge()),
    ("logLoss", "weighed", {}, YES, ANSWERS, FOUR, losses.BinaryCrossentropy()),
    ("logLossFromLogits", "weighed", {}, YES_LOGITS, ANSWERS, FOUR, losses.BinaryCrossentropy(from_logits=True)),
    ("logLoss", "smoothed", {"labelSmoothing": 0.2}, YES, ANSWERS, FOUR, losses.BinaryCrossentropy(label_smoothing=0.2)),
    ("logLossFromLogits", "smoothed", {"labelSmoothing": 0.2}, YES_LOGITS, ANSWERS, None, losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2)),
    ("crossEntropy", "class indices, weighed", {}, CHANCES, LABELS, FIVE, losses.SparseCategoricalCrossentropy()),
    ("crossEntropy", "one-hot", {}, CHANCES, CLASSES, None, losses.CategoricalCrossentropy()),
    ("crossEntropy", "rows that sum to 2", {}, CHANCES * 2, CLASSES, None, losses.CategoricalCrossentropy()),
    ("crossEntropy", "probabilities of 0 and 1, right and wrong", {}, SURE, CLASSES, None, losses.CategoricalCrossentropy()),
    ("crossEntropy", "smoothed", {"labelSmoothing": 0.1}, CHANCES, CLASSES, FIVE, losses.CategoricalCrossentropy(label_smoothing=0.1)),
    ("crossEntropyFromLogits", "class indices, weighed", {}, LOGITS, LABELS, FIVE, losses.SparseCategoricalCrossentropy(from_logits=True)),
    ("crossEntropyFromLogits", "a picture, each pixel weighed", {}, PICTURE, np.array([[[0, 1], [2, 2], [1, 0]], [[2, 0], [1, 1], [0, 2]]]), PIXELS, losses.SparseCategoricalCrossentropy(from_logits=True)),
    ("crossEntropyFromLogits", "smoothed", {"labelSmoothing": 0.1}, LOGITS, CLASSES, FIVE, losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)),
    ("focalLogLoss", "gamma 2", {}, YES, ANSWERS, None, losses.BinaryFocalCrossentropy()),
    ("focalLogLoss", "gamma 0.5, alpha 0.25, weighed", {"gamma": 0.5, "alpha": 0.25}, YES, ANSWERS, FOUR, losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.25, gamma=0.5)),
    ("focalLogLossFromLogits", "gamma 2", {}, YES_LOGITS, ANSWERS, FOUR, losses.BinaryFocalCrossentropy(from_logits=True)),
    ("focalLogLossFromLogits", "gamma 3, alpha 0.7", {"gamma": 3, "alpha": 0.7}, YES_LOGITS, ANSWERS, None, losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.7, gamma=3, from_logits=True)),
    ("focalCrossEntropy", "gamma 2", {}, CHANCES, CLASSES, FIVE, losses.CategoricalFocalCrossentropy()),
    ("focalCrossEntropyFromLogits", "gamma 2", {}, LOGITS, CLASSES, None, losses.CategoricalFocalCrossentropy(from_logits=True)),
    ("focalCrossEntropyFromLogits", "gamma 1.5, a weight for each class", {"gamma": 1.5, "alpha": [0.1, 0.2, 0.3, 0.4]}, LOGITS, CLASSES, FIVE, losses.CategoricalFocalCrossentropy(alpha=[0.1, 0.2, 0.3, 0.4], gamma=1.5, from_logits=True)),
    ("klDivergence", "5 by 4", {}, CHANCES, chances(11, [5, 4]), FIVE, losses.KLDivergence()),
    ("klDivergence", "one-hot targets", {}, CHANCES, CLASSES, None, losses.KLDivergence()),
    ("poisson", "5 by 3", {}, between(12, [5, 3], 0.1, 6), np.floor(between(13, [5, 3], 0, 6)), FIVE, losses.Poisson()),
    ("cosineSimilarity", "5 by 3", {}, P, T, FIVE, losses.CosineSimilarity()),
]


def case(op, name, options, predictions, targets, weights, loss):
    x = jnp.asarray(predictions, dtype=jnp.float64)
    is_indices = targets.dtype == np.int64
    y = jnp.asarray(targets, dtype=jnp.int32 if is_indices else jnp.float64)
    w = None
    if weights is not None:
        # Keras aligns weights with the last axes; here they belong to the first.
        behind = loss.call(y, x).ndim - weights.ndim
        w = jnp.asarray(weights.reshape(weights.shape + (1,) * behind), dtype=jnp.float64)
    value, gradient = jax.value_and_grad(lambda p: loss(y, p, sample_weight=w))(x)
    inputs = {"predictions": golden.tensor(predictions), "targets": golden.tensor(targets)}
    if weights is not None:
        inputs["weights"] = golden.tensor(weights)
    return {
        "name": "%s: %s" % (op, name),
        "op": op,
        "attrs": {"targets": "indices" if is_indices else "float", "options": options},
        "inputs": inputs,
        "outputs": {"loss": golden.result(value), "perExample": golden.result(loss.call(y, x))},
        "gradients": {"predictions": golden.result(gradient)},
    }


if __name__ == "__main__":
    golden.write(
        "keras-losses",
        {"library": "keras", "version": keras.__version__, "script": "goldens/keras-losses.py"},
        [case(*row) for row in ROWS],
        note="sum of weight times loss over the number of examples; computed in float64, rounded to 7 digits",
    )
