"""Compares the goldens that Keras made with PyTorch in float64; stops at a disagreement.

Keras' place of Adam's epsilon is had by another epsilon at each step. RMSProp's epsilon is at another place too,
too small to show but where gradients are tiny: there the formula is the witness.
"""

import numpy as np
import torch

import golden

SAME_NAMES = {"momentum", "nesterov"}


def optimizer_of(case, weights):
    attrs = case["attrs"]
    options = {key: value for key, value in attrs.items() if key in SAME_NAMES}
    if case["optimizer"] == "sgd":
        return torch.optim.SGD([weights], attrs["learningRate"], **options)
    if case["optimizer"] == "rmsProp":
        return torch.optim.RMSprop([weights], attrs["learningRate"], alpha=attrs["rho"], eps=attrs["epsilon"], **options)
    return torch.optim.Adam([weights], attrs["learningRate"], (attrs["beta1"], attrs["beta2"]), attrs["epsilon"])


def rms_prop_by_formula(attrs, weights, gradients):
    moment = np.zeros_like(weights)
    for gradient in gradients:
        moment = attrs["rho"] * moment + (1 - attrs["rho"]) * gradient**2
        weights = weights - attrs["learningRate"] * gradient / np.sqrt(moment + attrs["epsilon"])
        yield weights


def check_optimizer(case, output):
    weights = torch.tensor(golden.array_of(case["inputs"]["weights"]), dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of(case, weights)
    expected = golden.array_of(case["outputs"][output])
    gradients = golden.array_of(case["inputs"]["gradients"]).astype(np.float64)
    if case["name"] == "rmsProp, gradients near epsilon":
        by_formula = list(rms_prop_by_formula(case["attrs"], weights.detach().numpy(), gradients))
        np.testing.assert_allclose(by_formula, expected, rtol=1e-6, atol=1e-7)
        return
    relative = 2e-5 if case["optimizer"] == "rmsProp" else 1e-6
    for step, (gradient, after) in enumerate(zip(gradients, expected), start=1):
        if case["optimizer"] == "adam" and output == "weights":
            correction = (1 - case["attrs"]["beta2"] ** step) ** 0.5
            optimizer.param_groups[0]["eps"] = case["attrs"]["epsilon"] / correction
        weights.grad = torch.tensor(gradient)
        optimizer.step()
        np.testing.assert_allclose(weights.detach().numpy(), after, rtol=relative, atol=1e-7, err_msg=case["name"])


if __name__ == "__main__":
    cases = golden.read("optimizers")["cases"]
    for case in cases:
        for output in case["outputs"]:
            check_optimizer(case, output)
    print("optimizers: %d cases agree" % len(cases))
