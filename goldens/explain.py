"""Goldens of explanations, from PyTorch in float64: what its autograd and its hooks see inside two small nets.

Layouts are ours: images [batch, height, width, channels], filters [height, width, in, out], kernels [in, units].
"""

import numpy as np
import torch
import torch.nn.functional as F

import golden

torch.set_default_dtype(torch.float64)


def leaf(values):
    return torch.tensor(np.asarray(values, dtype=np.float64), requires_grad=True)


def first(images):
    """[batch, height, width, channels] with the channels where PyTorch has them."""
    return images.permute(0, 3, 1, 2)


def last(images):
    return images.permute(0, 2, 3, 1)


class Recorder:
    """Keeps values by name, and their gradients after backward()."""

    def __init__(self):
        self.kept = {}

    def __call__(self, name, value):
        value.retain_grad()
        self.kept[name] = value
        return value

    def outputs(self):
        found = {}
        for name, value in self.kept.items():
            found[name] = golden.result(value.detach().numpy())
            found["d " + name] = golden.result(value.grad.numpy())
        return found


def dense_case():
    """2-3-2, tanh and sigmoid, mean squared error: every pre-activation, activation and gradient, and one SGD step."""
    inputs = {
        "x": golden.short(1, [4, 2]),
        "y": np.array([[0, 1], [1, 0], [1, 1], [0, 0]], dtype=np.float32),
        "w0": golden.short(2, [2, 3]),
        "b0": golden.short(3, [3], 0.5),
        "w1": golden.short(4, [3, 2]),
        "b1": golden.short(5, [2], 0.5),
    }
    w = {name: leaf(inputs[name]) for name in ("w0", "b0", "w1", "b1")}
    keep = Recorder()
    hidden = keep("a0", torch.tanh(keep("in0", leaf(inputs["x"]) @ w["w0"] + w["b0"])))
    output = keep("a1", torch.sigmoid(keep("in1", hidden @ w["w1"] + w["b1"])))
    loss = F.mse_loss(output, torch.tensor(inputs["y"].astype(np.float64)))
    optimizer = torch.optim.SGD(w.values(), lr=0.5)
    loss.backward()
    before = {"d " + name: golden.result(value.grad.numpy()) for name, value in w.items()}
    optimizer.step()
    after = {"next " + name: golden.result(value.detach().numpy()) for name, value in w.items()}
    return {
        "name": "dense net",
        "attrs": {"learningRate": 0.5},
        "inputs": {name: golden.tensor(value) for name, value in inputs.items()},
        "outputs": {"loss": golden.result(loss.item()), **keep.outputs(), **before, **after},
    }


IMAGES = {
    "x": golden.short(11, [2, 7, 6, 2]),
    "w0": golden.short(12, [3, 3, 2, 4], 0.6),
    "b0": golden.short(13, [4], 0.3),
    "w1": golden.short(14, [3, 2, 4, 3], 0.6),
    "b1": golden.short(15, [3], 0.3),
    "w2": golden.short(16, [12, 3]),
    "b2": golden.short(17, [3], 0.3),
}
LABELS = np.array([2, 0], dtype=np.int32)


def image_net(x, w, keep=lambda name, value: value):
    """Convolution 4 3×3 relu, convolution 3 3×2 relu, max pool 2×1 with stride 2, flatten, dense 3."""
    kernel = lambda name: w[name].permute(3, 2, 0, 1)
    z0 = keep("in0", last(F.conv2d(first(x), kernel("w0"), w["b0"])))
    a0 = keep("a0", torch.relu(z0))
    z1 = keep("in1", last(F.conv2d(first(a0), kernel("w1"), w["b1"], padding=(1, 0))))
    a1 = keep("a1", torch.relu(z1))
    pooled = keep("pooled", last(F.max_pool2d(first(a1), (2, 1), stride=2)))
    return keep("in2", pooled.reshape(len(x), -1) @ w["w2"] + w["b2"])


def weights():
    return {name: leaf(IMAGES[name]) for name in IMAGES if name != "x"}


def image_case():
    w = weights()
    keep = Recorder()
    x = leaf(IMAGES["x"])
    logits = image_net(x, w, keep)
    print("shapes:", {name: list(value.shape) for name, value in keep.kept.items()})
    loss = F.cross_entropy(logits, torch.tensor(LABELS.astype(np.int64)))
    loss.backward()
    return {
        "name": "image net",
        "attrs": {},
        "inputs": {name: golden.tensor(value) for name, value in IMAGES.items()},
        "outputs": {
            "loss": golden.result(loss.item()),
            **keep.outputs(),
            **{"d " + name: golden.result(value.grad.numpy()) for name, value in w.items()},
        },
    }


def scores_of(x, w, keep=lambda name, value: value):
    return image_net(x, w, keep)[torch.arange(len(x)), torch.tensor(LABELS.astype(np.int64))]


def saliency_case():
    x = leaf(IMAGES["x"])
    scores_of(x, weights()).sum().backward()
    gradient = x.grad.numpy()
    return {
        "name": "saliency",
        "attrs": {},
        "inputs": {},
        "outputs": {
            "gradient": golden.result(gradient),
            "map": golden.result(np.abs(gradient).max(axis=-1)),
        },
    }


def integrated_gradients_case(steps=16):
    """By Gauss-Legendre quadrature, from a baseline of 0.1."""
    w = weights()
    x = torch.tensor(IMAGES["x"].astype(np.float64))
    baseline = torch.full_like(x, 0.1)
    points, shares = np.polynomial.legendre.leggauss(steps)
    total = torch.zeros_like(x)
    for point, share in zip(points, shares):
        at = (baseline + (point + 1) / 2 * (x - baseline)).requires_grad_()
        (gradient,) = torch.autograd.grad(scores_of(at, w).sum(), at)
        total += share / 2 * gradient
    attributions = (x - baseline) * total
    ends = [scores_of(at, w).detach().numpy() for at in (x, baseline)]
    return {
        "name": "integrated gradients",
        "attrs": {"steps": steps, "baseline": 0.1},
        "inputs": {},
        "outputs": {
            "attributions": golden.result(attributions.numpy()),
            "errors": golden.result(attributions.numpy().sum(axis=(1, 2, 3)) - (ends[0] - ends[1])),
        },
    }


def grad_cam_case(name, feature):
    w = weights()
    keep = Recorder()
    scores_of(leaf(IMAGES["x"]), w, keep).sum().backward()
    features = keep.kept[feature]
    share = features.grad.mean(dim=(1, 2), keepdim=True)
    cam = torch.relu((share * features.detach()).sum(dim=-1))
    size = IMAGES["x"].shape[1:3]
    large = F.interpolate(cam[:, None], size=size, mode="bilinear", align_corners=False)[:, 0]
    return {
        "name": name,
        "attrs": {},
        "inputs": {},
        "outputs": {
            "weights": golden.result(share[:, 0, 0].numpy()),
            "map": golden.result(cam.detach().numpy()),
            "large": golden.result(large.detach().numpy()),
        },
    }


golden.write(
    "explain",
    {"library": "torch", "version": torch.__version__, "script": "goldens/explain.py"},
    [
        dense_case(),
        image_case(),
        saliency_case(),
        integrated_gradients_case(),
        grad_cam_case("grad-cam of the last convolution", "a1"),
        grad_cam_case("grad-cam of the first convolution", "a0"),
    ],
    labels=[int(label) for label in LABELS],
)
