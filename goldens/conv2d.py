"""Goldens of conv2d and its two gradients, from PyTorch in float64.

Images are [batch, height, width, channels], filters [height, width, in, out]; they are transposed to
PyTorch's layout and back here. Padding is applied by hand, because PyTorch has no asymmetric one.
"""

import torch
import torch.nn.functional as F

import golden

# x, kernel [height, width, out channels], strides, dilations, pad
ROWS = []


def row(x, kernel, strides=(1, 1), dilations=(1, 1), pad="same"):
    ROWS.append((x, kernel, list(strides), list(dilations), pad))


for pad in ("same", "valid"):
    for stride in (1, 2, 3):
        row([1, 5, 7, 2], [3, 3, 3], (stride, stride), pad=pad)
        row([2, 8, 6, 1], [2, 3, 2], (stride, stride), pad=pad)
    row([1, 6, 7, 3], [5, 5, 2], pad=pad)
    row([1, 7, 9, 3], [5, 5, 2], (2, 2), pad=pad)
    row([1, 7, 5, 2], [3, 3, 4], (1, 2), pad=pad)
    row([1, 8, 6, 2], [3, 3, 1], (3, 1), pad=pad)
    row([1, 7, 8, 2], [3, 3, 2], dilations=(2, 2), pad=pad)
    row([2, 8, 6, 1], [2, 3, 2], dilations=(2, 2), pad=pad)
    row([1, 8, 6, 5], [3, 3, 1], dilations=(1, 2), pad=pad)
    row([1, 9, 9, 2], [3, 3, 2], (2, 2), (2, 2), pad=pad)
row([1, 5, 7, 5], [1, 1, 5], pad="valid")
row([2, 5, 6, 4], [1, 1, 3], (2, 2), pad="same")
row([1, 8, 6, 3], [3, 3, 4], (3, 2), (2, 1), "same")
row([1, 5, 7, 2], [3, 3, 3], pad=[[1, 1], [1, 1]])
row([1, 5, 7, 2], [3, 3, 3], (2, 2), pad=[[0, 1], [0, 1]])
row([1, 8, 6, 1], [2, 3, 4], (1, 1), pad=[[2, 0], [0, 3]])
row([1, 7, 9, 3], [5, 5, 1], (3, 3), pad=[[2, 3], [1, 2]])
row([1, 5, 7, 4], [1, 1, 2], pad=[[1, 0], [0, 1]])
row([1, 7, 9, 2], [3, 3, 2], (1, 1), (2, 2), [[2, 1], [3, 0]])
row([1, 7, 9, 1], [3, 3, 3], (2, 3), (2, 2), [[1, 2], [2, 2]])
# Wide enough for a fast 3x3 kernel that works on tiles and on channels by eight.
row([1, 6, 7, 8], [3, 3, 8], pad="same")
# The window is larger than the image.
row([1, 3, 3, 2], [5, 5, 2], pad="same")


def case(index, x_shape, kernel, strides, dilations, pad):
    height, width, out = kernel
    x = golden.short(3 * index + 1, x_shape, decimals=2)
    w = golden.short(3 * index + 2, [height, width, x_shape[3], out], decimals=2)
    pads = golden.padding_of(pad, x_shape[1:3], (height, width), strides, dilations)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    tw = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    padded = F.pad(tx.permute(0, 3, 1, 2).contiguous(), pads[1] + pads[0])
    y = F.conv2d(padded, tw.permute(3, 2, 0, 1).contiguous(), stride=strides, dilation=dilations).permute(0, 2, 3, 1)
    dy = golden.short(3 * index + 3, list(y.shape), decimals=2)
    dx, dw = torch.autograd.grad(y, (tx, tw), torch.tensor(dy, dtype=torch.float64))
    where = pad if isinstance(pad, str) else "explicit"
    name = "x %s, kernel %dx%d to %d, strides %s, dilations %s, %s" % (
        "x".join(map(str, x_shape)), height, width, out, "x".join(map(str, strides)),
        "x".join(map(str, dilations)), where,
    )
    return {
        "name": name,
        "attrs": {"strides": strides, "dilations": dilations, "pad": golden.attribute_of(pad), "pads": pads},
        "inputs": {"x": golden.tensor(x), "w": golden.tensor(w), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy()), "dw": golden.result(dw.numpy())},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "conv2d",
        {"library": "torch", "version": torch.__version__, "script": "goldens/conv2d.py"},
        [case(index, *values) for index, values in enumerate(ROWS)],
        note="NHWC and HWIO; computed in float64, rounded to 7 digits; pads is [[top, bottom], [left, right]]",
    )
