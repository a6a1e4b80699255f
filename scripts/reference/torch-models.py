"""The four published networks trained 300 steps by PyTorch from given weights and batches.

Run: python3 scripts/reference/torch-models.py  (needs PyTorch; writes test/reference/torch-models.json)

Weights and data come from Lehmer's generator (multiplier 48271), so that the file holds losses and no tensors: weights in
Surefoot's order and layout, uniform within 1 / sqrt(fan in), slopes 0.25; then clusters of 15x15 cells.
"""
import json
import math
import pathlib

import torch

from torch_networks import Network, make_loss, make_optimizer, raw_features

EXAMPLES, STEPS, CELLS = 256, 300, 15


def uniform_numbers(state):
    while True:
        state = state * 48271 % 2147483647
        yield state / 2147483647


def initial_weights(model, numbers):
    values, bound = [], 0.0
    for tensor, pack, _ in model.weights:
        if tensor.dim() > 1:
            bound = 1 / math.sqrt(tensor[0].numel())
        is_slope = tensor.dim() == 1 and torch.all(tensor == 0.25)
        values += [0.25 if is_slope else (2 * next(numbers) - 1) * bound for _ in range(tensor.numel())]
    return values


def clusters(numbers):
    """Energy in a Gaussian spot around the middle, cells below 0.1 empty; targets are the energy and the spot's x."""
    inputs, energies, positions = [], [], []
    for _ in range(EXAMPLES):
        energy, x, y = 1 + 9 * next(numbers), next(numbers) - 0.5, next(numbers) - 0.5
        for row in range(CELLS):
            for column in range(CELLS):
                distance = (column - 7 - x) ** 2 + (row - 7 - y) ** 2
                deposit = energy / (2 * math.pi) * math.exp(-distance / 2)
                inputs.append(deposit if deposit >= 0.1 else 0.0)
        energies.append(energy)
        positions.append(x)
    return inputs, energies, positions


def train(case, weights, inputs, targets, dtype):
    configuration = case["configuration"]
    model = Network(configuration, [CELLS, CELLS, 1], 1).to(dtype)
    model.load(torch.tensor(weights, dtype=dtype))
    inputs = torch.tensor(inputs, dtype=dtype).reshape(EXAMPLES, 1, CELLS, CELLS)
    features = raw_features(inputs)
    targets = torch.tensor(targets, dtype=dtype)[:, None]
    loss_of = make_loss(configuration["loss"])
    optimizer = make_optimizer(model.parameters(), configuration["optimizer"])
    batch, losses = configuration["batchSize"], []
    while len(losses) < STEPS:
        for start in range(0, EXAMPLES, batch):
            rows = slice(start, start + batch)
            optimizer.zero_grad()
            model.join({name: values[rows] for name, values in features.items()})
            loss = loss_of(model(inputs[rows]), targets[rows])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses[:STEPS]


def layers(activation, pool, dense):
    conv = {"kernel": 3, "bias": False, "activation": activation}
    return [
        {"conv": {"filters": 32, **conv}},
        {"maxPool": 2},
        {"conv": {"filters": 64, **conv}},
        {"maxPool": pool},
        *[{"dense": {"activation": activation, **settings}} for settings in dense],
    ]


OVERLAP = {"size": 2, "stride": 1}
POSITION = {"optimizer": {"name": "adamw", "learningRate": 0.0001, "weightDecay": 0.1}, "batchSize": 32, "loss": "mse"}
MODELS = [
    (
        "model-1",
        "energy",
        {
            "layers": layers("relu", OVERLAP, [{"units": 9}]),
            "optimizer": {"name": "nadam", "learningRate": 0.0001, "weightDecay": 0.01},
            "batchSize": 64,
            "loss": "relative-squared-error",
        },
    ),
    (
        "model-2",
        "energy",
        {
            "layers": layers("relu", OVERLAP, [{"units": 9, "join": "sum"}]),
            "optimizer": {"name": "adamw", "learningRate": 0.001, "weightDecay": 0.1},
            "batchSize": 32,
            "loss": "relative-squared-error",
        },
    ),
    ("model-3", "x", {"layers": layers("prelu", 4, [{"units": 64}, {"units": 9}]), **POSITION}),
    ("model-4", "x", {"layers": layers("prelu", 4, [{"units": 64}, {"units": 9, "join": "barycentre"}]), **POSITION}),
]

if __name__ == "__main__":
    torch.set_num_threads(1)
    cases = []
    for name, target, configuration in MODELS:
        case = {"name": name, "target": target, "configuration": {**configuration, "inputs": "none", "target": "none"}}
        numbers = uniform_numbers(1)
        model = Network(case["configuration"], [CELLS, CELLS, 1], 1)
        weights = initial_weights(model, numbers)
        inputs, energies, positions = clusters(numbers)
        targets = energies if target == "energy" else positions
        exact = train(case, weights, inputs, targets, torch.float64)
        single = train(case, weights, inputs, targets, torch.float32)
        case["parameters"] = len(weights)
        case["losses"] = [float(f"{value:.7g}") for value in exact]
        case["gap"] = float(f"{max(abs(a - b) for a, b in zip(exact, single)):.3g}")
        print(f"{name}: {len(weights)} parameters, loss {exact[0]:.4f} -> {exact[-1]:.5f}, gap {case['gap']:.1e}")
        cases.append(case)
    path = pathlib.Path(__file__).parents[2] / "test/reference/torch-models.json"
    path.write_text(json.dumps({"torch": torch.__version__, "examples": EXAMPLES, "cases": cases}) + "\n")
