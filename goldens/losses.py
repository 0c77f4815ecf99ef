"""Goldens of losses, each the mean over the batch, with gradients, from PyTorch in float64.

"""

import numpy as np
import torch
import torch.nn.functional as F

import golden

LARGE = np.array(
    [[200, -200, 0, 199.5], [-200, 200, -199, -200], [200, 200, 200, -200], [-199, -200, -198, 200]],
    dtype=np.float32,
)
SOFT = np.array([[0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]], dtype=np.float32)
BINARY_LOGITS = np.array([-400, -200, -30, -5, -1, 0, 0.5, 3, 12, 50, 200, 400], dtype=np.float32)


def indices(values):
    return np.array(values, dtype=np.int64)


def alternating(phase):
    return ((np.arange(BINARY_LOGITS.size) + phase) % 2).astype(np.float32)


# op, name, predictions, targets, PyTorch's function
ROWS = [
    ("crossEntropyFromLogits", "class indices, 5 by 4", golden.short(1, [5, 4], 3), indices([0, 3, 1, 2, 3]), F.cross_entropy),
    ("crossEntropyFromLogits", "class indices, 8 by 10", golden.short(2, [8, 10], 6), indices([(i * 7) % 10 for i in range(8)]), F.cross_entropy),
    ("crossEntropyFromLogits", "class indices, right and wrong at logits of ±200", LARGE, indices([0, 0, 3, 3]), F.cross_entropy),
    ("crossEntropyFromLogits", "class indices, one row", golden.short(3, [1, 3], 2), indices([2]), F.cross_entropy),
    ("crossEntropyFromLogits", "one-hot", golden.short(1, [5, 4], 3), np.eye(4, dtype=np.float32)[[0, 3, 1, 2, 3]], F.cross_entropy),
    ("crossEntropyFromLogits", "probabilities as targets", golden.short(4, [3, 4], 2), SOFT, F.cross_entropy),
    ("crossEntropyFromLogits", "one-hot at logits of ±200", LARGE, np.eye(4, dtype=np.float32)[[0, 0, 3, 3]], F.cross_entropy),
    ("logLossFromLogits", "2 by 3", golden.short(5, [2, 3], 4), np.array([[1, 0, 1], [0, 1, 0]], dtype=np.float32), F.binary_cross_entropy_with_logits),
    ("logLossFromLogits", "soft targets", golden.short(6, [6], 4), np.array([0.1, 0.9, 0.5, 0, 1, 0.3], dtype=np.float32), F.binary_cross_entropy_with_logits),
    ("logLossFromLogits", "logits to ±400, even ones positive", BINARY_LOGITS, alternating(1), F.binary_cross_entropy_with_logits),
    ("logLossFromLogits", "logits to ±400, odd ones positive", BINARY_LOGITS, alternating(0), F.binary_cross_entropy_with_logits),
    ("logLoss", "probabilities", np.array([0.1, 0.9, 0.5, 0.999, 0.001, 0.3], dtype=np.float32), np.array([0, 1, 1, 0, 1, 0], dtype=np.float32), F.binary_cross_entropy),
    ("meanSquaredError", "4 by 3", golden.short(7, [4, 3], 2), golden.short(8, [4, 3], 2), F.mse_loss),
]


def case(op, name, predictions, targets, loss):
    x = torch.tensor(predictions, dtype=torch.float64, requires_grad=True)
    is_indices = targets.dtype == np.int64
    y = loss(x, torch.tensor(targets, dtype=torch.int64 if is_indices else torch.float64))
    (gradient,) = torch.autograd.grad(y, x)
    return {
        "name": "%s: %s" % (op, name),
        "op": op,
        "attrs": {"targets": "indices" if is_indices else "float"},
        "inputs": {"predictions": golden.tensor(predictions), "targets": golden.tensor(targets)},
        "outputs": {"loss": golden.result(y.detach().numpy())},
        "gradients": {"predictions": golden.result(gradient.numpy())},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "losses",
        {"library": "torch", "version": torch.__version__, "script": "goldens/losses.py"},
        [case(*row) for row in ROWS],
        note="mean over all elements (cross-entropy: over rows); computed in float64, rounded to 7 digits",
    )
