"""Goldens of augmentations with fixed draws, from torchvision (colours, perspective) and SciPy (moves, blur, beta).

Moves are read by scipy.ndimage.map_coordinates: its grid-constant, reflect and nearest are our constant, reflect and
nearest, its order 1 is bilinear. wrap is TensorFlow's, whose specs the kernel passes: SciPy has none like it. Matrices are made here from angles and factors, not by the code that is tested.
"""

import numpy as np
import scipy
import scipy.ndimage
import scipy.stats
import torch
import torchvision
import torchvision.transforms.functional as F

import golden

MODES = {"constant": "grid-constant", "reflect": "reflect", "nearest": "nearest"}
FILL = 0.25


def pictures(seed, shape):
    """Returns images from 0 to 1 with few digits."""
    return np.abs(golden.short(seed, shape))


def affine(a, b, c, d, right=0, down=0):
    """Returns where an image is read that [[a, b], [c, d]] turns around its middle, and a shift."""

    def places(height, width):
        y, x = np.mgrid[0:height, 0:width].astype(np.float64)
        x, y = x - (width - 1) / 2, y - (height - 1) / 2
        return c * x + d * y + (height - 1) / 2 + down * height, a * x + b * y + (width - 1) / 2 + right * width

    return places


def read(x, places, mode="reflect", order=1):
    """Reads images [batch, height, width, channels] at places (y, x)."""
    images = [
        np.stack(
            [
                scipy.ndimage.map_coordinates(
                    image[..., channel].astype(np.float64), places, order=order, mode=MODES[mode], cval=FILL
                )
                for channel in range(image.shape[-1])
            ],
            axis=-1,
        )
        for image in x
    ]
    return np.stack(images)


def moves():
    turn = 2 * np.pi * 0.07
    rotation = affine(np.cos(turn), -np.sin(turn), np.sin(turn), np.cos(turn))
    yield "randomRotation([0.07, 0.07])", rotation
    yield "randomZoom([0.3, 0.3])", affine(1.3, 0, 0, 1.3)
    yield "randomZoom([-0.4, -0.4], { widthFactor: [0.2, 0.2] })", affine(1.2, 0, 0, 0.6)
    yield "randomTranslation([0.15, 0.15], [-0.2, -0.2])", affine(1, 0, 0, 1, 0.2, -0.15)
    yield "randomShear([0.3, 0.3], [-0.1, -0.1])", affine(1, 0.3, -0.1, 1)


def move_cases():
    x = pictures(1, [2, 7, 9, 2])
    for op, places in moves():
        for mode in MODES:
            for order, interpolation in ((1, "bilinear"), (0, "nearest")):
                y = read(x, places(7, 9), mode, order)
                yield case(op, x, y, {"fillMode": mode, "interpolation": interpolation, "fillValue": FILL})
    height, width, top, left = 5, 4, 1.6, 2.7
    part_height, part_width = 4.4, 6.3
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float64)
    places = (rows + 0.5) * part_height / height - 0.5 + top, (columns + 0.5) * part_width / width - 0.5 + left
    yield case("resized crop", x, read(x, places, "nearest"), {"part": [left, top, part_width, part_height], "size": [5, 4]})
    yield case("centerCrop(4, 5)", x, x[:, 1:5, 2:7], {})


def perspective_case():
    """The corners of a 9 x 7 image, half a pixel outside of its pixels' middles, are seen at four points."""
    height, width = 7, 9
    x = pictures(2, [1, height, width, 2])
    corners = [[0, 0], [width, 0], [width, height], [0, height]]
    points = [[0.5, 1.25], [8, 0.75], [7.5, 6.5], [1.5, 5.75]]
    a, b, c, d, e, f, g, h = F._get_perspective_coeffs(corners, points)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float64) + 0.5
    k = g * columns + h * rows + 1
    places = (d * columns + e * rows + f) / k - 0.5, (a * columns + b * rows + c) / k - 0.5
    return case("perspective", x, read(x, places), {"points": points})


def with_torchvision(f, x):
    """Returns what a function of torchvision makes of images [batch, height, width, channels]."""
    y = f(torch.tensor(x, dtype=torch.float64).movedim(-1, 1))
    return y.movedim(1, -1).numpy()


def contrast(x, factor):
    """Keras' formula, checked by check-with-keras.py."""
    mean = x.mean((2, 3), keepdim=True)
    return ((x - mean) * factor + mean).clamp(0, 1)


