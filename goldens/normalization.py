"""Goldens of batch and layer normalisation and their gradients, from PyTorch in float64.

Channels are last, as everywhere here; PyTorch has them second.
"""

import torch

import golden


def batch_norm(x, mean, variance, offset, scale, epsilon):
    y = torch.nn.functional.batch_norm(x.movedim(-1, 1), mean, variance, scale, offset, eps=epsilon)
    return y.movedim(1, -1)


def by_hand(x, mean, variance, offset, scale, epsilon):
    """PyTorch's function gives no gradients of the mean and the variance."""
    return (x - mean) / torch.sqrt(variance + epsilon) * scale + offset


def layer_norm(x, offset, scale, epsilon):
    return torch.nn.functional.layer_norm(x, x.shape[-1:], scale, offset, eps=epsilon)


def batch_norm_in_training(x, offset, scale, epsilon):
    y = torch.nn.functional.batch_norm(x.movedim(-1, 1), None, None, scale, offset, training=True, eps=epsilon)
    return y.movedim(1, -1)


def case(op, name, function, inputs, epsilon):
    tensors = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in inputs.values()]
    y = function(*tensors, epsilon)
    dy = golden.short(11, list(y.shape))
    gradients = torch.autograd.grad(y, tensors, torch.tensor(dy, dtype=torch.float64))
    return {
        "name": "%s: %s" % (op, name),
        "op": op,
        "attrs": {"epsilon": epsilon},
        "inputs": {**{key: golden.tensor(value) for key, value in inputs.items()}, "dy": golden.tensor(dy)},
        "outputs": {"y": golden.result(y.detach().numpy())},
        "gradients": {"d" + key: golden.result(g.numpy()) for key, g in zip(inputs, gradients)},
    }


def cases():
    for shape in ([6, 3], [2, 3, 4, 5]):
        channels = shape[-1:]
        name = " by ".join(str(size) for size in shape)
        offset, scale = golden.short(4, channels), golden.short(5, channels)
        inputs = {
            "x": golden.short(1, shape, 3),
            "mean": golden.short(2, channels),
            "variance": abs(golden.short(3, channels)) + 0.5,
            "offset": offset,
            "scale": scale,
        }
        tensors = [torch.tensor(value, dtype=torch.float64) for value in inputs.values()]
        torch.testing.assert_close(batch_norm(*tensors, 1e-3), by_hand(*tensors, 1e-3))
        yield case("batchNorm", name, by_hand, inputs, 1e-3)
        row = {"x": inputs["x"], "offset": offset, "scale": scale}
        yield case("batchNormInTraining", name, batch_norm_in_training, row, 1e-3)
        yield case("layerNorm", name, layer_norm, row, 1e-5)


if __name__ == "__main__":
    torch.set_num_threads(1)
    golden.write(
        "normalization",
        {"library": "torch", "version": torch.__version__, "script": "goldens/normalization.py"},
        list(cases()),
        note="computed in float64, rounded to 7 digits",
    )
