"""Goldens of every optimizer with every option over 100 steps, from Keras' own optimizers in float64 (numpy backend).

Two variables, so that the norm of all gradients is not that of one. Adam's epsilon is at PyTorch's place and ours, by
another epsilon at each step, as optimizers.py has it. Keras averages the variables after every batch, we after every
update: its average with `accumulate` is no case here.
"""

import os

os.environ["KERAS_BACKEND"] = "numpy"

import keras
import numpy as np

import golden

STEPS = 100
RECORDED = [1, 2, 5, 10, 20, 50, 100]
WEIGHTS = [golden.short(11, [2, 3]), golden.short(12, [2])]
GRADIENTS = [golden.short(13, [STEPS, 2, 3], 2), golden.short(14, [STEPS, 2], 2)]
# Every optimizer with options of its own; learning rates move the weights by about as much as they are.
OWN = {
    "sgd": [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}],
    "rmsProp": [{}, {"momentum": 0.9}, {"centered": True}, {"rho": 0.8, "momentum": 0.5, "centered": True}],
    "adagrad": [{}, {"initialAccumulator": 0.5, "epsilon": 1e-3}],
    "adadelta": [{}, {"rho": 0.9, "epsilon": 1e-6}],
    "adam": [{}, {"beta1": 0.8, "beta2": 0.95}, {"amsgrad": True}, {"beta2": 0.9, "amsgrad": True}],
    "adamW": [{}, {"weightDecay": 0.1, "amsgrad": True}],
    "adamax": [{}, {"beta1": 0.8, "beta2": 0.95}],
    "nadam": [{}, {"beta1": 0.8, "beta2": 0.95}],
    "lion": [{}, {"beta1": 0.8, "beta2": 0.95}],
}
COMMON = [
    {"clipValue": 0.5},
    {"clipNorm": 0.5},
    {"clipGlobalNorm": 0.5},
    {"weightDecay": 0.05},
    {"ema": {"decay": 0.9}},
    {"ema": {"decay": 0.8, "every": 5}},
    {"accumulate": 4},
    {"clipGlobalNorm": 0.5, "weightDecay": 0.05, "accumulate": 4},
    {"learningRate": {"cosineDecay": {"initialRate": 0.05, "decaySteps": 80}}},
]
RATES = {"adadelta": 1.0, "adagrad": 0.1}
CLASSES = {
    "sgd": keras.optimizers.SGD,
    "rmsProp": keras.optimizers.RMSprop,
    "adagrad": keras.optimizers.Adagrad,
    "adadelta": keras.optimizers.Adadelta,
    "adam": keras.optimizers.Adam,
    "adamW": keras.optimizers.AdamW,
    "adamax": keras.optimizers.Adamax,
    "nadam": keras.optimizers.Nadam,
    "lion": keras.optimizers.Lion,
}
NAMES = {
    "learningRate": "learning_rate",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "initialAccumulator": "initial_accumulator_value",
    "clipValue": "clipvalue",
    "clipNorm": "clipnorm",
    "clipGlobalNorm": "global_clipnorm",
    "weightDecay": "weight_decay",
    "accumulate": "gradient_accumulation_steps",
}


def optimizer_of(name, attrs):
    options = {NAMES.get(key, key): value for key, value in attrs.items()}
    ema = options.pop("ema", None)
    if ema:
        options.update(use_ema=True, ema_momentum=ema["decay"], ema_overwrite_frequency=ema.get("every"))
    if isinstance(options["learning_rate"], dict):
        decay = options["learning_rate"]["cosineDecay"]
        options["learning_rate"] = keras.optimizers.schedules.CosineDecay(decay["initialRate"], decay["decaySteps"])
    return CLASSES[name](**options)


def case(name, attrs):
    attrs = {"learningRate": RATES.get(name, 0.02), **attrs}
    optimizer = optimizer_of(name, attrs)
    variables = [keras.Variable(weights.astype(np.float64), dtype="float64") for weights in WEIGHTS]
    rows = {"w0": [], "w1": []}
    if "ema" in attrs:
        rows["average0"] = []
    for step in range(STEPS):
        gradients = [keras.ops.convert_to_tensor(g[step].astype(np.float64), dtype="float64") for g in GRADIENTS]
        if name in ("adam", "adamW"):
            updates = step // attrs.get("accumulate", 1) + 1
            optimizer.epsilon = 1e-7 * (1 - optimizer.beta_2**updates) ** 0.5
        optimizer.apply(gradients, variables)
        if step + 1 not in RECORDED:
            continue
        for index, variable in enumerate(variables):
            rows["w%d" % index].append(np.array(variable.value))
        if "ema" in attrs:
            rows["average0"].append(np.array(optimizer._model_variables_moving_average[0].value))
    options = ", ".join("%s %s" % (key, str(value).replace("'", "")) for key, value in attrs.items())
    return {
        "name": "%s: %s" % (name, options),
        "optimizer": name,
        "attrs": attrs,
        "outputs": {key: golden.result(np.stack(values)) for key, values in rows.items()},
    }


if __name__ == "__main__":
    keras.config.set_floatx("float64")
    golden.write(
        "trajectories",
        {"library": "keras", "version": keras.__version__ + " on numpy", "script": "goldens/trajectories.py"},
        [case(name, attrs) for name, own in OWN.items() for attrs in own + COMMON],
        note="outputs are [recorded step, ...]; computed in float64, rounded to 7 digits",
        recorded=RECORDED,
        weights=[golden.tensor(weights) for weights in WEIGHTS],
        gradients=[golden.tensor(gradients) for gradients in GRADIENTS],
    )
