"""Goldens of conv1d, conv3d, maxPool3d and averagePool3d with their gradients, from PyTorch in float64.

Volumes are [batch, depth, height, width, channels], filters [depth, height, width, in, out], and without depth and
height along a line; they are transposed to PyTorch's layout and back here. Padding is applied by hand to convolutions,
with 'same' as TensorFlow has it; pools are without padding, or have PyTorch's, which leaves padded cells out.
"""

import torch
import torch.nn.functional as F

import golden

# x, kernel [...sizes, out channels], strides, dilations, pad
CONVOLUTIONS = [
    ([2, 4, 5, 6, 2], [3, 2, 3, 3], [1, 1, 1], [1, 1, 1], "same"),
    ([1, 5, 6, 5, 3], [2, 3, 2, 2], [2, 1, 2], [1, 1, 1], "valid"),
    ([1, 5, 5, 7, 1], [2, 2, 3, 4], [1, 1, 1], [2, 1, 2], "same"),
    ([1, 3, 4, 4, 2], [3, 3, 3, 9], [2, 2, 2], [1, 1, 1], "same"),
    ([2, 9, 3], [3, 4], [1], [1], "same"),
    ([1, 11, 2], [4, 3], [2], [1], "valid"),
    ([1, 12, 2], [3, 5], [1], [3], "same"),
]

# x, window, strides, cells of padding
POOLS = [
    ([2, 4, 5, 6, 3], [2, 2, 2], [2, 2, 2], 0),
    ([1, 5, 5, 4, 5], [3, 2, 2], [1, 2, 1], 0),
    ([1, 4, 4, 5, 2], [3, 3, 3], [2, 2, 2], 1),
]


def last(t):
    return t.permute(0, *range(2, t.dim()), 1)


def first(t):
    return t.permute(0, t.dim() - 1, *range(1, t.dim() - 1)).contiguous()


def shown(sizes):
    return "x".join(map(str, sizes))


def convolution(index, x_shape, kernel, strides, dilations, pad):
    count = len(strides)
    x = golden.short(3 * index + 1, x_shape, decimals=2)
    w = golden.short(3 * index + 2, [*kernel[:count], x_shape[-1], kernel[count]], decimals=2)
    pads = [[0, 0]] * count
    if pad == "same":
        pads = golden.padding_of(pad, x_shape[1:-1], kernel[:count], strides, dilations)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    tw = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    padded = F.pad(first(tx), [cells for pair in reversed(pads) for cells in pair])
    convolve = F.conv3d if count == 3 else F.conv1d
    filters = tw.permute(count + 1, count, *range(count)).contiguous()
    y = last(convolve(padded, filters, stride=strides, dilation=dilations))
    dy = golden.short(3 * index + 3, list(y.shape), decimals=2)
    dx, dw = torch.autograd.grad(y, (tx, tw), torch.tensor(dy, dtype=torch.float64))
    op = "conv%dd" % count
    return {
        "name": "%s of %s, kernel %s, strides %s, dilations %s, %s"
        % (op, shown(x_shape), shown(kernel), shown(strides), shown(dilations), pad),
        "op": op,
        "attrs": {"strides": strides, "dilations": dilations, "pad": pad, "pads": pads},
        "inputs": {"x": golden.tensor(x), "w": golden.tensor(w), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy()), "dw": golden.result(dw.numpy())},
    }


def pool(index, op, x_shape, window, strides, pad):
    x = golden.short(100 + 2 * index, x_shape, decimals=2)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    if op == "maxPool3d":
        y = F.max_pool3d(first(tx), window, strides, pad)
    else:
        y = F.avg_pool3d(first(tx), window, strides, pad, count_include_pad=False)
    y = last(y)
    dy = golden.short(101 + 2 * index, list(y.shape), decimals=2)
    (dx,) = torch.autograd.grad(y, (tx,), torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s of %s, window %s, strides %s, padding %d"
        % (op, shown(x_shape), shown(window), shown(strides), pad),
        "op": op,
        "attrs": {"window": window, "strides": strides, "pad": pad},
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy())},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "volumes",
        {"library": "torch", "version": torch.__version__, "script": "goldens/volumes.py"},
        [convolution(index, *values) for index, values in enumerate(CONVOLUTIONS)]
        + [pool(index, op, *values) for index, values in enumerate(POOLS) for op in ("maxPool3d", "averagePool3d")],
        note="channels last; computed in float64, rounded to 7 digits; pads has a pair for each axis",
    )
