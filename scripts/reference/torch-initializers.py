"""What PyTorch draws first weights from: fans, bounds or standard deviations, and the moments of what it drew.

Run: python3 scripts/reference/torch-initializers.py  (needs PyTorch; writes test/reference/torch-initializers.json)

The numbers that PyTorch hands to its generators are caught, so that bounds and deviations are its own to the last digit. Kaiming with
the gain of a linear unit is LeCun's.
"""
import json
import pathlib

import torch
from torch.nn import init

VALUES = 10_000

LAYERS = [
    (lambda: torch.nn.Linear(90, 160), [90], {"dense": {"units": 160}}),
    (lambda: torch.nn.Linear(200, 7), [200], {"dense": {"units": 7}}),
    (lambda: torch.nn.Conv2d(4, 16, 3), [6, 6, 4], {"conv": {"filters": 16, "kernel": 3}}),
    (lambda: torch.nn.Conv2d(2, 12, (5, 3)), [7, 6, 2], {"conv": {"filters": 12, "kernel": "5x3"}}),
]


def kaiming(draw, nonlinearity="relu", **own):
    return lambda weight: draw(weight, nonlinearity=nonlinearity, **own)


INITIALIZERS = [
    ("pytorch", None),
    ("kaiming-uniform", kaiming(init.kaiming_uniform_)),
    ({"name": "kaiming-uniform", "fan": "out"}, kaiming(init.kaiming_uniform_, mode="fan_out")),
    ("kaiming-normal", kaiming(init.kaiming_normal_)),
    ({"name": "kaiming-normal", "fan": "out", "gain": init.calculate_gain("tanh")},
     kaiming(init.kaiming_normal_, "tanh", mode="fan_out")),
    ("xavier-uniform", init.xavier_uniform_),
    ({"name": "xavier-uniform", "gain": 2}, lambda weight: init.xavier_uniform_(weight, gain=2)),
    ("xavier-normal", init.xavier_normal_),
    ("lecun-uniform", kaiming(init.kaiming_uniform_, "linear")),
    ("lecun-normal", kaiming(init.kaiming_normal_, "linear")),
    ({"name": "lecun-normal", "gain": init.calculate_gain("tanh")}, kaiming(init.kaiming_normal_, "tanh")),
    ("orthogonal", init.orthogonal_),
    ({"name": "orthogonal", "gain": 3}, lambda weight: init.orthogonal_(weight, gain=3)),
    ({"name": "constant", "value": 0.5}, lambda weight: init.constant_(weight, 0.5)),
]

caught = []
uniform, normal = torch.Tensor.uniform_, torch.Tensor.normal_


def catch_uniform(tensor, low=0, high=1, **rest):
    caught.append({"bound": high})
    return uniform(tensor, low, high, **rest)


def catch_normal(tensor, mean=0, std=1, **rest):
    caught.append({"deviation": std})
    return normal(tensor, mean, std, **rest)


torch.Tensor.uniform_, torch.Tensor.normal_ = catch_uniform, catch_normal
torch.manual_seed(1)
rows = []
for make, input_shape, layer in LAYERS:
    fan_in, fan_out = init._calculate_fan_in_and_fan_out(make().weight)
    for initialization, draw in INITIALIZERS:
        weights = []
        while sum(map(len, weights)) < VALUES:
            caught.clear()
            made = make()
            if draw is not None:
                caught.clear()
                draw(made.weight)
            weights.append(made.weight.detach().flatten())
        values = torch.cat(weights).double()
        # Orthogonal matrices are made of standard normal numbers, which say nothing of them.
        weight, bias = (caught + [{}, {}])[:2] if "orthogonal" not in str(initialization) else ({}, {})
        rows.append({
            "layer": layer, "inputShape": input_shape, "fanIn": fan_in, "fanOut": fan_out, "initialization": initialization,
            **weight, **({"biasBound": bias["bound"]} if bias else {}),
            "mean": values.mean().item(), "rootMeanSquare": values.square().mean().sqrt().item(),
        })

here = pathlib.Path(__file__).parents[2]
lines = ",\n".join(json.dumps(row) for row in rows)
(here / "test/reference/torch-initializers.json").write_text(
    f'{{"torch": "{torch.__version__}", "values": {VALUES}, "rows": [\n{lines}\n]}}\n'
)
