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

from torch_networks import Network, TargetScale, clip, make_loss, make_optimizer, make_schedule, raw_features

EXAMPLES, BATCH, EPOCHS = 40, 16, 67


def order_of(epoch):
    return [(index * 7 + epoch * 3) % EXAMPLES for index in range(EXAMPLES)]


def noise():
    """Uniform numbers from Lehmer's generator with multiplier 48271, seed 1."""
    state = 1

    def draw():
        nonlocal state
        state = state * 48271 % 2147483647
        return state / 2147483647

    return draw


def train(case, dtype):
    configuration = case["configuration"]
    width = case["outputs"] if case["width"] is None else case["width"]
    model = Network(configuration, case["inputShape"], width, levels=case.get("levels", ()))
    model = model.to(dtype)
    model.load(torch.tensor(case["parameters"], dtype=dtype))
    model.draw_noise_from(noise())
    inputs = torch.tensor(case["inputs"], dtype=dtype).reshape(EXAMPLES, *case["inputShape"])
    features = {name: torch.tensor(values, dtype=dtype)[:, None] for name, values in case["features"].items()}
    if inputs.dim() > 2:
        inputs = inputs.movedim(-1, 1)
    if inputs.dim() == 4:
        features |= raw_features(inputs)
    targets = torch.tensor(case["targets"], dtype=dtype).reshape(EXAMPLES, -1)
    target_scale = TargetScale(configuration, targets)
    optimizer = make_optimizer(model.parameters(), configuration["optimizer"])
    steps = -(-EXAMPLES // BATCH)
    schedule = make_schedule(optimizer, configuration.get("schedule", "constant"), EPOCHS, steps)
    losses, gradient = [], None
    for epoch in range(EPOCHS):
        order = order_of(epoch)
        for start in range(0, EXAMPLES, BATCH):
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            model.join({name: values[rows] for name, values in features.items()})
            loss, reported = target_scale.losses(model(inputs[rows]), targets[rows])
            loss.backward()
            if gradient is None:
                gradient = model.flat(lambda tensor: tensor.grad).tolist()
            if "gradientClipping" in configuration:
                clip(model.parameters(), configuration["gradientClipping"])
            optimizer.step()
            schedule.step()
            losses.append(reported.item())
    model.eval()
    model.join(features)
    with torch.no_grad():
        final = make_loss(configuration["loss"])(target_scale.restore(model(inputs)), targets).item()
    return losses, gradient, final


def make_case(name, configuration, shape, task="regression", outputs=2, width=None, sparse=False, positive=False, coarse=False, columns=(), sizes=(), levels=(), tokens=None):
    source = random.Random(name)
    if task == "regression":
        configuration = {"target": "none", **configuration}
    cells = 1
    for size in shape:
        cells *= size

    def value():
        if coarse:
            return float(source.randrange(2))
        if tokens is not None:
            return source.randrange(tokens)
        # Many equal cells (zeros) make ties in pooling windows, as sparse images do.
        return 0.0 if sparse and source.random() < 0.6 else round(abs(source.gauss(0, 1)) if positive else source.gauss(0, 1), 2)

    inputs = [value() for _ in range(EXAMPLES * cells)]
    for place, count in enumerate(levels):
        # Level 0 is one that no row of the table stands for.
        inputs[cells - len(levels) + place :: cells] = [source.randrange(count + 1) for _ in range(EXAMPLES)]
    targets = [
        source.randrange(outputs) if task == "classification" else round(source.gauss(0, 1), 2) or 0.5
        for _ in range(EXAMPLES * (1 if task == "classification" else outputs))
    ]
    if configuration["loss"] in ("relative-squared-error", "relative-rmse") or configuration.get("target") == "log":
        targets = [round(1 + 2 * source.random(), 2) for _ in targets]
    if sizes:
        # Targets of different sizes, far from zero.
        targets = [round(sizes[place % outputs] * (5 + value), 4) for place, value in enumerate(targets)]
    torch.manual_seed(sum(map(ord, name)))
    model = Network(configuration, shape, outputs if width is None else width, levels=levels)
    case = {
        "name": name,
        "configuration": configuration,
        "inputShape": list(shape),
        "task": task,
        "outputs": outputs,
        "width": width,
        "inputs": inputs,
        "targets": targets,
        **({"levels": list(levels)} if levels else {}),
        "features": {column: [round(source.gauss(0, 1), 2) for _ in range(EXAMPLES)] for column in columns},
        "parameters": [round(value, 3) for value in model.flat().tolist()],
    }
    if coarse:
        # Inputs 0 or 1 and weights in eighths: different patches often give exactly equal sums.
        case["parameters"] = [round(8 * value) / 8 for value in case["parameters"]]
    exact, gradient, final = train(case, torch.float64)
    single, _, _ = train(case, torch.float32)
    case["gradient"] = [float(f"{value:.8g}") for value in gradient]
    case["losses"] = [float(f"{value:.7g}") for value in exact]
    case["gap"] = float(f"{max(abs(a - b) for a, b in zip(exact, single)):.3g}")
    case["finalLoss"] = float(f"{final:.7g}")
    print(f"{name}: loss {exact[0]:.4f} -> {exact[-1]:.4f}, {final:.4f} in inference, gap {case['gap']:.1e}")
    return case


ADAMW = {"name": "adamw", "learningRate": 0.003, "weightDecay": 0.05}
SGD = {"name": "sgd", "learningRate": 0.02}


def configure(layers, optimizer=ADAMW, loss="mse", **more):
    return {"layers": layers, "optimizer": optimizer, "loss": loss, "inputs": "none", "batchSize": BATCH, **more}


SMALL = [{"dense": {"units": 6, "activation": "tanh"}}]
CLASSES = {"task": "classification", "outputs": 3}

CASES = [
    ("dense", configure([{"dense": {"units": 6}}]), (5,)),
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
        "kernels, strides and windows that are not square; two channels; momentum",
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
        CLASSES,
    ),
    (
        "pooling twice without overlap",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 3, "activation": "leaky-relu"}},
                {"maxPool": 2},
                {"conv": {"filters": 4, "kernel": 2, "activation": "elu"}},
                {"maxPool": 3},
            ],
            SGD,
            "cross-entropy",
        ),
        (10, 10, 1),
        {**CLASSES, "sparse": True},
    ),
    *[
        (
            f"equal cells in pooling windows of {window}",
            configure(
                [
                    {"conv": {"filters": 3, "kernel": 2, "bias": False, "activation": "none"}},
                    {"maxPool": window},
                    {"dense": {"units": 4, "activation": "none"}},
                ]
            ),
            (9, 9, 1),
            {"coarse": True},
        )
        for window in [2, "3x2", {"size": 3, "stride": 1}]
    ],
    (
        "same padding, average pooling, two convolutions in a row",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 3, "padding": "same", "activation": "elu"}},
                {"conv": {"filters": 3, "kernel": "4x2", "stride": 2, "padding": "same", "activation": "sigmoid"}},
                {"averagePool": {"size": 2, "stride": 1}},
                {"conv": {"filters": 4, "kernel": 2, "activation": "silu"}},
                {"averagePool": 2},
            ],
            {"name": "adam", "learningRate": 0.01},
        ),
        (9, 8, 1),
    ),
    (
        "a pooled activation that is not monotone, PReLU before pooling and in a dense layer",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 2, "activation": "gelu"}},
                {"maxPool": 2},
                {"conv": {"filters": 4, "kernel": 2, "bias": False, "activation": "prelu"}},
                {"maxPool": {"size": 2, "stride": 1}},
                {"dense": {"units": 5, "activation": "prelu"}},
            ]
        ),
        (9, 9, 1),
    ),
    (
        "batch normalisation, short batches included",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 3, "bias": False, "activation": "none"}},
                {"batchNorm": {"activation": "relu"}},
                {"maxPool": 2},
                {"dense": {"units": 5, "bias": False, "activation": "none"}},
                {"batchNorm": {"momentum": 0.2, "epsilon": 1e-3, "activation": "prelu"}},
            ]
        ),
        (8, 8, 1),
    ),
    (
        "dropout by injected masks",
        configure(
            [
                {"conv": {"filters": 3, "kernel": 3}},
                {"dropout": 0.2},
                {"maxPool": 2},
                {"dense": {"units": 8, "activation": "relu"}},
                {"dropout": {"rate": 0.5}},
            ],
            ADAMW,
            "cross-entropy",
        ),
        (6, 6, 1),
        CLASSES,
    ),
    (
        "joined features",
        configure(
            [
                {"conv": {"filters": 2, "kernel": 3, "activation": "none"}},
                {"activation": "prelu"},
                {"maxPool": 2},
                {"dense": {"units": 5, "join": "sum + depth"}},
                {"dense": {"units": 4, "join": "barycentre", "activation": "silu"}},
            ]
        ),
        (6, 5, 1),
        {"sparse": True, "positive": True, "columns": ["depth"]},
    ),
    *[
        (f"activation {name}", configure([{"dense": {"units": 6, "activation": name}}, {"dense": {"units": 4, "activation": name}}]), (5,))
        for name in ["relu", "leaky-relu", "prelu", "elu", "gelu", "silu", "sigmoid", "tanh"]
    ],
    *[
        (f"loss {loss if isinstance(loss, str) else loss['name']}", configure(SMALL, ADAMW, loss), (5,))
        for loss in ["rmse", "mae", {"name": "huber", "delta": 0.7}, "relative-squared-error", "relative-rmse"]
    ],
    *[
        (f"targets {scale}, loss {loss if isinstance(loss, str) else loss['name']}", configure(SMALL, ADAMW, loss, target=scale), (5,), {"sizes": (20, 0.05)})
        for scale, losses in {
            "standardise": ["mse", "rmse", "mae", {"name": "huber", "delta": 0.7}, "relative-rmse"],
            "log": ["rmse", {"name": "huber", "delta": 0.7}],
        }.items()
        for loss in losses
    ],
    ("loss cross-entropy", configure(SMALL, ADAMW, "cross-entropy"), (5,), CLASSES),
    (
        "loss binary-cross-entropy",
        configure(SMALL, ADAMW, "binary-cross-entropy"),
        (5,),
        {"task": "classification", "outputs": 2, "width": 1},
    ),
    *[
        (f"optimizer {label}", configure(SMALL, optimizer), (5,))
        for label, optimizer in [
            ("sgd", SGD),
            ("sgd with momentum", {**SGD, "momentum": 0.9}),
            ("sgd with Nesterov momentum and L2", {**SGD, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01}),
            ("adam with L2", {"name": "adam", "learningRate": 0.01, "weightDecay": 0.02, "beta1": 0.8, "beta2": 0.95}),
            ("adamw without decay", {"name": "adamw", "learningRate": 0.01, "weightDecay": 0}),
            ("nadam with L2", {"name": "nadam", "learningRate": 0.01, "weightDecay": 0.01}),
            ("rmsprop with L2", {"name": "rmsprop", "learningRate": 0.003, "weightDecay": 0.01}),
            ("adadelta with L2", {"name": "adadelta", "learningRate": 1, "weightDecay": 0.01}),
            ("adagrad with L2", {"name": "adagrad", "learningRate": 0.05, "weightDecay": 0.01, "rateDecay": 0.01}),
        ]
    ],
    ("clipping by norm", configure(SMALL, {**SGD, "learningRate": 0.2}, gradientClipping=0.3), (5,)),
    ("clipping by value", configure(SMALL, {**SGD, "learningRate": 0.2}, gradientClipping={"value": 0.05}), (5,)),
    *[
        (f"schedule {schedule['name']}{' with warm-up' if 'warmupEpochs' in schedule else ''}", configure(SMALL, {**SGD, "learningRate": 0.2}, schedule=schedule), (5,))
        for schedule in [
            {"name": "constant", "warmupEpochs": 5},
            {"name": "step", "everyEpochs": 20, "factor": 0.3},
            {"name": "cosine", "finalFactor": 0.1},
            {"name": "cosine", "warmupEpochs": 4},
            {"name": "one-cycle"},
        ]
    ],
    (
        "embedded columns beside numbers, some levels without a row",
        configure(SMALL, ADAMW, embedding=3),
        (5,),
        {"levels": [6, 4]},
    ),
    (
        "embedded columns alone, rows as wide as their levels ask for",
        configure([], {"name": "sgd", "learningRate": 0.05, "momentum": 0.9}, "cross-entropy"),
        (2,),
        {**CLASSES, "levels": [20, 3]},
    ),
]


def write_cases(rows, file):
    """Trains all of them, and writes them into a file of test/reference."""
    torch.set_num_threads(1)
    cases = [make_case(name, configuration, shape, **(more[0] if more else {})) for name, configuration, shape, *more in rows]
    path = pathlib.Path(__file__).parents[2] / "test/reference" / file
    path.write_text(json.dumps({"torch": torch.__version__, "examples": EXAMPLES, "batch": BATCH, "cases": cases}) + "\n")


if __name__ == "__main__":
    write_cases(CASES, "torch-training.json")
