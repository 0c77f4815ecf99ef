"""Measures how far perceptual hashes of radiographs lie apart; makes no file.

The hash is that of packages/datasets/src/audit/perceptual-hash.ts, with Pillow's bilinear resizing. Prints the least
distance between radiographs of different people and of one person, and the distances that changes of one picture make.
Needs Pillow, NumPy, and DESCENT_DATA_DIR with covid-xray/metadata.csv.
"""

import csv
import io
import os

import numpy as np
from PIL import Image

SIZE, FREQUENCIES = 64, 16
COSINES = np.cos(np.pi * np.arange(FREQUENCIES)[:, None] * (2 * np.arange(SIZE) + 1) / (2 * SIZE))


def perceptual_hash(picture):
    pixels = np.asarray(picture.resize((SIZE, SIZE), Image.BILINEAR), float)
    coefficients = (COSINES @ pixels @ COSINES.T).ravel()[1:]
    return coefficients > np.median(coefficients)


def compressed(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=20)
    return Image.open(buffer)


def cut(picture):
    width, height = picture.size
    return picture.crop((int(width * 0.01), int(height * 0.01), int(width * 0.99), int(height * 0.99)))


CHANGES = {
    "JPEG of quality 20": compressed,
    "half the size": lambda picture: picture.resize((picture.width // 2, picture.height // 2), Image.BICUBIC),
    "brightness": lambda picture: picture.point(lambda value: min(255, value * 0.8 + 30)),
    "contrast x 1.3": lambda picture: picture.point(lambda value: max(0, min(255, (value - 128) * 1.3 + 128))),
    "gamma 0.8": lambda picture: picture.point(lambda value: 255 * (value / 255) ** 0.8),
    "1 % less at each border": cut,
    "turned by 1 degree": lambda picture: picture.rotate(1, Image.BILINEAR),
}


def main():
    folder = os.path.join(os.environ["DESCENT_DATA_DIR"], "covid-xray")
    with open(os.path.join(folder, "metadata.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pictures = [Image.open(os.path.join(folder, row["file"])).convert("L") for row in rows]
    hashes = np.array([perceptual_hash(picture) for picture in pictures])
    people = np.array([row["patientId"] for row in rows])
    distances = (hashes[:, None] != hashes[None]).sum(2)
    upper = np.triu(np.ones_like(distances, bool), 1)
    same = people[:, None] == people[None]
    print("%d pictures" % len(pictures))
    print("different people: least %d" % distances[upper & ~same].min())
    print("one person: least %d" % distances[upper & same].min())
    for name, change in CHANGES.items():
        changed = [(perceptual_hash(change(picture)) != own).sum() for picture, own in zip(pictures, hashes)]
        print("%s: 95 of 100 up to %d, all up to %d" % (name, np.percentile(changed, 95), max(changed)))


if __name__ == "__main__":
    main()
