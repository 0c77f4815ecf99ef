"""Goldens of activations and their derivatives, from SciPy and PyTorch in float64.

PyTorch's softplus is linear above 20 and its gelu cancels below -6, so the smooth functions are taken from
NumPy and SciPy; the script stops if PyTorch disagrees. Functions with a corner are not sampled at the corner.
"""

import numpy as np
import scipy
import scipy.special
import torch
import torch.nn.functional as F

import golden

MAGNITUDES = [1e-6, 1e-3, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5.5, 6.5, 8, 10, 15, 20, 30, 50, 87, 100, 200, 400]
CORNERED = np.array([-m for m in reversed(MAGNITUDES)] + MAGNITUDES, dtype=np.float32)
SMOOTH = np.array([-m for m in reversed(MAGNITUDES)] + [0] + MAGNITUDES, dtype=np.float32)


def sigmoid(x):
    return scipy.special.expit(x)


def gelu_slope(x):
    return scipy.special.ndtr(x) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


# gelu's approximation is x * sigmoid(2u), u = sqrt(2 / pi) * (x + 0.044715 * x^3): tanh would cancel.
def twice_u(x):
    return 2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)


def gelu_tanh_slope(x):
    gate = sigmoid(twice_u(x)) * sigmoid(-twice_u(x))
    return sigmoid(twice_u(x)) + x * gate * 2 * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)


# name: value and derivative
EXACT = {
    "softplus": (lambda x: np.logaddexp(0, x), sigmoid),
    "gelu": (lambda x: x * scipy.special.ndtr(x), gelu_slope),
    "gelu, approximate true": (lambda x: x * sigmoid(twice_u(x)), gelu_tanh_slope),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "tanh": (np.tanh, lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x)),
    "swish": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) + x * sigmoid(x) * sigmoid(-x)),
    "erf": (scipy.special.erf, lambda x: 2 / np.sqrt(np.pi) * np.exp(-(x**2))),
}

# op, attrs, points, PyTorch's function
ROWS = [
    ("relu", {}, CORNERED, F.relu),
    ("relu6", {}, CORNERED, F.relu6),
    ("leakyRelu", {"alpha": 0.2}, CORNERED, lambda x: F.leaky_relu(x, 0.2)),
    ("elu", {"alpha": 1}, CORNERED, F.elu),
    ("selu", {}, CORNERED, F.selu),
    ("gelu", {}, SMOOTH, F.gelu),
    ("gelu", {"approximate": True}, SMOOTH, lambda x: F.gelu(x, approximate="tanh")),
    ("softplus", {}, SMOOTH, F.softplus),
    ("sigmoid", {}, SMOOTH, torch.sigmoid),
    ("tanh", {}, SMOOTH, torch.tanh),
    ("swish", {}, SMOOTH, F.silu),
    ("erf", {}, SMOOTH, torch.erf),
]


def case(op, attrs, points, torch_op):
    x = torch.tensor(points, dtype=torch.float64, requires_grad=True)
    y = torch_op(x)
    (dx,) = torch.autograd.grad(y, x, torch.ones_like(y))
    values, slopes = y.detach().numpy(), dx.numpy()
    name = op + "".join(", %s %s" % pair for pair in attrs.items()).lower()
    if name in EXACT:
        exact = [function(points.astype(np.float64)) for function in EXACT[name]]
        np.testing.assert_allclose([values, slopes], exact, rtol=1e-9, atol=3e-9)
        values, slopes = exact
    return {
        "name": name,
        "op": op,
        "attrs": attrs,
        "inputs": {"x": golden.tensor(points)},
        "outputs": {"y": golden.result(values)},
        "gradients": {"dx": golden.result(slopes)},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    version = "%s and %s" % (scipy.__version__, torch.__version__)
    golden.write(
        "activations",
        {"library": "scipy and torch", "version": version, "script": "goldens/activations.py"},
        [case(*row) for row in ROWS],
        note="dy is 1 everywhere; computed in float64, rounded to 7 digits",
    )
