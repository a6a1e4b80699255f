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
from torch import nn

EXAMPLES, BATCH, EPOCHS = 40, 16, 67


def extent(value):
    return (value, value) if isinstance(value, int) else tuple(int(part) for part in value.split("x"))


ACTIVATIONS = {"none": nn.Identity, "relu": nn.ReLU, "tanh": nn.Tanh}


class Flat(nn.Module):
    def forward(self, x):
        return x if x.dim() == 2 else x.permute(0, 2, 3, 1).flatten(1)


def pool_arguments(settings):
    settings = settings if isinstance(settings, dict) else {"size": settings}
    size = extent(settings["size"])
    return size, extent(settings["stride"]) if "stride" in settings else size


class Network(nn.Module):
    """The configured layers; `weights` lists the parameters with the kind that says how each is laid out."""

    def __init__(self, configuration, shape, outputs):
        super().__init__()
        self.weights = []
        modules = []
        shape = list(shape)
        for entry in configuration["layers"] + [{"dense": {"units": outputs, "activation": "none"}}]:
            (kind, settings), = entry.items()
            if kind == "conv":
                kernel, stride = extent(settings.get("kernel", 3)), extent(settings.get("stride", 1))
                layer = nn.Conv2d(shape[2], settings["filters"], kernel, stride, bias=settings.get("bias", True))
                modules.append(layer)
                self.weights.append(("conv", layer.weight))
                if layer.bias is not None:
                    self.weights.append(("vector", layer.bias))
                shape = [(n - k) // s + 1 for n, k, s in zip(shape, kernel, stride)] + [settings["filters"]]
                modules.append(ACTIVATIONS[settings.get("activation", "relu")]())
            elif kind == "maxPool":
                size, stride = pool_arguments(settings)
                modules.append(nn.MaxPool2d(size, stride))
                shape = [(n - k) // s + 1 for n, k, s in zip(shape, size, stride)] + [shape[2]]
            elif kind == "flatten":
                modules.append(Flat())
                shape = [int(torch.tensor(shape).prod())]
            elif kind == "dense":
                modules.append(Flat())
                layer = nn.Linear(int(torch.tensor(shape).prod()), settings["units"], bias=settings.get("bias", True))
                modules.append(layer)
                self.weights.append(("dense", layer.weight))
                if layer.bias is not None:
                    self.weights.append(("vector", layer.bias))
                modules.append(ACTIVATIONS[settings.get("activation", "relu")]())
                shape = [settings["units"]]
        self.body = nn.Sequential(*modules)

    def forward(self, x):
        return self.body(x)

    def flat(self, of=lambda tensor: tensor):
        parts = []
        for kind, tensor in self.weights:
            value = of(tensor).detach().double()
            if kind == "conv":
                value = value.permute(2, 3, 1, 0)
            elif kind == "dense":
                value = value.t()
            parts.append(value.reshape(-1))
        return torch.cat(parts)

    def load(self, values):
        offset = 0
        for kind, tensor in self.weights:
            part = values[offset : offset + tensor.numel()]
            offset += tensor.numel()
            if kind == "conv":
                filters, channels, height, width = tensor.shape
                part = part.reshape(height, width, channels, filters).permute(3, 2, 0, 1)
            elif kind == "dense":
                part = part.reshape(tensor.shape[1], tensor.shape[0]).t()
            tensor.data.copy_(part.reshape(tensor.shape))


OPTIMIZERS = {
    "sgd": lambda p, o: torch.optim.SGD(
        p, o["learningRate"], momentum=o.get("momentum", 0), weight_decay=o.get("weightDecay", 0)
    ),
    "adamw": lambda p, o: torch.optim.AdamW(
        p,
        o["learningRate"],
        betas=(o.get("beta1", 0.9), o.get("beta2", 0.999)),
        eps=o.get("epsilon", 1e-8),
        weight_decay=o.get("weightDecay", 0.01),
    ),
}

LOSSES = {
    "mse": lambda outputs, targets: nn.functional.mse_loss(outputs, targets),
    "cross-entropy": lambda outputs, targets: nn.functional.cross_entropy(outputs, targets[:, 0].long()),
}


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
