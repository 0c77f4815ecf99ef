"""PyTorch on the CPU, images in channels_last. Speaks the lines of host.mjs, and answers as answers.mjs says."""

import json
import sys
import time

imported = time.perf_counter()

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))


def load(spec):
    size = int(np.prod(spec["shape"]))
    values = np.empty(size, dtype=np.float64)
    s = (spec["seed"] * 7919 + 13) & 0xFFFFFFFF
    for i in range(size):
        s ^= (s << 13) & 0xFFFFFFFF
        s ^= s >> 17
        s ^= (s << 5) & 0xFFFFFFFF
        values[i] = (s / 2**32 - 0.5) * 2 * spec["scale"]
    return torch.from_numpy(values.astype(np.float32).reshape(spec["shape"]))


def image(spec):
    return load(spec).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)


def kernel(spec):
    return load(spec).permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)


def labels(work):
    return torch.tensor([(i * 7) % work["classes"] for i in range(work["inputs"][0]["shape"][0])])


class Pure:
    def __init__(self, f, first):
        self.f, self.first = f, first

    def check(self):
        return [float(self.first(self.f()))]

    def run(self, n):
        for _ in range(n):
            self.f()


class Training:
    def __init__(self, parameters, optimizer, loss):
        self.optimizer = optimizer(parameters)
        self.loss = loss

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        self.optimizer.step()
        return loss

    def check(self):
        return [float(self.step()) for _ in range(4)]

    def run(self, n):
        for _ in range(n):
            loss = self.step()
        float(loss)


def sgd(parameters):
    return torch.optim.SGD(parameters, lr=0.1)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=1e-3, eps=1e-7)


def trainable(work, load_one):
    return [load_one(spec).requires_grad_() for spec in work["parameters"]]


def matmul(work):
    a, b = map(load, work["inputs"])
    a = a.T if work["transposeA"] else a
    b = b.T if work["transposeB"] else b
    return Pure(lambda: a @ b, lambda y: y[0, 0])


def convolution(work):
    x, w = image(work["inputs"][0]), kernel(work["inputs"][1])
    return Pure(lambda: F.conv2d(x, w, padding=1), lambda y: y[0, 0, 0, 0])


def filter_gradient(work):
    x, w, dy = image(work["inputs"][0]), kernel(work["inputs"][1]), image(work["gradient"])
    return Pure(lambda: torch.nn.grad.conv2d_weight(x, w.shape, dy, padding=1), lambda y: y[0, 0, 0, 0])


def input_gradient(work):
    x, w, dy = image(work["inputs"][0]), kernel(work["inputs"][1]), image(work["gradient"])
    return Pure(lambda: torch.nn.grad.conv2d_input(x.shape, w, dy, padding=1), lambda y: y[0, 0, 0, 0])


def cnn_logits(p, x):
    first = F.max_pool2d(F.relu(F.conv2d(x, p[0], p[1], padding=1)), 2)
    second = F.max_pool2d(F.relu(F.conv2d(first, p[2], p[3], padding=1)), 2)
    return mlp_logits(p[4:], second.permute(0, 2, 3, 1).reshape(x.shape[0], -1))


def mlp_logits(p, x):
    return torch.addmm(p[3], F.relu(torch.addmm(p[1], x, p[0])), p[2])


def cnn_trainable(work):
    return trainable(work, lambda s: kernel(s) if len(s["shape"]) == 4 else load(s))


def cnn(work):
    x, y, p = image(work["inputs"][0]), labels(work), cnn_trainable(work)
    return Training(p, adam, lambda: F.cross_entropy(cnn_logits(p, x), y))


def mlp(work):
    x, y, p = load(work["inputs"][0]), labels(work), trainable(work, load)
    return Training(p, sgd, lambda: F.cross_entropy(mlp_logits(p, x), y))


def forward(logits, p, x):
    return Pure(torch.no_grad()(lambda: logits(p, x)), lambda y: y[0, 0])


def cnn_forward(work):
    return forward(cnn_logits, cnn_trainable(work), image(work["inputs"][0]))


def mlp_forward(work):
    return forward(mlp_logits, trainable(work, load), load(work["inputs"][0]))


def tanh_net(work):
    x, y = map(load, work["inputs"])
    p = trainable(work, load)

    def loss():
        first = torch.tanh(torch.addmm(p[1], x, p[0]))
        second = torch.tanh(torch.addmm(p[3], first, p[2]))
        return F.mse_loss(torch.addmm(p[5], second, p[4]), y)

    return Training(p, sgd, loss)


PROGRAMS = {
    "matmul": matmul,
    "convolution": convolution,
    "filterGradient": filter_gradient,
    "inputGradient": input_gradient,
    "cnn": cnn,
    "cnnForward": cnn_forward,
    "mlp": mlp,
    "mlpForward": mlp_forward,
    "tanhNet": tanh_net,
}


def answer(request):
    global program
    if "prepare" in request:
        program = PROGRAMS[request["prepare"]["kind"]](request["prepare"])
        return {"values": program.check()}
    started = time.perf_counter()
    if "begin" in request:
        program = PROGRAMS[request["begin"]["kind"]](request["begin"])
        program.run(1)
        return {"ms": (time.perf_counter() - started) * 1000 + start_ms}
    program.run(request["run"])
    return {"ms": (time.perf_counter() - started) * 1000}


REFERENCE = "the reference BLAS"


def blas():
    """What multiplies matrices."""
    if torch.backends.mkl.is_available():
        return "MKL"
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return "an unknown BLAS"
    if "openblas" in loaded:
        return "OpenBLAS"
    if "libblas.so" in loaded:
        return REFERENCE
    return "an unknown BLAS"


def say(message):
    print(json.dumps(message), flush=True)


program = None
start_ms = (time.perf_counter() - imported) * 1000
library = blas()
hello = {"description": f"PyTorch {torch.__version__}, products by {library}", "kinds": list(PROGRAMS)}
if library == REFERENCE:
    hello["caveat"] = "PyTorch on the reference BLAS, which is slow: install libopenblas0-openmp"
say(hello)
for line in sys.stdin:
    try:
        say(answer(json.loads(line)))
    except Exception as error:
        say({"error": str(error)})
