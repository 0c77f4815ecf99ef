"""Losses of the first six training steps of the W3 net from fixed weights, from PyTorch.

conv 32 3x3 same relu, max pool 2, conv 64 3x3 same relu, max pool 2, flatten in NHWC order, dense 128
relu, dense 10, mean softmax cross-entropy, Adam; the same batch of 64 at every step. Weights and images
are not stored: w3.json tells the formula, and the first values of every tensor to check it by.
"""

import numpy as np
import torch
import torch.nn.functional as F

import golden

BATCH = 64
STEPS = 6
ADAM = {"learningRate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
# name, shape, seed, scale
PARAMETERS = [
    ("conv1.kernel", [3, 3, 1, 32], 1, 0.14),
    ("conv1.bias", [32], 2, 0.05),
    ("conv2.kernel", [3, 3, 32, 64], 3, 0.083),
    ("conv2.bias", [64], 4, 0.05),
    ("dense1.kernel", [3136, 128], 5, 0.043),
    ("dense1.bias", [128], 6, 0.05),
    ("dense2.kernel", [128, 10], 7, 0.2),
    ("dense2.bias", [10], 8, 0.05),
]
IMAGES = ("images", [BATCH, 28, 28, 1], 9, 1)


def images():
    return np.abs(golden.stream(IMAGES[2], IMAGES[1], IMAGES[3]))


def labels():
    return np.arange(BATCH) * 7 % 10


def logits_of(x, parameters):
    """Runs the net; x is NHWC, kernels HWIO and [in, out]."""
    w1, b1, w2, b2, w3, b3, w4, b4 = parameters
    y = x.permute(0, 3, 1, 2)
    y = F.max_pool2d(F.relu(F.conv2d(y, w1.permute(3, 2, 0, 1).contiguous(), b1, padding=1)), 2)
    y = F.max_pool2d(F.relu(F.conv2d(y, w2.permute(3, 2, 0, 1).contiguous(), b2, padding=1)), 2)
    y = y.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    return F.relu(y @ w3 + b3) @ w4 + b4


def train(dtype, epsilon_of):
    """Returns the six losses, the first logits, the first gradients' squared norms, and the final parameters."""
    x = torch.tensor(images(), dtype=dtype)
    target = torch.tensor(labels())
    parameters = [
        torch.tensor(golden.stream(seed, shape, scale), dtype=dtype, requires_grad=True)
        for _, shape, seed, scale in PARAMETERS
    ]
    adam = torch.optim.Adam(parameters, lr=ADAM["learningRate"], betas=(ADAM["beta1"], ADAM["beta2"]))
    losses = []
    for step in range(1, STEPS + 1):
        adam.zero_grad()
        logits = logits_of(x, parameters)
        loss = F.cross_entropy(logits, target)
        loss.backward()
        losses.append(float("%.7g" % loss.item()))
        if step == 1:
            first_logits = logits.detach()[0].numpy()
            norms = [float("%.7g" % (p.grad.double() ** 2).sum().item()) for p in parameters]
        adam.param_groups[0]["eps"] = epsilon_of(step)
        adam.step()
    return losses, first_logits, norms, parameters


def torch_epsilon(step):
    return ADAM["epsilon"]


def keras_epsilon(step):
    """Returns the epsilon with which PyTorch's update is Keras': Keras adds its own before the correction."""
    return ADAM["epsilon"] / (1 - ADAM["beta2"] ** step) ** 0.5


def main():
    torch.set_num_threads(1)
    losses, _, _, _ = train(torch.float32, torch_epsilon)
    keras_losses, _, _, _ = train(torch.float32, keras_epsilon)
    exact_losses, logits, norms, final = train(torch.float64, torch_epsilon)
    np.testing.assert_allclose(losses, exact_losses, rtol=2e-6)
    tensors = {}
    for (name, shape, seed, scale), norm, after in zip(PARAMETERS, norms, final):
        tensors[name] = {
            "shape": shape,
            "seed": seed,
            "scale": scale,
            "firstValues": golden.tensor(golden.stream(seed, shape, scale).ravel()[:4]),
            "firstGradientSquaredNorm": norm,
            "firstValuesAfterSixSteps": golden.result(after.detach().numpy().ravel()[:4]),
        }
    pixels = {
        "shape": IMAGES[1],
        "seed": IMAGES[2],
        "scale": IMAGES[3],
        "then": "absolute value",
        "firstValues": golden.tensor(images().ravel()[:4]),
    }
    golden.write(
        "w3",
        {"library": "torch", "version": torch.__version__, "script": "goldens/w3.py"},
        [
            {
                "name": "W3, batch 64, Adam",
                "attrs": ADAM,
                "inputs": {"images": pixels, "labels": "label of image i = (i * 7) % 10", "parameters": tensors},
                "outputs": {
                    "losses": losses,
                    "lossesWithKerasEpsilon": keras_losses,
                    "firstLogitsOfImage0": golden.result(logits),
                },
            }
        ],
        generator=golden.GENERATOR,
        note="loss k is before update k and computed in float32, all else in float64; losses: epsilon is added to "
        "the root of the bias-corrected second moment (PyTorch, TensorFlow.js), lossesWithKerasEpsilon: to the "
        "root of the uncorrected one",
    )


if __name__ == "__main__":
    main()
