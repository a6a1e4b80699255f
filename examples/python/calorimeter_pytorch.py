"""Model 2 of arXiv 2505.17254 in PyTorch: a photon's energy from 15 x 15 cells, on samples that Surefoot hands over as files.

calorimeter-pytorch.yaml races it; `surefoot select` with `examples/paper-energy.yaml` trains the same network without Python.
"""

import numpy
import torch
from torch import nn

from surefoot import report, trainer

torch.set_num_threads(1)  # Surefoot's workers use the other cores.

SELECTION = {}


class Model2(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolutions = nn.Sequential(
            nn.Conv2d(1, 32, 3, bias=False),
            nn.ReLU(),
            nn.MaxPool2d(2, 2),
            nn.Conv2d(32, 64, 3, bias=False),
            nn.ReLU(),
            nn.MaxPool2d(2, 1),
            nn.Flatten(),
        )
        # The sum of the cells joins the features.
        self.head = nn.Sequential(nn.Linear(64 * 3 * 3 + 1, 9), nn.ReLU(), nn.Linear(9, 1))

    def forward(self, cells, total):
        return self.head(torch.cat([self.convolutions(cells), total], 1))


def load(files):
    """Cells as PyTorch wants them, channels first, their sum, and the energy."""
    cells, energy = files.load()
    cells = torch.from_numpy(cells).permute(0, 3, 1, 2).contiguous()
    return cells, cells.sum((1, 2, 3))[:, None], torch.from_numpy(energy)


def relative_squared_error(prediction, energy):
    return (((prediction - energy) / energy) ** 2).mean()


@trainer
def train(config, seeds, sample):
    cells, total, energy = load(sample.training)
    cells_shift, cells_scale = cells.mean(), cells.std(unbiased=False)
    total_shift, total_scale = total.mean(), total.std(unbiased=False)

    def scaled(cells, total):
        return (cells - cells_shift) / cells_scale, (total - total_shift) / total_scale

    inputs = scaled(cells, total)
    model = Model2()  # its initial weights come from seeds.init: the helper has seeded PyTorch with it
    optimizer = torch.optim.AdamW(model.parameters(), config["learningRate"], weight_decay=config["weightDecay"])
    batch = config["batchSize"]
    steps = config["epochs"] * -(-len(energy) // batch)
    # Down to nothing at the end: what a trial comes to is then its sample and weights, not its last few batches.
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    order = torch.Generator().manual_seed(seeds.order)
    for epoch in range(config["epochs"]):
        model.train()
        epoch_loss = 0.0
        for rows in torch.randperm(len(energy), generator=order).split(batch):
            optimizer.zero_grad()
            loss = relative_squared_error(model(*(part[rows] for part in inputs)), energy[rows])
            loss.backward()
            optimizer.step()
            schedule.step()
            epoch_loss += loss.item() * len(rows)
        report(epoch, epoch_loss / len(energy))

    model.eval()
    with torch.no_grad():
        if sample.selection.inputs not in SELECTION:
            SELECTION[sample.selection.inputs] = load(sample.selection)
        cells, total, energy = SELECTION[sample.selection.inputs]
        loss = relative_squared_error(model(*scaled(cells, total)), energy).item()
    return {"loss": loss, "relativeRmse": float(numpy.sqrt(loss))}
