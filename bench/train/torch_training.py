"""Trains networks in PyTorch on request, for bench/train.ts: one JSON object per line in, one per line out.

`mode` is `plain` (as people write it: contiguous tensors, activation before pooling, the default AdamW) or `tuned` (the
best we know: channels_last for pictures, pooling before activation, fused AdamW). `setup` takes the place of the network before;
then `losses` and `time` follow a given order of examples. Times are on the wall, and of the processor over all threads.
"""
import base64
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "scripts/reference"))

import torch  # noqa: E402

from torch_networks import Network, make_loss, raw_features  # noqa: E402

# OpenBLAS heeds neither; it takes its variable, and processor time says whether it did.
torch.set_num_threads(1)
torch.set_num_interop_threads(1)

PEAK_SIZE, PEAK_REPEATS = 768, 20


def values(text, kind):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=kind)


class Training:
    def __init__(self, request):
        self.tuned = request["mode"] == "tuned"
        self.configuration, data = request["configuration"], request["data"]
        shape, count = data["inputShape"], request["count"]
        self.inputs = values(request["inputs"], torch.float32).reshape(count, *shape)
        self.is_picture = len(shape) == 3
        if len(shape) > 1:
            channels_first = self.inputs.movedim(-1, 1)
            # A copy into a new tensor: with one channel, `contiguous` would leave strides that count as channels_last.
            self.inputs = torch.empty(channels_first.shape).copy_(channels_first)
        self.columns = raw_features(self.inputs) if self.is_picture else {}
        self.targets = values(request["targets"], torch.float32).reshape(count, -1)
        outputs = len(data["classes"]) or len(data["targetNames"])
        self.model = Network(self.configuration, shape, outputs, pool_first=self.tuned)
        self.model.load(values(request["parameters"], torch.float32))
        if self.tuned and self.is_picture:
            self.model = self.model.to(memory_format=torch.channels_last)
        settings = self.configuration["optimizer"]
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            settings["learningRate"],
            weight_decay=settings["weightDecay"],
            fused=True if self.tuned else None,
        )
        self.loss = make_loss(self.configuration["loss"])
        self.batch = self.configuration["batchSize"]
        self.joins = "join" in json.dumps(self.configuration["layers"])

    def step(self, rows):
        inputs, targets = self.inputs[rows], self.targets[rows]
        if self.tuned and self.is_picture:
            inputs = inputs.contiguous(memory_format=torch.channels_last)
        if self.joins:
            self.model.join({name: column[rows] for name, column in self.columns.items()})
        self.optimizer.zero_grad()
        loss = self.loss(self.model(inputs), targets)
        loss.backward()
        self.optimizer.step()
        return loss

    def losses(self, order):
        return [self.step(rows).item() for rows in order.split(self.batch)]

    def time(self, order):
        started, busy = time.perf_counter(), time.process_time()
        for rows in order.split(self.batch):
            self.step(rows)
        return {"seconds": time.perf_counter() - started, "processorSeconds": time.process_time() - busy}


def peak():
    """Floating-point operations of large matrix products per second of processor time, the best of several."""
    one = torch.full((PEAK_SIZE, PEAK_SIZE), 0.5)
    best = float("inf")
    for _ in range(PEAK_REPEATS):
        busy = time.process_time()
        one @ one
        best = min(best, time.process_time() - busy)
    return {"peak": 2 * PEAK_SIZE**3 / best}


def software():
    return {
        "version": torch.__version__,
        "threads": [torch.get_num_threads(), torch.get_num_interop_threads()],
        "detail": ", ".join(loaded_blas()),
    }


def loaded_blas():
    """The shared libraries that do the linear algebra in this process."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    mapped = pathlib.Path("/proc/self/maps").read_text().split()
    names = {pathlib.Path(path).resolve().name for path in mapped if path.startswith("/") and ".so" in path}
    return sorted(name for name in names if "blas" in name or "dnnl" in name)


def main():
    training = None
    for line in sys.stdin:
        request = json.loads(line)
        kind = request["kind"]
        if kind == "software":
            answer = software()
        elif kind == "peak":
            answer = peak()
        elif kind == "setup":
            training, answer = Training(request), {}
        elif kind == "losses":
            answer = {"losses": training.losses(values(request["order"], torch.int32).long())}
        else:
            answer = training.time(values(request["order"], torch.int32).long())
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
