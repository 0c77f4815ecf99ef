"""Goldens of learning-rate schedules, from Keras' own in float64 (numpy backend)."""

import os

os.environ["KERAS_BACKEND"] = "numpy"

import keras
import numpy as np
from keras.optimizers import schedules

import golden

STEPS = [0, 1, 2, 7, 10, 11, 24, 25, 30, 31, 49, 50, 51, 69, 70, 71, 99, 100, 149, 150, 151, 310, 1000, 123457]
# Name, our options, Keras' schedule.
ROWS = [
    (
        "exponentialDecay",
        {"initialRate": 0.1, "decaySteps": 10, "decayRate": 0.9},
        lambda: schedules.ExponentialDecay(0.1, 10, 0.9),
    ),
    (
        "stepDecay",
        {"initialRate": 0.1, "every": 10, "factor": 0.9},
        lambda: schedules.ExponentialDecay(0.1, 10, 0.9, staircase=True),
    ),
    ("cosineDecay", {"initialRate": 0.1, "decaySteps": 100}, lambda: schedules.CosineDecay(0.1, 100)),
    (
        "cosineDecay",
        {"initialRate": 0.1, "decaySteps": 70, "alpha": 0.2},
        lambda: schedules.CosineDecay(0.1, 70, alpha=0.2),
    ),
    (
        "warmUp of cosineDecay",
        {"initialRate": 0.1, "decaySteps": 100, "from": 0.01, "steps": 25},
        lambda: schedules.CosineDecay(0.01, 100, warmup_target=0.1, warmup_steps=25),
    ),
    (
        "cosineDecayRestarts",
        {"initialRate": 0.1, "firstDecaySteps": 10},
        lambda: schedules.CosineDecayRestarts(0.1, 10),
    ),
    (
        "cosineDecayRestarts",
        {"initialRate": 0.1, "firstDecaySteps": 25, "stepFactor": 1, "rateFactor": 0.5, "alpha": 0.1},
        lambda: schedules.CosineDecayRestarts(0.1, 25, t_mul=1.0, m_mul=0.5, alpha=0.1),
    ),
    (
        "cosineDecayRestarts",
        {"initialRate": 0.1, "firstDecaySteps": 30, "stepFactor": 1.5, "rateFactor": 0.9},
        lambda: schedules.CosineDecayRestarts(0.1, 30, t_mul=1.5, m_mul=0.9),
    ),
    ("polynomialDecay", {"initialRate": 0.1, "decaySteps": 70}, lambda: schedules.PolynomialDecay(0.1, 70)),
    (
        "polynomialDecay",
        {"initialRate": 0.1, "decaySteps": 70, "endRate": 0.01, "power": 2.5},
        lambda: schedules.PolynomialDecay(0.1, 70, 0.01, 2.5),
    ),
    (
        "polynomialDecay",
        {"initialRate": 0.1, "decaySteps": 25, "endRate": 0.01, "power": 0.5, "cycle": True},
        lambda: schedules.PolynomialDecay(0.1, 25, 0.01, 0.5, cycle=True),
    ),
    (
        "piecewiseConstant",
        {"boundaries": [10, 50, 100], "rates": [0.1, 0.05, 0.5, 0.001]},
        lambda: schedules.PiecewiseConstantDecay([10, 50, 100], [0.1, 0.05, 0.5, 0.001]),
    ),
]


def case(name, attrs, make):
    schedule = make()
    rates = [float(schedule(np.float64(step))) for step in STEPS]
    options = ", ".join("%s %s" % pair for pair in attrs.items())
    return {
        "name": "%s: %s" % (name, options),
        "op": name,
        "attrs": attrs,
        "outputs": {"rates": golden.result(rates)},
    }


if __name__ == "__main__":
    keras.config.set_floatx("float64")
    golden.write(
        "schedules",
        {"library": "keras", "version": keras.__version__ + " on numpy", "script": "goldens/schedules.py"},
        [case(*row) for row in ROWS],
        note="outputs.rates are those of `steps`; computed in float64, rounded to 7 digits",
        steps=STEPS,
    )
