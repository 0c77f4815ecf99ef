"""What the golden scripts share: the number generator, TensorFlow's padding, and the JSON layout.

Needs NumPy only, so that the PyTorch scripts and the Keras scripts can both import it.
"""

import json
import os

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))

GENERATOR = (
    "xorshift32, one stream per tensor: s = (seed*7919 + 13) >>> 0; per value s ^= s << 13; s ^= s >>> 17; "
    "s ^= s << 5 (all in 32 bits); u = (s >>> 0) / 2^32; value = float32((u - 0.5) * 2 * scale)"
)


def uniform(seed):
    """Yields the stream of u in [0, 1) that GENERATOR describes."""
    state = (seed * 7919 + 13) & 0xFFFFFFFF
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state / 2**32


def stream(seed, shape, scale=1.0):
    """Returns a float32 array in [-scale, scale), filled row by row by GENERATOR."""
    values = uniform(seed)
    size = int(np.prod(shape))
    return np.array([(next(values) - 0.5) * 2 * scale for _ in range(size)], dtype=np.float32).reshape(shape)


def short(seed, shape, scale=1.0, decimals=3):
    """Returns `stream` rounded, which keeps the literals in the JSON short."""
    return np.round(stream(seed, shape, scale).astype(np.float64), decimals).astype(np.float32)


def distinct(seed, shape):
    """Returns 0.01 apart, around 0, each value once and shuffled, so that no maximum is a tie."""
    order = np.argsort(stream(seed, shape).ravel(), kind="stable")
    return ((order - order.size // 2) / 100).astype(np.float32).reshape(shape)


def padding_of(pad, input_size, window_size, strides, dilations=(1, 1)):
    """Returns [[top, bottom], [left, right]]; 'same' is TensorFlow's: the odd cell goes to the end."""
    if pad == "valid":
        return [[0, 0], [0, 0]]
    if pad != "same":
        return pad
    pads = []
    for size, window, stride, dilation in zip(input_size, window_size, strides, dilations):
        output = -(-size // stride)
        total = max((output - 1) * stride + (window - 1) * dilation + 1 - size, 0)
        pads.append([total // 2, total - total // 2])
    return pads


def attribute_of(pad):
    """Returns padding as TensorFlow.js writes it: explicit pads name all four axes."""
    return pad if isinstance(pad, str) else [[0, 0], *pad, [0, 0]]


def tensor(values):
    """Returns the JSON form of an input: shape and flat values, which read back as the same float32."""
    array = np.asarray(values)
    return {"shape": list(array.shape), "values": array.astype(np.float32).ravel()}


def result(values):
    """Returns the JSON form of an expected value: as `tensor`, rounded to 7 significant digits."""
    array = np.asarray(values, dtype=np.float64)
    return tensor(np.array([float("%.7g" % value) for value in array.ravel()]).reshape(array.shape))


def _number(value):
    """Returns the shortest literal that reads back as the same float32 (at most 9 digits)."""
    if not np.isfinite(value):
        raise ValueError("a golden must be finite")
    text = str(np.float32(value))
    return text[:-2] if text.endswith(".0") else text


def _text(value, indent):
    if isinstance(value, np.ndarray):
        return "[" + ",".join(_number(v) for v in value) + "]"
    inner = " " * (indent + 2)
    if isinstance(value, dict) and "shape" in value and isinstance(value.get("values"), np.ndarray):
        return '{ "shape": %s, "values": %s }' % (json.dumps(value["shape"]), _text(value["values"], indent))
    if isinstance(value, dict) and value:
        rows = [inner + json.dumps(k) + ": " + _text(v, indent + 2) for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"
    nested = isinstance(value, list) and any(isinstance(v, (dict, str)) for v in value)
    if nested:
        return "[\n" + ",\n".join(inner + _text(v, indent + 2) for v in value) + "\n" + " " * indent + "]"
    return json.dumps(value, ensure_ascii=False)


def write(name, origin, cases, **extra):
    """Writes goldens/<name>.json."""
    path = os.path.join(FOLDER, name + ".json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(_text({"origin": origin, **extra, "cases": cases}, 0) + "\n")
    with open(path, encoding="utf-8") as file:
        read = json.load(file)
    print("%s: %d cases, %d bytes" % (os.path.basename(path), len(read["cases"]), os.path.getsize(path)))


def read(name):
    """Returns the parsed goldens/<name>.json."""
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def array_of(entry):
    """Returns the float32 array of a tensor's JSON form."""
    return np.array(entry["values"], dtype=np.float32).reshape(entry["shape"])
