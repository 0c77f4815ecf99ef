"""Weights of torchvision's own nets by name and shape, and what the nets make of given weights."""

import numpy as np
import torch
import torchvision
from torch import nn

import golden
from zoo_weights import pictures, weight

torch.set_default_dtype(torch.float64)

NORMALIZATION = {"weight": "gamma", "bias": "beta", "running_mean": "movingMean", "running_var": "movingVariance"}


def named(net):
    """Yields (our name, kind, tensor, permutation from our axes to PyTorch's)."""
    for path, module in net.named_modules():
        tensors = dict(module.named_parameters(recurse=False), **dict(module.named_buffers(recurse=False)))
        for own, values in tensors.items():
            if own == "num_batches_tracked":
                continue
            if isinstance(module, nn.BatchNorm2d):
                yield f"{path}/{NORMALIZATION[own]}", NORMALIZATION[own], values, (0,)
            elif own == "bias":
                yield f"{path}/bias", "bias", values, (0,)
            else:
                yield f"{path}/kernel", "kernel", values, (3, 2, 0, 1) if values.dim() == 4 else (1, 0)


def ours(values, permutation):
    return tuple(np.array(values.shape)[list(np.argsort(permutation))].tolist())


def row(name, make, input_shape, **options):
    """A net with all its weights' shapes, and a small one of the same kind with what it makes of a picture."""
    net = make(num_classes=1000)
    weights = [f"{n} {list(ours(v, p))}" for n, _, v, p in named(net)]
    trained = sum(p.numel() for p in net.parameters())
    net = make(num_classes=10).eval()
    with torch.no_grad():
        for n, kind, values, permutation in named(net):
            given = weight(n, ours(values, permutation), kind)
            values.copy_(torch.from_numpy(given.transpose(permutation).astype(np.float64)))
        x = pictures((1, *input_shape)).transpose(0, 3, 1, 2).astype(np.float64)
        logits = net(torch.from_numpy(x))
    return {
        "name": name,
        "parameterCount": trained,
        "options": {"inputShape": list(input_shape), "classes": 10, **options},
        "outputs": {"logits": golden.result(logits)},
        "weights": weights,
    }


models = torchvision.models
golden.write(
    "zoo-torch",
    {"library": "torchvision", "version": torchvision.__version__, "script": "zoo-torch.py"},
    [
        row("resNet18", models.resnet18, (33, 48, 3)),
        row("squeezeNet", models.squeezenet1_0, (66, 97, 3), version="1.0"),
        row("squeezeNet", models.squeezenet1_1, (70, 71, 3), version="1.1"),
    ],
)
