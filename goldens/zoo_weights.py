"""Weights for the nets of the zoo that any language repeats: a hash of each weight's name and of the index within."""

import numpy as np


def hashed(name, size):
    """Returns numbers in [-1, 1): FNV-1a of the name, plus an odd multiple of the index, mixed."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    h = (np.arange(size, dtype=np.uint64) * 0x9E3779B1 + seed).astype(np.uint32)
    h ^= h >> np.uint32(15)
    h = (h.astype(np.uint64) * 0x85EBCA6B).astype(np.uint32)
    h ^= h >> np.uint32(13)
    return h.astype(np.float64) / 2**31 - 1


def weight(name, shape, kind):
    """Returns the float32 values of a weight by our name, as `conv1/kernel`, in our order of axes."""
    u = hashed(name, int(np.prod(shape))).reshape(shape)
    if kind == "kernel":
        fan_in = np.prod(shape[:-1])
        u = u * np.sqrt(6 / fan_in)
    elif kind == "depthwise":
        u = u * np.sqrt(6 / np.prod(shape[:2]))
    elif kind in ("gamma", "movingVariance"):
        u = 1 + u / 4
    else:
        u = u / 10
    return u.astype(np.float32)


def pictures(shape):
    return hashed("pictures", int(np.prod(shape))).reshape(shape).astype(np.float32)
