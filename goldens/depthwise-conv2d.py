"""Goldens of depthwiseConv2d and its two gradients, from PyTorch in float64.

A depthwise convolution is PyTorch's with as many groups as channels. Images are [batch, height, width, channels],
filters [height, width, channels, multiplier]; they are transposed to PyTorch's layout and back here.
"""

import torch
import torch.nn.functional as F

import golden

# x, kernel [height, width, multiplier], strides, dilations, pad
ROWS = [
    ([1, 5, 7, 2], [3, 3, 1], [1, 1], [1, 1], "same"),
    ([2, 8, 6, 3], [2, 3, 2], [1, 1], [1, 1], "valid"),
    ([1, 7, 9, 5], [3, 3, 1], [2, 2], [1, 1], "same"),
    ([1, 8, 6, 4], [3, 3, 3], [1, 2], [1, 1], "valid"),
    ([1, 9, 9, 2], [3, 3, 2], [1, 1], [2, 2], "same"),
    ([1, 9, 8, 3], [3, 2, 1], [2, 3], [2, 1], "same"),
    ([1, 7, 9, 3], [5, 5, 1], [3, 3], [1, 1], [[2, 3], [1, 2]]),
    ([1, 3, 12, 9], [3, 3, 1], [1, 1], [1, 1], "same"),
]


def case(index, x_shape, kernel, strides, dilations, pad):
    height, width, multiplier = kernel
    channels = x_shape[3]
    x = golden.short(3 * index + 1, x_shape, decimals=2)
    w = golden.short(3 * index + 2, [height, width, channels, multiplier], decimals=2)
    pads = golden.padding_of(pad, x_shape[1:3], (height, width), strides, dilations)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    tw = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    padded = F.pad(tx.permute(0, 3, 1, 2).contiguous(), pads[1] + pads[0])
    filters = tw.permute(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
    y = F.conv2d(padded, filters, stride=strides, dilation=dilations, groups=channels).permute(0, 2, 3, 1)
    dy = golden.short(3 * index + 3, list(y.shape), decimals=2)
    dx, dw = torch.autograd.grad(y, (tx, tw), torch.tensor(dy, dtype=torch.float64))
    where = pad if isinstance(pad, str) else "explicit"
    name = "x %s, kernel %dx%d, multiplier %d, strides %s, dilations %s, %s" % (
        "x".join(map(str, x_shape)), height, width, multiplier, "x".join(map(str, strides)),
        "x".join(map(str, dilations)), where,
    )
    return {
        "name": name,
        "op": "depthwiseConv2d",
        "attrs": {"strides": strides, "dilations": dilations, "pad": golden.attribute_of(pad), "pads": pads},
        "inputs": {"x": golden.tensor(x), "w": golden.tensor(w), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy()), "dw": golden.result(dw.numpy())},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "depthwise-conv2d",
        {"library": "torch", "version": torch.__version__, "script": "goldens/depthwise-conv2d.py"},
        [case(index, *values) for index, values in enumerate(ROWS)],
        note="NHWC, filters [height, width, channels, multiplier]; computed in float64, rounded to 7 digits; "
        "pads is [[top, bottom], [left, right]]",
    )
