"""Goldens of max and average pooling and their gradients, from PyTorch in float64.

Padding is TensorFlow's: a padded cell never wins a maximum and is not counted by an average.
PyTorch has neither that nor asymmetric padding, so padding is applied by hand, and an average is a
window's sum divided by a window's sum of ones.
"""

import numpy as np
import torch
import torch.nn.functional as F

import golden

# x, window, strides, pad
ROWS = []
for pad in ("same", "valid"):
    for stride in (1, 2, 3):
        ROWS.append(([1, 5, 7, 2], [2, 2], [stride, stride], pad))
        ROWS.append(([1, 7, 8, 1], [3, 3], [stride, stride], pad))
        ROWS.append(([2, 8, 6, 1], [2, 3], [stride, stride], pad))
ROWS.append(([1, 7, 5, 3], [3, 2], [2, 1], "same"))
ROWS.append(([1, 4, 4, 5], [2, 2], [2, 2], "valid"))
ROWS.append(([1, 5, 7, 2], [2, 2], [2, 2], [[1, 0], [0, 1]]))
ROWS.append(([1, 7, 8, 1], [3, 3], [2, 2], [[1, 1], [1, 1]]))
ROWS.append(([2, 8, 6, 1], [2, 3], [1, 3], [[0, 1], [2, 1]]))
ROWS.append(([1, 5, 5, 2], [3, 3], [3, 3], [[2, 2], [2, 2]]))


def pool(kind, x, window, strides, pads):
    """Returns y of an NHWC float64 tensor."""
    channels_first = x.permute(0, 3, 1, 2)
    edges = pads[1] + pads[0]
    if kind == "maxPool2d":
        y = F.max_pool2d(F.pad(channels_first, edges, value=-np.inf), window, strides)
    else:
        mean = F.avg_pool2d(F.pad(channels_first, edges), window, strides)
        y = mean / F.avg_pool2d(F.pad(torch.ones_like(channels_first), edges), window, strides)
    return y.permute(0, 2, 3, 1)


def case(name, kind, x, window, strides, pad, seed):
    pads = golden.padding_of(pad, x.shape[1:3], window, strides)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    y = pool(kind, tx, window, strides, pads)
    dy = golden.short(seed, list(y.shape), decimals=2)
    (dx,) = torch.autograd.grad(y, tx, torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s: %s" % (kind, name),
        "op": kind,
        "attrs": {"window": window, "strides": strides, "pad": golden.attribute_of(pad), "pads": pads},
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy())},
    }


def cases():
    for kind in ("maxPool2d", "averagePool2d"):
        for index, (shape, window, strides, pad) in enumerate(ROWS):
            name = "x %s, window %dx%d, strides %dx%d, %s" % (
                "x".join(map(str, shape)), *window, *strides, pad if isinstance(pad, str) else "explicit",
            )
            yield case(name, kind, golden.distinct(index + 1, shape), window, strides, pad, index + 101)
        # Catches a zero that wins because it came from padding.
        below = golden.distinct(90, [1, 5, 5, 1]) - np.float32(2)
        yield case("all negative, window 3x3, strides 2x2, same", kind, below, [3, 3], [2, 2], "same", 190)
        # The first cell of a tie, row by row, gets the whole gradient of a maximum.
        tied = np.maximum(np.round(golden.stream(91, [1, 6, 6, 2]) * 2), 0).astype(np.float32)
        yield case("ties, window 2x2, strides 2x2, valid", kind, tied, [2, 2], [2, 2], "valid", 191)
        yield case("ties, window 3x3, strides 2x2, same", kind, tied, [3, 3], [2, 2], "same", 192)


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "pooling",
        {"library": "torch", "version": torch.__version__, "script": "goldens/pooling.py"},
        list(cases()),
        note="NHWC; computed in float64, rounded to 7 digits; pads is [[top, bottom], [left, right]]",
    )