def colors():
    yield "randomBrightness([0.3, 0.3])", lambda x: (x + 0.3).clamp(0, 1)
    yield "randomContrast([1.7, 1.7])", lambda x: contrast(x, 1.7)
    yield "randomContrast([0.4, 0.4])", lambda x: contrast(x, 0.4)
    yield "randomSaturation([0.3, 0.3])", lambda x: F.adjust_saturation(x, 0.3)
    yield "randomSaturation([1.8, 1.8])", lambda x: F.adjust_saturation(x, 1.8)
    yield "randomSaturation([0, 0])", lambda x: F.adjust_saturation(x, 0)
    for turn in (0.15, -0.37, 0.5):
        yield "randomHue([%g, %g])" % (turn, turn), lambda x, turn=turn: F.adjust_hue(x, turn)
    yield "randomGamma([0.6, 0.6])", lambda x: F.adjust_gamma(x, 0.6)
    yield "randomGamma([1.9, 1.9])", lambda x: F.adjust_gamma(x, 1.9)
    yield "randomSharpness([0.2, 0.2])", lambda x: F.adjust_sharpness(x, 0.2)
    yield "randomSharpness([1.9, 1.9])", lambda x: F.adjust_sharpness(x, 1.9)
    yield "solarize(0.6)", lambda x: F.solarize(x, 0.6)
    yield "autoContrast()", F.autocontrast
    yield "randomBlur(0.8)", lambda x: F.gaussian_blur(x, [7, 7], [0.8, 0.8])
    yield "randomBlur(2, { kernelSize: 5 })", lambda x: F.gaussian_blur(x, [5, 5], [2.0, 2.0])


def color_cases():
    x = pictures(3, [2, 6, 8, 3])
    x[0, 0, :4] = [[0.5, 0.5, 0.5], [0, 0, 0], [1, 1, 1], [0.25, 0.75, 0.75]]
    for op, f in colors():
        yield case(op, x, with_torchvision(f, x), {})
    levels = np.round(x * 255).astype(np.uint8)
    y = F.posterize(torch.tensor(levels).movedim(-1, 1), 3).movedim(1, -1).numpy()
    yield case("posterize(3)", (levels / np.float32(255)).astype(np.float32), y / 255.0, {})


def rectangle_case():
    """An image with a rectangle erased, another with none: sides are those of torchvision's erase."""
    x = pictures(4, [2, 6, 8, 3])
    left, top, width, height = [2, 5], [1, 3], [4, 0], [3, 2]
    erased = [
        F.erase(torch.tensor(image).movedim(-1, 0), i, j, h, w, torch.tensor(FILL)).movedim(0, -1).numpy()
        for image, i, j, h, w in zip(x, top, left, height, width)
    ]
    sides = [left, [a + b for a, b in zip(left, width)], top, [a + b for a, b in zip(top, height)]]
    return case("erased", x, np.stack(erased), {"sides": sides})


def mixing_case():
    """Images mixed with others of the batch, by torch.lerp."""
    x = pictures(5, [3, 2, 3, 2])
    order, share = [2, 0, 1], [0.25, 1.0, 0.625]
    given = torch.tensor(x, dtype=torch.float64)
    weight = torch.tensor(share, dtype=torch.float64).reshape(3, 1, 1, 1)
    return case("mixed", x, torch.lerp(given[order], given, weight).numpy(), {"order": order, "share": share})


def noise_case():
    """Quantiles of normal noise."""
    at = np.array([0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99])
    return {
        "name": "noise",
        "op": "noise",
        "attrs": {"stddev": 0.1},
        "inputs": {"at": golden.tensor(at)},
        "outputs": {"y": golden.result(scipy.stats.norm.ppf(at, 0, 0.1))},
    }


def beta_cases():
    """Quantiles of Beta(alpha, alpha)."""
    for alpha in (0.2, 0.5, 1.0, 2.5, 8.0):
        at = np.array([8, 100, 511, 1024, 1500, 2000, 2047]) / 2048
        quantiles = scipy.stats.beta.ppf(at, alpha, alpha)
        yield {
            "name": "beta(%g)" % alpha,
            "op": "beta",
            "attrs": {"alpha": alpha},
            "inputs": {"at": golden.tensor(at)},
            "outputs": {"y": golden.result(quantiles)},
        }


def case(op, x, y, attrs):
    return {
        "name": " ".join([op, *("%s" % value for value in attrs.values())]),
        "op": op,
        "attrs": attrs,
        "inputs": {"x": golden.tensor(x)},
        "outputs": {"y": golden.result(y)},
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "augmentation",
        {
            "library": "torchvision and scipy",
            "version": "%s and %s" % (torchvision.__version__, scipy.__version__),
            "script": "goldens/augmentation.py",
        },
        [
            *[*move_cases(), perspective_case(), *color_cases()],
            *[rectangle_case(), mixing_case(), noise_case(), *beta_cases()],
        ],
        note="computed in float64, rounded to 7 digits",
    )
