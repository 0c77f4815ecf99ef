"""Goldens of metrics from scikit-learn, and of areas under curves of 200 thresholds and mean IoU from Keras.

Areas come twice: `value` is Keras', of the same thresholds; `exact` that of the curve through all points, scikit-learn's,
or for precision over recall Keras' of 100,001 thresholds, since scikit-learn's has steps instead of curves.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
import sklearn
from sklearn import metrics

import golden

keras.config.set_floatx("float64")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def answers(seed, shape, truth, hint=2.0):
    """Returns rounded probabilities that lean towards the truth."""
    return np.round(sigmoid(golden.stream(seed, shape, 3) + hint * (truth - 0.5)), 3).astype(np.float32)


TRUE = (golden.stream(1, [101]) > 0.3).astype(np.float32)
YES = answers(2, [101], TRUE)
LABELS = (np.abs(golden.stream(3, [83], 4.99)).astype(np.int64) * 7 % 5) % 4
ONE_HOT = np.eye(4, dtype=np.float32)[LABELS]
# No two scores of an example are equal: scikit-learn prefers the higher class then.
SCORES = answers(4, [83, 4], ONE_HOT) + np.array([1, 2, 3, 4], dtype=np.float32) / np.float32(10000)
SEVERAL = (golden.stream(5, [57, 3]) > 0.1).astype(np.float32)
EACH = answers(6, [57, 3], SEVERAL)
RARE_LABELS = np.array([0, 0, 2, 2, 0, 2], dtype=np.int64)
RARE = answers(7, [6, 4], np.eye(4, dtype=np.float32)[RARE_LABELS], 1)
TARGETS = golden.short(8, [40, 3], 4) + np.array([0, 10, -100], dtype=np.float32)
GUESSES = (TARGETS + golden.short(9, [40, 3], 1)).astype(np.float32)

# What the cases name by "data": predictions and targets.
DATA = {
    "yesNo": (YES, TRUE),
    "classes": (SCORES, LABELS),
    "oneHot": (SCORES, ONE_HOT),
    "questions": (EACH, SEVERAL),
    "rare": (RARE, RARE_LABELS),
    "outputs": (GUESSES, TARGETS),
    "output": (GUESSES[:, 0], TARGETS[:, 0]),
    "reversed": (TARGETS[::-1, 0], TARGETS[:, 0]),
}

SCORE = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
CURVE = {"aucRoc": "ROC", "aucPr": "PR"}


def keras_area(op, truth, chances, count=200):
    metric = keras.metrics.AUC(num_thresholds=count, curve=CURVE[op], dtype="float64")
    metric.update_state(truth, chances)
    return float(metric.result())


def exact_area(op, truth, chances):
    if op == "aucRoc":
        return metrics.roc_auc_score(truth, chances)
    return keras_area(op, truth, chances, 100_001)


def mean_iou(truth, predicted, count):
    metric = keras.metrics.MeanIoU(count, dtype="float64")
    metric.update_state(truth, predicted)
    return float(metric.result())


def case(op, name, data, value, options=None, exact=None):
    outputs = {"value": golden.result(value)}
    if exact is not None:
        outputs["exact"] = golden.result(exact)
    attrs = {"data": data, "options": options or {}}
    return {"name": "%s: %s" % (op, name), "op": op, "attrs": attrs, "inputs": {}, "outputs": outputs}


def data_of(predictions, targets):
    kind = "indices" if targets.dtype == np.int64 else "float"
    return {"kind": kind, "predictions": golden.tensor(predictions), "targets": golden.tensor(targets)}


def cases():
    for op, score in SCORE.items():
        yield case(op, "yes and no", "yesNo", score(TRUE, YES > 0.5))
        yield case(op, "yes and no above 0.8", "yesNo", score(TRUE, YES > np.float32(0.8)), {"threshold": 0.8})
        for average in ["macro", "micro", "weighted"]:
            options = {"average": average}
            value = score(LABELS, SCORES.argmax(axis=1), average=average)
            yield case(op, "4 classes, %s" % average, "classes", value, options)
            value = score(SEVERAL, EACH > 0.5, average=average)
            yield case(op, "3 questions, %s" % average, "questions", value, {"threshold": 0.5, **options})
        value = score(RARE_LABELS, RARE.argmax(axis=1), average="macro", labels=range(4), zero_division=0)
        yield case(op, "classes that do not come up", "rare", value)
    yield case("accuracy", "4 classes", "classes", metrics.accuracy_score(LABELS, SCORES.argmax(axis=1)))
    for k in [1, 2, 3]:
        value = metrics.top_k_accuracy_score(LABELS, SCORES, k=k)
        yield case("topKAccuracy", "indices, k = %d" % k, "classes", value, {"k": k})
        yield case("topKAccuracy", "one-hot, k = %d" % k, "oneHot", value, {"k": k})
    for op in CURVE:
        yield case(op, "yes and no", "yesNo", keras_area(op, TRUE, YES), exact=exact_area(op, TRUE, YES))
        yield case(op, "20 thresholds", "yesNo", keras_area(op, TRUE, YES, 20), {"thresholdCount": 20})
        areas = [keras_area(op, ONE_HOT[:, i], SCORES[:, i]) for i in range(4)]
        exact = np.mean([exact_area(op, ONE_HOT[:, i], SCORES[:, i]) for i in range(4)])
        yield case(op, "4 classes, macro", "classes", np.mean(areas), {"average": "macro"}, exact)
        value = np.average(areas, weights=ONE_HOT.sum(axis=0))
        yield case(op, "4 classes, weighted", "classes", value, {"average": "weighted"})
        value = keras_area(op, SEVERAL.ravel(), EACH.ravel())
        yield case(op, "3 questions, micro", "questions", value, {"average": "micro"})
    yield case("confusionMatrix", "yes and no", "yesNo", metrics.confusion_matrix(TRUE, YES > 0.5))
    yield case("confusionMatrix", "4 classes", "classes", metrics.confusion_matrix(LABELS, SCORES.argmax(axis=1)))
    yield case("confusionMatrix", "one-hot", "oneHot", metrics.confusion_matrix(LABELS, SCORES.argmax(axis=1)))
    yield case("meanIoU", "yes and no", "yesNo", mean_iou(TRUE, YES > 0.5, 2))
    yield case("meanIoU", "4 classes", "classes", mean_iou(LABELS, SCORES.argmax(axis=1), 4))
    yield case("meanIoU", "classes that do not come up", "rare", mean_iou(RARE_LABELS, RARE.argmax(axis=1), 4))
    yield case("r2", "3 outputs, far from 0", "outputs", metrics.r2_score(TARGETS, GUESSES))
    yield case("r2", "one output", "output", metrics.r2_score(TARGETS[:, 0], GUESSES[:, 0]))
    yield case("r2", "worse than the mean", "reversed", metrics.r2_score(TARGETS[:, 0], TARGETS[::-1, 0]))


if __name__ == "__main__":
    golden.write(
        "metrics",
        {
            "library": "scikit-learn and keras",
            "version": "%s and %s" % (sklearn.__version__, keras.__version__),
            "script": "goldens/metrics.py",
        },
        list(cases()),
        data={name: data_of(*pair) for name, pair in DATA.items()},
        note="computed in float64, rounded to 7 digits",
    )
