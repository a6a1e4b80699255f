"""Trainings by PyTorch to compare with: losses and gradients of small networks from given weights, data and batch order.

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


def move(pictures, settings, draw):
    """Each picture in its order: flipped along rows, then along columns, each with a chance of a half; then a window of its size
    cut at a place drawn from the picture with `shift` cells of zeros around it."""
    flips, shift, moved = {"both": [3, 2], "horizontal": [3], "vertical": [2]}.get(settings.get("flip"), []), settings.get("shift", 0), []
    for picture in pictures[:, None]:
        for axis in flips:
            picture = picture.flip(axis) if draw() < 0.5 else picture
        if shift:
            top, left = (int(draw() * (2 * shift + 1)) for _ in range(2))
            height, width = picture.shape[2:]
            picture = torch.nn.functional.pad(picture, [shift] * 4)[:, :, top : top + height, left : left + width]
        moved.append(picture)
    return torch.cat(moved)


def judged(loss):
    """The loss that finished outputs are judged by: labels are smoothed in training alone."""
    return loss if isinstance(loss, str) else {key: value for key, value in loss.items() if key != "labelSmoothing"}


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
    draw_move = noise()
    for epoch in range(EPOCHS):
        order = order_of(epoch)
        shown = move(inputs, configuration["augment"], draw_move) if "augment" in configuration else inputs
        for start in range(0, EXAMPLES, BATCH):
            rows = order[start : start + BATCH]
            optimizer.zero_grad()
            model.join({name: values[rows] for name, values in features.items()})
            loss, reported = target_scale.losses(model(shown[rows]), targets[rows])
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
        final = make_loss(judged(configuration["loss"]))(target_scale.restore(model(inputs)), targets).item()
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
CLASSES = {"task": "classification", "outputs": 3}


def configure(layers, optimizer=ADAMW, loss="mse", **more):
    return {"layers": layers, "optimizer": optimizer, "loss": loss, "inputs": "none", "batchSize": BATCH, **more}


def write_cases(name, cases):
    """Writes test/reference/`name`.json from rows of a name, a configuration, a shape and what else `make_case` takes."""
    torch.set_num_threads(1)
    made = [make_case(label, configuration, shape, **(more[0] if more else {})) for label, configuration, shape, *more in cases]
    path = pathlib.Path(__file__).parents[2] / f"test/reference/{name}.json"
    path.write_text(json.dumps({"torch": torch.__version__, "examples": EXAMPLES, "batch": BATCH, "cases": made}) + "\n")
