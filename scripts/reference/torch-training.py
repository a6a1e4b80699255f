"""Reference trainings by PyTorch: losses and gradients of small networks from given weights, data and batch order.

Run: python3 scripts/reference/torch-training.py  (needs PyTorch; writes test/reference/torch-training.json)

Each case is a configuration as Surefoot reads it. Gradients are PyTorch's in float64, of the first batch at the initial
weights; losses are those of 201 steps in float64; `gap` is the largest difference of PyTorch's own float32 run from
them. Parameters and gradients are flat, in Surefoot's layout: convolutions [kernel cell, channel, filter], dense layers
[input, unit], maps flattened position by position.
"""
import json
import pathlib
import random

import torch

from torch_networks import LOSSES, OPTIMIZERS, Network

EXAMPLES, BATCH, EPOCHS = 40, 16, 67


def order_of(epoch):
    return [(index * 7 + epoch * 3) % EXAMPLES for index in range(EXAMPLES)]


def train(case, dtype):
    configuration = case["configuration"]
    torch.manual_seed(0)
    model = Network(configuration, case["inputShape"], case["outputs"]).to(dtype)
    model.load(torch.tensor(case["parameters"], dtype=dtype))
    inputs = torch.tensor(case["inputs"], dtype=dtype).reshape(EXAMPLES, *case["inputShape"])
    if inputs.dim() == 4:
        inputs = inputs.permute(0, 3, 1, 2)
    targets = torch.tensor(case["targets"], dtype=dtype).reshape(EXAMPLES, -1)
    loss_of = LOSSES[configuration["loss"]]
    settings = configuration["optimizer"]
    optimizer = OPTIMIZERS[settings["name"]](model.parameters(), settings)
    losses, gradient = [], None
    for epoch in range(EPOCHS):
        order = order_of(epoch)
        for start in range(0, EXAMPLES, BATCH):
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            loss = loss_of(model(inputs[rows]), targets[rows])
            loss.backward()
            if gradient is None:
                gradient = model.flat(lambda tensor: tensor.grad).tolist()
            optimizer.step()
            losses.append(loss.item())
    return losses, gradient


def make_case(name, configuration, shape, task="regression", outputs=2, sparse=False):
    source = random.Random(name)
    cells = 1
    for size in shape:
        cells *= size
    # Many equal cells (zeros) make ties in pooling windows, as sparse images do.
    value = (lambda: round(source.gauss(0, 1), 2) if source.random() > 0.6 else 0.0) if sparse else (
        lambda: round(source.gauss(0, 1), 2))
    inputs = [value() for _ in range(EXAMPLES * cells)]
    count = EXAMPLES * (1 if task == "classification" else outputs)
    targets = [source.randrange(outputs) if task == "classification" else round(source.gauss(0, 1), 2) for _ in range(count)]
    torch.manual_seed(sum(map(ord, name)))
    model = Network(configuration, shape, outputs)
    case = {
        "name": name,
        "configuration": configuration,
        "inputShape": list(shape),
        "task": task,
        "outputs": outputs,
        "inputs": inputs,
        "targets": targets,
        "parameters": [round(value, 4) for value in model.flat().tolist()],
    }
    exact, gradient = train(case, torch.float64)
    single, _ = train(case, torch.float32)
    case["gradient"] = [float(f"{value:.9g}") for value in gradient]
    case["losses"] = [float(f"{value:.9g}") for value in exact]
    case["gap"] = max(abs(a - b) for a, b in zip(exact, single))
    print(f"{name}: loss {exact[0]:.4f} -> {exact[-1]:.4f}, gap {case['gap']:.1e}")
    return case


ADAMW = {"name": "adamw", "learningRate": 0.003, "weightDecay": 0.05}
SGD = {"name": "sgd", "learningRate": 0.02}


def configure(layers, optimizer=ADAMW, loss="mse"):
    return {"layers": layers, "optimizer": optimizer, "loss": loss, "inputs": "none", "batchSize": BATCH}


CASES = [
    ("dense", configure([{"dense": {"units": 6}}]), (5,)),
    ("dense tanh sgd", configure([{"dense": {"units": 6, "activation": "tanh"}}], SGD), (5,)),
    (
        "two convolutions as in Model 1",
        configure(
            [
                {"conv": {"filters": 4, "kernel": 3, "bias": False}},
                {"maxPool": 2},
                {"conv": {"filters": 5, "kernel": 2, "bias": False}},
                {"maxPool": {"size": 2, "stride": 1}},
                {"dense": {"units": 6}},
            ]
        ),
        (9, 9, 1),
        {"sparse": True},
    ),
    (
        "convolutions, cross-entropy, momentum",
        configure(
            [
                {"conv": {"filters": 3, "kernel": "3x2", "activation": "tanh"}},
                {"conv": {"filters": 4, "kernel": 3, "stride": "1x2"}},
                {"maxPool": {"size": "2x1", "stride": 1}},
                {"flatten": {}},
                {"dense": {"units": 5, "bias": False, "activation": "tanh"}},
            ],
            {"name": "sgd", "learningRate": 0.02, "momentum": 0.9, "weightDecay": 0.001},
            "cross-entropy",
        ),
        (7, 8, 2),
        {"task": "classification", "outputs": 3},
    ),
    (
        "pooling twice without overlap",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 3}},
                {"maxPool": 2},
                {"conv": {"filters": 4, "kernel": 2}},
                {"maxPool": 3},
            ],
            SGD,
            "cross-entropy",
        ),
        (10, 10, 1),
        {"task": "classification", "outputs": 3, "sparse": True},
    ),
]

if __name__ == "__main__":
    cases = [make_case(name, configuration, shape, **(more[0] if more else {})) for name, configuration, shape, *more in CASES]
    path = pathlib.Path(__file__).parents[2] / "test/reference/torch-training.json"
    path.write_text(json.dumps({"torch": torch.__version__, "examples": EXAMPLES, "batch": BATCH, "cases": cases}) + "\n")
