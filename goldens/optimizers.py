"""Goldens of optimizers over 10 steps, from Keras' own optimizers in float64 (jax backend).

With t the step and c2 = 1 - beta2^t, Keras' Adam divides by sqrt(v) + epsilon and multiplies by sqrt(c2);
PyTorch's and TensorFlow.js' divide by sqrt(v / c2) + epsilon. The two differ where gradients are as small as
epsilon, which is a case here; Adam's cases hold both, the second by giving Keras another epsilon at each step,
and check-with-torch.py compares it with PyTorch's own. Likewise Keras' RMSProp divides by sqrt(v + epsilon), PyTorch's by
sqrt(v) + epsilon.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np

import golden

STEPS = 10
WEIGHTS = golden.short(1, [2, 3])
GRADIENTS = golden.short(2, [STEPS, 2, 3], 2)
TINY = GRADIENTS * np.float32(1e-6)
RMS_PROP = {"learningRate": 0.01, "rho": 0.9, "epsilon": 1e-7}
ADAM = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
# name, optimizer, attrs, gradients
ROWS = [
    ("sgd", "sgd", {"learningRate": 0.1}, GRADIENTS),
    ("sgd, momentum", "sgd", {"learningRate": 0.1, "momentum": 0.9}, GRADIENTS),
    ("sgd, nesterov", "sgd", {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}, GRADIENTS),
    ("rmsProp", "rmsProp", RMS_PROP, GRADIENTS),
    ("rmsProp, momentum", "rmsProp", {**RMS_PROP, "momentum": 0.9}, GRADIENTS),
    ("rmsProp, gradients near epsilon", "rmsProp", RMS_PROP, TINY),
    ("adam", "adam", ADAM, GRADIENTS),
    ("adam, other betas", "adam", {**ADAM, "learningRate": 0.1, "beta1": 0.8, "beta2": 0.9}, GRADIENTS),
    ("adam, gradients near epsilon", "adam", ADAM, TINY),
]
CLASSES = {"sgd": keras.optimizers.SGD, "rmsProp": keras.optimizers.RMSprop, "adam": keras.optimizers.Adam}
NAMES = {"learningRate": "learning_rate", "beta1": "beta_1", "beta2": "beta_2"}


def keras_epsilon(attrs, step):
    return attrs["epsilon"]


def torch_epsilon(attrs, step):
    return attrs["epsilon"] * (1 - attrs["beta2"] ** step) ** 0.5


def weights_after_each_step(optimizer, attrs, gradients, epsilon_of=keras_epsilon):
    variable = keras.Variable(WEIGHTS.astype(np.float64), dtype="float64")
    made = CLASSES[optimizer](**{NAMES.get(key, key): value for key, value in attrs.items()})
    for step, gradient in enumerate(gradients.astype(np.float64), start=1):
        if optimizer == "adam":
            made.epsilon = epsilon_of(attrs, step)
        made.apply([keras.ops.convert_to_tensor(gradient, dtype="float64")], [variable])
        yield np.array(variable.value)


def stacked(steps):
    return golden.result(np.stack(list(steps)))


def case(name, optimizer, attrs, gradients):
    outputs = {"weights": stacked(weights_after_each_step(optimizer, attrs, gradients))}
    if optimizer == "adam":
        outputs["weightsWithTorchEpsilon"] = stacked(
            weights_after_each_step(optimizer, attrs, gradients, torch_epsilon)
        )
    return {
        "name": name,
        "optimizer": optimizer,
        "attrs": attrs,
        "inputs": {"weights": golden.tensor(WEIGHTS), "gradients": golden.tensor(gradients)},
        "outputs": outputs,
    }


if __name__ == "__main__":
    keras.config.set_floatx("float64")
    golden.write(
        "optimizers",
        {"library": "keras", "version": keras.__version__ + " on jax", "script": "goldens/optimizers.py"},
        [case(*row) for row in ROWS],
        note="gradients and the resulting weights are [step, ...]; computed in float64, rounded to 7 digits",
    )
