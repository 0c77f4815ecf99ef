"""Goldens of reductions along axes and their gradients, from PyTorch in float64.

variance divides by the count (population variance), as Keras and NumPy do.
"""

import numpy as np
import torch

import golden


def prod(x, axes):
    for axis in sorted((a % x.dim() for a in axes), reverse=True):
        x = x.prod(axis)
    return x


OPS = {
    "sum": lambda x, axes: x.sum(axes),
    "mean": lambda x, axes: x.mean(axes),
    "variance": lambda x, axes: x.var(axes, unbiased=False),
    "prod": prod,
    "max": lambda x, axes: x.amax(axes),
    "min": lambda x, axes: x.amin(axes),
}
X = golden.distinct(1, [2, 3, 5])
WITH_ZEROS = np.array([[0, 2, 3], [0, 0, 5], [1, -2, 4]], dtype=np.float32)
FAR_FROM_ZERO = (np.float32(4096) + golden.short(2, [2, 33], 8)).astype(np.float32)


def case(op, name, x, axes):
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    y = OPS[op](tx, axes)
    dy = golden.short(7, list(y.shape))
    (dx,) = torch.autograd.grad(y, tx, torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s: %s, axes %s" % (op, name, list(axes)),
        "op": op,
        "attrs": {"axis": list(axes)},
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy())},
    }


def cases():
    for op in OPS:
        for axes in ((0,), (1,), (-1,), (0, 2), (0, 1, 2)):
            yield case(op, "2 by 3 by 5", X, axes)
    # The quotient y / x is no gradient where x is 0.
    yield case("prod", "with zeros", WITH_ZEROS, (1,))
    # E[x²] − E[x]² loses all digits here.
    yield case("variance", "far from zero", FAR_FROM_ZERO, (1,))


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "reductions",
        {"library": "torch", "version": torch.__version__, "script": "goldens/reductions.py"},
        list(cases()),
        note="computed in float64, rounded to 7 digits",
    )
