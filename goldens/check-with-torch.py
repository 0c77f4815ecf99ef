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


# Where PyTorch has the same formulas. RMSProp's epsilon shows where a gradient is 0.001; Nadam's momentum differs.
TRAJECTORIES = {
    "sgd": (torch.optim.SGD, lambda a: {"momentum": a.get("momentum", 0), "nesterov": a.get("nesterov", False)}),
    "adagrad": (
        torch.optim.Adagrad,
        lambda a: {"initial_accumulator_value": a.get("initialAccumulator", 0.1), "eps": 1e-7},
    ),
    "adadelta": (torch.optim.Adadelta, lambda a: {"rho": a.get("rho", 0.95), "eps": a.get("epsilon", 1e-7)}),
    "adam": (torch.optim.Adam, lambda a: {**betas(a), "amsgrad": a.get("amsgrad", False)}),
    "adamW": (
        torch.optim.AdamW,
        lambda a: {**betas(a), "amsgrad": a.get("amsgrad", False), "weight_decay": a.get("weightDecay", 0.004)},
    ),
    "adamax": (torch.optim.Adamax, lambda a: betas(a)),
}
CHECKED = {"learningRate", "momentum", "nesterov", "initialAccumulator", "rho", "beta1", "beta2", "amsgrad"}
CLIPPED = {"clipValue", "clipNorm", "clipGlobalNorm", "accumulate"}


def betas(attrs):
    return {"betas": (attrs.get("beta1", 0.9), attrs.get("beta2", 0.999)), "eps": 1e-7}


def clip(attrs, weights):
    if "clipValue" in attrs:
        torch.nn.utils.clip_grad_value_(weights, attrs["clipValue"])
    if "clipGlobalNorm" in attrs:
        torch.nn.utils.clip_grad_norm_(weights, attrs["clipGlobalNorm"])
    for weight in weights if "clipNorm" in attrs else []:
        torch.nn.utils.clip_grad_norm_([weight], attrs["clipNorm"])


def check_trajectory(file, case):
    """True when PyTorch has what the case needs."""
    attrs = case["attrs"]
    known = CHECKED | CLIPPED | ({"weightDecay"} if case["optimizer"] == "adamW" else set())
    if case["optimizer"] not in TRAJECTORIES or set(attrs) - known or isinstance(attrs["learningRate"], dict):
        return False
    make, options_of = TRAJECTORIES[case["optimizer"]]
    weights = [torch.tensor(golden.array_of(w), dtype=torch.float64, requires_grad=True) for w in file["weights"]]
    gradients = [torch.tensor(golden.array_of(g), dtype=torch.float64) for g in file["gradients"]]
    optimizer = make(weights, attrs["learningRate"], **options_of(attrs))
    count = attrs.get("accumulate", 1)
    for step in range(len(gradients[0])):
        if (step + 1) % count == 0:
            for weight, gradient in zip(weights, gradients):
                weight.grad = gradient[step + 1 - count : step + 1].mean(0)
            clip(attrs, weights)
            optimizer.step()
        if step + 1 not in file["recorded"]:
            continue
        row = file["recorded"].index(step + 1)
        for index, weight in enumerate(weights):
            expected = golden.array_of(case["outputs"]["w%d" % index])[row]
            np.testing.assert_allclose(weight.detach().numpy(), expected, rtol=1e-5, atol=2e-6, err_msg=case["name"])
    return True


if __name__ == "__main__":
    cases = golden.read("optimizers")["cases"]
    for case in cases:
        for output in case["outputs"]:
            check_optimizer(case, output)
    print("optimizers: %d cases agree" % len(cases))
    trajectories = golden.read("trajectories")
    checked = sum(check_trajectory(trajectories, case) for case in trajectories["cases"])
    print("trajectories: %d of %d cases agree" % (checked, len(trajectories["cases"])))
