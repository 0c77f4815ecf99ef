"""Goldens of pictures from Pillow: bilinear scaling of bytes, grey, orientation, and small PNG and BMP files with what
is in them."""

import io
import struct

import numpy as np
import PIL
from PIL import Image, ImageOps

import golden

SIZES = (
    ([9, 13, 3], [4, 5], None),
    ([5, 7, 1], [11, 3], None),
    ([16, 6, 4], [16, 9], None),
    ([12, 12, 3], [5, 12], None),
    ([3, 2, 3], [7, 8], None),
    ([64, 50, 3], [3, 2], None),
    ([12, 20, 3], [6, 6], [4, 0, 16, 12]),
    ([20, 13, 1], [7, 13], [0, 1.5, 13, 18.5]),
    ([13, 20, 3], [13, 7], [1.25, 0, 18.5, 13]),
)


def pixels(seed, shape):
    """Whole numbers from 0 to 255, flat areas among them."""
    values = np.floor((golden.stream(seed, shape).astype(np.float64) + 1) * 128)
    values[: shape[0] // 2, : shape[1] // 3] = 255
    return values.astype(np.uint8)


def picture(values):
    return Image.fromarray(values[:, :, 0] if values.shape[2] == 1 else values)


def array(image):
    values = np.asarray(image)
    return values[:, :, None] if values.ndim == 2 else values


def scaled(seed, shape, size, box):
    x = pixels(seed, shape)
    # Pillow weighs colors with their opacity, which Descent does not: each channel by itself.
    channels = [Image.fromarray(x[:, :, c]).resize(size[::-1], Image.Resampling.BILINEAR, box=box) for c in range(shape[2])]
    return {
        "name": "scale: %s to %s%s" % (shape, size, " of %s" % box if box else ""),
        "op": "scale",
        "attrs": {"size": size, "box": box},
        "inputs": {"x": golden.tensor(x)},
        "outputs": {"y": golden.tensor(np.stack([np.asarray(c) for c in channels], axis=-1))},
    }


def grey():
    x = pixels(3, [6, 7, 3])
    return {
        "name": "grey",
        "op": "grey",
        "attrs": {},
        "inputs": {"x": golden.tensor(x)},
        "outputs": {"y": golden.tensor(array(picture(x).convert("L")))},
    }


def upright(orientation):
    x = pixels(4, [3, 5, 3])
    image = picture(x)
    exif = image.getexif()
    exif[274] = orientation
    file = io.BytesIO()
    image.save(file, "PNG", exif=exif)
    y = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue())))
    return {
        "name": "upright: orientation %d" % orientation,
        "op": "decode",
        "attrs": {"file": file.getvalue().hex()},
        "inputs": {},
        "outputs": {"y": golden.tensor(array(y))},
    }


def decoded(name, file, mode):
    y = array(Image.open(io.BytesIO(file)).convert(mode))
    return {
        "name": name,
        "op": "decode",
        "attrs": {"file": file.hex()},
        "inputs": {},
        "outputs": {"y": golden.tensor(y)},
    }


def files():
    grey_one = picture(pixels(5, [5, 11, 1]))
    color = picture(pixels(6, [5, 11, 3]))
    clear = picture(pixels(7, [5, 11, 4]))
    images = {
        "1": (grey_one.convert("1"), {}),
        "L": (grey_one, {}),
        "P": (color.quantize(7), {}),
        "RGB": (color, {}),
        "RGBA": (clear, {}),
        "LA": (clear.convert("LA"), {}),
        "P with a clear color": (color.quantize(5), {"transparency": 2}),
        "RGB with a clear color": (color, {"transparency": color.getpixel((8, 4))}),
    }
    for mode, (image, options) in images.items():
        has_opacity = mode in ("RGBA", "LA") or options
        file = io.BytesIO()
        image.save(file, "PNG", **options)
        yield decoded("PNG %s" % mode, file.getvalue(), "RGBA" if has_opacity else "RGB")
        if mode in ("1", "L", "P", "RGB", "RGBA"):
            file = io.BytesIO()
            image.save(file, "BMP")
            yield decoded("BMP %s" % mode, file.getvalue(), "RGBA" if has_opacity else "RGB")
    for bits in (1, 2, 4):
        file = io.BytesIO()
        color.quantize(2**bits).save(file, "PNG", bits=bits)
        yield decoded("PNG P of %d bits" % bits, file.getvalue(), "RGB")
    yield decoded("BMP of 16 bits", bmp(16, 0), "RGB")
    yield decoded("BMP of 16 bits, 5 6 5", bmp(16, 3, (0xF800, 0x7E0, 0x1F)), "RGB")
    yield decoded("BMP of 4 bits", bmp(4, 0), "RGB")
    yield decoded("BMP of 24 bits, the upper row first", bmp(24, 0, height=-3), "RGB")


def lossy():
    """JPEG files, which decoders may read with small differences."""
    smooth = np.clip(pixels(10, [4, 3, 3]), 30, 220)
    color = picture(smooth).resize((24, 16), Image.Resampling.BICUBIC)
    exif = color.getexif()
    exif[274] = 8
    for name, image, options in (
        ("color", color, {}),
        ("color, all pixels sampled", color, {"subsampling": 0}),
        ("progressive", color, {"progressive": True}),
        ("grey", color.convert("L"), {}),
        ("inks", color.convert("CMYK"), {}),
        ("lying", color, {"exif": exif}),
    ):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=95, **options)
        y = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue()))).convert("RGB")
        yield {
            "name": "JPEG: %s" % name,
            "op": "lossy",
            "attrs": {"file": file.getvalue().hex()},
            "inputs": {},
            "outputs": {"y": golden.tensor(array(y))},
        }


def bmp(bits, compression, masks=(), height=3):
    """A file of 5 x 3 pixels, which Pillow reads but does not write."""
    row = -(-5 * bits // 32) * 4
    body = pixels(8 + bits, [3, row, 1]).tobytes()
    palette = pixels(9, [16, 4, 1]).tobytes() if bits == 4 else b""
    head = struct.pack("<IiiHHIIiiII", 40, 5, height, 1, bits, compression, len(body), 0, 0, 0, 0)
    head += b"".join(struct.pack("<I", mask) for mask in masks) + palette
    return struct.pack("<2sIHHI", b"BM", 14 + len(head) + len(body), 0, 0, 14 + len(head)) + head + body


if __name__ == "__main__":
    golden.write(
        "images",
        {"library": "Pillow", "version": PIL.__version__, "script": "goldens/images.py"},
        [scaled(i + 20, *size) for i, size in enumerate(SIZES)]
        + [grey()]
        + [upright(orientation) for orientation in range(1, 9)]
        + list(files())
        + list(lossy()),
        note="bytes; files are written in hexadecimal",
    )
