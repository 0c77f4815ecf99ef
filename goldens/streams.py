"""Goldens of everything that is drawn from a seed, from its description in packages/core/src/random, in Python.

These never change: a seed that somebody has written down gives the same numbers in every version. Needs NumPy only.
"""

import math

import numpy as np

import golden

WORD = 0xFFFFFFFF


def philox(counter, key):
    """Philox 4x32-10 of Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & WORD, (a >> 32) ^ c[3] ^ k[1], a & WORD]
        k = [(k[0] + 0x9E3779B9) & WORD, (k[1] + 0xBB67AE85) & WORD]
    return c


# Known answers of Random123 1.14, tests/kat_vectors.
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([WORD] * 4, [WORD] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
PI_DIGITS = [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0]
assert philox(PI_DIGITS[:4], PI_DIGITS[4:]) == [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]


def words_of(number):
    return [number & WORD, number >> 32]


def fnv1a(label):
    state = 0xCBF29CE484222325
    for byte in label.encode():
        state = (state ^ byte) * 0x100000001B3 & (2**64 - 1)
    return state


class Rng:
    def __init__(self, seed=None, key=None):
        self.key = key or words_of(seed)
        self.draws = 0
        self.host_draws = 0

    def split(self, label):
        is_text = isinstance(label, str)
        low, high = words_of(fnv1a(label) if is_text else label)
        return Rng(key=philox([low, high, 2, int(is_text)], self.key)[:2])

    # Draws of tensors.

    def bits(self, n, count=24):
        blocks = [philox([i, self.draws, 0, 0], self.key) for i in range(-(-n // 4))]
        self.draws += 1
        return [word >> (32 - count) for block in blocks for word in block][:n]

    def uniform(self, n, low=0.0, high=1.0):
        return np.array(self.bits(n)) * 2.0**-24 * (high - low) + low

    def bernoulli(self, n, p):
        return np.array([bits < math.floor(p * 2**24 + 0.5) for bits in self.bits(n)], dtype=float)

    def normal(self, n, mean=0.0, stddev=1.0):
        half = -(-n // 2)
        radius = np.sqrt(-2 * np.log(1 - self.uniform(half)))
        angle = 2 * np.pi * self.uniform(half)
        return mean + stddev * np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:n]

    def truncated_normal(self, n):
        return np.array([math.sqrt(2) * inverse_erf((2 * u - 1) * math.erf(math.sqrt(2))) for u in self.uniform(n)])

    def categorical(self, logits, count):
        shares = np.cumsum(np.exp(logits) / np.exp(logits).sum(-1, keepdims=True), -1)
        u = self.uniform(len(logits) * count).reshape(len(logits), count, 1)
        return (shares[:, None, :] <= u).sum(-1)

    def shuffle(self, n):
        # As int32: from 2^31 on they are negative.
        keys = np.array(self.bits(n, 32), dtype=np.uint32).astype(np.int32).astype(np.int64)
        return np.argsort(-keys, kind="stable")

    # Draws of the host.

    def uniform_array(self, n):
        blocks = [philox([i, self.host_draws, 1, 0], self.key) for i in range(-(-2 * n // 4))]
        self.host_draws += 1
        words = [word for block in blocks for word in block]
        return np.array([(words[2 * i] * 2**21 + (words[2 * i + 1] >> 11)) * 2.0**-53 for i in range(n)])

    def normal_array(self, n):
        u = self.uniform_array(2 * -(-n // 2)).reshape(-1, 2)
        radius, angle = np.sqrt(-2 * np.log(1 - u[:, 0])), 2 * np.pi * u[:, 1]
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:n]

    def permutation(self, n):
        u, order = self.uniform_array(n), list(range(n))
        for i in range(n - 1, 0, -1):
            j = int(u[i] * (i + 1))
            order[i], order[j] = order[j], order[i]
        return np.array(order)


def inverse_erf(y):
    low, high = -3.0, 3.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erf(middle) < y else (low, middle)
    return low


def truncated(rng, n, stddev):
    values = []
    while len(values) < n:
        values += [z for z in rng.normal_array(n - len(values)) if abs(z) < 2]
    return stddev * np.array(values)


def scaled(scale, mode, is_uniform):
    """The initializer with variance scale / fan."""

    def draw(rng, shape):
        fan_in, fan_out = shape[-2:]
        stddev = math.sqrt(scale / {"in": fan_in, "average": (fan_in + fan_out) / 2}[mode])
        n = fan_in * fan_out
        if is_uniform:
            return math.sqrt(3) * stddev * (2 * rng.uniform_array(n) - 1)
        return truncated(rng, n, stddev / 0.87962566103423978)

    return draw


def orthogonal(rng, shape):
    rows, columns = shape
    count, length = min(shape), max(shape)
    basis = []
    for _ in range(count):
        vector = rng.normal_array(length)
        for other in basis:
            vector = vector - (vector @ other) * other
        basis.append(vector / np.linalg.norm(vector))
    vectors = np.array(basis)
    return vectors if rows < columns else vectors.T


SHAPE = [3, 4]
LOGITS = [[0.0, 1.0, 2.0], [3.0, 0.0, -1.0]]
INITIALIZERS = {
    "glorotUniform": scaled(1, "average", True),
    "glorotNormal": scaled(1, "average", False),
    "heUniform": scaled(2, "in", True),
    "heNormal": scaled(2, "in", False),
    "lecunUniform": scaled(1, "in", True),
    "lecunNormal": scaled(1, "in", False),
    "orthogonal()": orthogonal,
    "randomNormal()": lambda rng, shape: 0.05 * rng.normal_array(12),
    "randomUniform()": lambda rng, shape: 0.1 * rng.uniform_array(12) - 0.05,
    "truncatedNormal()": lambda rng, shape: truncated(rng, 12, 0.05),
    "varianceScaling()": scaled(1, "in", False),
}
ALPHA = -1.7580993408473766


def alpha_dropout(rng, n, rate):
    factor = 1 / math.sqrt((1 - rate) * (1 + rate * ALPHA**2))
    return np.where(rng.bernoulli(n, 1 - rate) > 0, 1, ALPHA) * factor - factor * ALPHA * rate


# Our code, and what it draws.
DRAWS = {
    "rng.uniform([5])": lambda rng: rng.uniform(5),
    "rng.uniform([3], -1, 2)": lambda rng: rng.uniform(3, -1, 2),
    "rng.bernoulli([9], 0.3)": lambda rng: rng.bernoulli(9, 0.3),
    "normal(rng, [5])": lambda rng: rng.normal(5),
    "normal(rng, [4], 3, 0.5)": lambda rng: rng.normal(4, 3, 0.5),
    "truncatedNormal(rng, [5])": lambda rng: rng.truncated_normal(5),
    "categorical(rng, logits, 6)": lambda rng: rng.categorical(np.array(LOGITS), 6),
    "shuffle(rng, range(0, 9))": lambda rng: rng.shuffle(9),
    "rng.uniformArray(5)": lambda rng: rng.uniform_array(5),
    "rng.normalArray(5)": lambda rng: rng.normal_array(5),
    "rng.permutation(9)": lambda rng: rng.permutation(9),
    "rng.split('dense/kernel').uniformArray(3)": lambda rng: rng.split("dense/kernel").uniform_array(3),
    "rng.split('größe').uniformArray(3)": lambda rng: rng.split("größe").uniform_array(3),
    "rng.split(7).split(2 ** 40).uniformArray(3)": lambda rng: rng.split(7).split(2**40).uniform_array(3),
    "dropout(0.3)": lambda rng: rng.bernoulli(8, 0.7) / 0.7,
    "spatialDropout1d(0.5)": lambda rng: np.tile(rng.bernoulli(4, 0.5).reshape(2, 1, 2) * 2, (1, 2, 1)),
    "gaussianNoise(0.5)": lambda rng: 1 + rng.normal(8, 0, 0.5),
    "gaussianDropout(0.5)": lambda rng: rng.normal(8, 1, 1),
    "alphaDropout(0.5)": lambda rng: alpha_dropout(rng, 8, 0.5),
    **{name: lambda rng, draw=draw: draw(rng, SHAPE) for name, draw in INITIALIZERS.items()},
}
EPOCHS, EXAMPLES = 2, 9


def model_case(seed):
    """The kernel of the first dense layer of a model with that seed."""
    kernel = INITIALIZERS["glorotUniform"](Rng(seed).split("parameters").split("dense/kernel"), SHAPE)
    return {"name": "sequential({ input: [3], seed }, dense(4))", "attrs": {"seed": seed}, "outputs": {"first": golden.tensor(kernel)}}


def fit_case(seed):
    """The order of the examples in each epoch."""
    orders = [Rng(seed).split("shuffle").split(epoch).permutation(EXAMPLES) for epoch in range(EPOCHS)]
    return {"name": "fit", "attrs": {"seed": seed}, "outputs": {"first": golden.tensor(orders[0]), "second": golden.tensor(orders[1])}}


def case(name, draw, seed):
    rng = Rng(seed)
    return {"name": name, "attrs": {"seed": seed}, "outputs": {"first": golden.tensor(draw(rng)), "second": golden.tensor(draw(rng))}}


if __name__ == "__main__":
    seeds = [0, 42, 2**53 - 1]
    golden.write(
        "streams",
        {"library": "numpy", "version": np.__version__, "script": "goldens/streams.py"},
        [
            *[case(name, draw, seed) for name, draw in DRAWS.items() for seed in seeds],
            *[model_case(seed) for seed in seeds],
            *[fit_case(seed) for seed in seeds],
        ],
        note="NEVER CHANGE THESE: a seed gives the same numbers in every version. First and second draw of a new source; layers get ones [2, 2, 2]; initializers make [3, 4]; fit has 9 examples, 2 epochs",
        logits=LOGITS,
    )
