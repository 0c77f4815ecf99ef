"""Goldens of resized images and their gradients, from PyTorch in float64.

PyTorch's align_corners is alignCorners; its default are half pixels for bilinear and none for the nearest.
"""

import torch

import golden

LAYOUTS = {
    "resizeBilinear": (
        ("halfPixelCenters", {"mode": "bilinear", "align_corners": False}),
        ("alignCorners", {"mode": "bilinear", "align_corners": True}),
    ),
    "resizeNearestNeighbor": ((None, {"mode": "nearest"}), ("halfPixelCenters", {"mode": "nearest-exact"})),
}
SIZES = (([1, 3, 4, 2], [6, 8]), ([2, 5, 4, 1], [7, 3]), ([1, 7, 6, 3], [3, 4]), ([1, 1, 2, 1], [3, 5]))


def case(op, layout, options, shape, size):
    x = golden.short(1, shape, 3)
    tx = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.interpolate(tx.movedim(-1, 1), size=size, **options).movedim(1, -1)
    dy = golden.short(5, list(y.shape))
    (dx,) = torch.autograd.grad(y, tx, torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s: %s to %s, %s" % (op, shape, size, layout or "first pixels on each other"),
        "op": op,
        "attrs": {"size": size, **({layout: True} if layout else {})},
        "inputs": {"x": golden.tensor(x), "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"dx": golden.result(dx.numpy())},
    }


def cases():
    for op, layouts in LAYOUTS.items():
        for layout, options in layouts:
            for shape, size in SIZES:
                yield case(op, layout, options, shape, size)


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "resizing",
        {"library": "torch", "version": torch.__version__, "script": "goldens/resizing.py"},
        list(cases()),
        note="computed in float64, rounded to 7 digits",
    )
