"""Goldens of PyTorch's OneCycleLR and StepLR: the rate of each step."""

import torch

import golden


def rates_of(make, steps):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
    scheduler = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(rates) < steps:
            scheduler.step()
    return rates


def one_cycle(attrs, **options):
    def make(optimizer):
        return torch.optim.lr_scheduler.OneCycleLR(optimizer, attrs["maxRate"], total_steps=attrs["totalSteps"], **options)

    return case("oneCycle", attrs, rates_of(make, attrs["totalSteps"]))


def step_decay(attrs):
    def make(optimizer):
        return torch.optim.lr_scheduler.StepLR(optimizer, attrs["every"])

    return case("stepDecay", attrs, rates_of(make, 60))


def case(name, attrs, rates):
    options = ", ".join("%s %s" % pair for pair in attrs.items())
    return {
        "name": "%s: %s" % (name, options),
        "op": name,
        "attrs": attrs,
        "outputs": {"rates": golden.result(rates)},
    }


if __name__ == "__main__":
    golden.write(
        "one-cycle",
        {"library": "torch", "version": torch.__version__, "script": "goldens/one-cycle.py"},
        [
            one_cycle({"maxRate": 0.1, "totalSteps": 60}),
            one_cycle(
                {"maxRate": 0.5, "totalSteps": 50, "riseShare": 0.45, "startDivisor": 10, "endDivisor": 100},
                pct_start=0.45,
                div_factor=10,
                final_div_factor=100,
            ),
            step_decay({"initialRate": 0.1, "every": 20}),
        ],
        note="outputs.rates are those of steps 0, 1, …; computed in float64, rounded to 7 digits",
    )
