"""Residual networks for pictures in PyTorch, on a GPU where there is one. pictures-resnet-pytorch.yaml races them.

Every source of randomness has its own seed, so that Surefoot can vary one and hold the others:

    init    the weights, drawn on the processor, so that they do not depend on the device
    sample  the training pictures, which Surefoot draws and hands over as files
    order   the order of batches
    noise   shifts and flips of the pictures

Equal seeds give equal losses on one kind of GPU with one version of PyTorch and CUDA. Another kind of GPU gives other last digits.
"""

import os

import torch
from torch import nn
from torch.nn import functional

from surefoot import report, trainer

# Surefoot shows each training only its own GPU.
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.set_num_threads(1)  # Surefoot's workers use the other cores.
torch.use_deterministic_algorithms(True)  # an operation that cannot be repeated is an error
torch.backends.cudnn.benchmark = False  # or the fastest kernel of the day would be taken

SELECTION = {}


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False),
            nn.BatchNorm2d(filters),
        )
        self.shortcut = nn.Sequential()
        if stride != 1 or channels != filters:
            self.shortcut = nn.Sequential(nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return functional.relu(self.body(x) + self.shortcut(x))


class Average(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))  # nn.AdaptiveAvgPool2d has no gradient that can be repeated on a GPU


def resnet(channels, classes, blocks, width):
    """6 * blocks + 2 layers: three stages, each of half the size and twice the width of the one before."""
    layers = [nn.Conv2d(channels, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    for stage in range(3):
        filters = width * 2**stage
        for block in range(blocks):
            halves = stage > 0 and block == 0
            layers.append(Block(filters // 2 if halves else filters, filters, 2 if halves else 1))
    return nn.Sequential(*layers, Average(), nn.Linear(4 * width, classes))


def load(files):
    """Pictures as PyTorch wants them, channels first, and classes as numbers."""
    pictures, classes = files.load()
    pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous()
    return pictures.to(DEVICE), torch.from_numpy(classes)[:, 0].long().to(DEVICE)


def moved(pictures, shift, flip, noise):
    """Each picture moved by up to `shift` pixels, the edge filled with 0, and turned over with a chance of a half."""
    count, _, height, width = pictures.shape
    if flip:
        turned = torch.rand(count, generator=noise) < 0.5
        pictures = torch.where(turned.to(DEVICE)[:, None, None, None], pictures.flip(3), pictures)
    if shift == 0:
        return pictures
    padded = functional.pad(pictures, (shift,) * 4)
    rows, columns = torch.randint(2 * shift + 1, (2, count, 1), generator=noise)
    rows = (rows + torch.arange(height)).to(DEVICE)
    columns = (columns + torch.arange(width)).to(DEVICE)
    which = torch.arange(count, device=DEVICE)[:, None, None]
    return padded[which, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def precision():
    """Faster arithmetic, on GPUs alone; the weights stay as precise as they are."""
    return torch.autocast(DEVICE.type, dtype=torch.bfloat16, enabled=DEVICE.type == "cuda")


@trainer
def train(config, seeds, sample, trial):
    pictures, classes = load(sample.training)
    if sample.selection.inputs not in SELECTION:
        SELECTION[sample.selection.inputs] = load(sample.selection)
    selection, wanted = SELECTION[sample.selection.inputs]
    mean, deviation = pictures.mean(), pictures.std()
    pictures = (pictures - mean) / deviation

    torch.manual_seed(seeds.init)
    kinds = int(max(classes.max(), wanted.max())) + 1
    model = resnet(pictures.shape[1], kinds, config["blocks"], config["width"])
    model = model.to(DEVICE, memory_format=torch.channels_last)
    order = torch.Generator().manual_seed(seeds.order)
    noise = torch.Generator().manual_seed(seeds.noise)

    batch, epochs = config["batchSize"], config["epochs"]
    optimizer = torch.optim.SGD(
        model.parameters(), config["learningRate"], momentum=0.9, nesterov=True, weight_decay=config["weightDecay"]
    )
    steps = epochs * -(-len(pictures) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config["learningRate"], total_steps=steps, pct_start=0.15)
    loss_of = nn.CrossEntropyLoss(label_smoothing=config["labelSmoothing"])
    for epoch in range(epochs):
        model.train()
        total = torch.zeros((), device=DEVICE)
        for rows in torch.randperm(len(pictures), generator=order).split(batch):
            rows = rows.to(DEVICE)
            inputs = moved(pictures[rows], config["shift"], config["flip"], noise)
            with precision():
                loss = loss_of(model(inputs.contiguous(memory_format=torch.channels_last)), classes[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.detach() * len(rows)
        report(epoch, total.item() / len(pictures))  # the one wait for the GPU in an epoch

    model.eval()
    with torch.no_grad(), precision():
        outputs = torch.cat([model((part - mean) / deviation).float() for part in selection.split(1024)])
    torch.save(model.state_dict(), os.path.join(trial["folder"], "model.pt"))
    return {
        "loss": functional.cross_entropy(outputs, wanted).item(),
        "accuracy": (outputs.argmax(1) == wanted).float().mean().item(),
        "artifacts": {"model": "model.pt"},
    }
