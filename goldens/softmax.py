"""Goldens of softmax, logSoftmax and logSumExp with gradients, from SciPy and PyTorch in float64.

Values are SciPy's, gradients PyTorch's; the script stops if the two disagree on values.
"""

import numpy as np
import scipy
import scipy.special
import torch

import golden

X = {
    "3 by 5": golden.short(1, [3, 5], 4),
    "2 by 3 by 7": golden.short(2, [2, 3, 7], 3),
    "logits of ±200": np.array(
        [[200, -200, 0, 199.5], [-200, -200, -200, -200], [200, 200, 200, -200], [-199, -200, -198, 200]],
        dtype=np.float32,
    ),
    "logits of ±1e4": np.array([[10000, 9999, -10000], [-10000, -10001, -10000]], dtype=np.float32),
    "one class": np.array([[3.5], [-120]], dtype=np.float32),
    "one row of 37": golden.short(3, [37], 8),
}
OPS = {
    "softmax": (scipy.special.softmax, lambda x, axis: torch.softmax(x, axis)),
    "logSoftmax": (scipy.special.log_softmax, lambda x, axis: torch.log_softmax(x, axis)),
    "logSumExp": (scipy.special.logsumexp, lambda x, axis: torch.logsumexp(x, axis)),
}


def case(op, name, x, axis):
    scipy_op, torch_op = OPS[op]
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    y = torch_op(tx, axis)
    expected = scipy_op(x.astype(np.float64), axis=axis)
    np.testing.assert_allclose(y.detach().numpy(), expected, rtol=1e-12, atol=1e-300)
    dy = golden.short(17, list(y.shape))
    (dx,) = torch.autograd.grad(y, tx, torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s: %s, axis %s" % (op, name, axis),
        "op": op,
        "attrs": {"axis": list(axis) if isinstance(axis, tuple) else axis},
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(expected)},
        "gradients": {"dx": golden.result(dx.numpy())},
    }


def cases():
    for op in OPS:
        for name, x in X.items():
            yield case(op, name, x, -1)
    yield case("logSumExp", "2 by 3 by 7", X["2 by 3 by 7"], 1)
    yield case("logSumExp", "2 by 3 by 7", X["2 by 3 by 7"], (0, 2))
    yield case("logSumExp", "2 by 3 by 7", X["2 by 3 by 7"], (0, 1, 2))


if __name__ == "__main__":
    torch.set_num_threads(1)
    version = "%s and %s" % (scipy.__version__, torch.__version__)
    golden.write(
        "softmax",
        {"library": "scipy and torch", "version": version, "script": "goldens/softmax.py"},
        list(cases()),
        note="computed in float64, rounded to 7 digits",
    )
