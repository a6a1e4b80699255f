"""Trains a network in PyTorch on request, for bench/train.ts: one JSON object per line in, one per line out.

`mode` is `plain` (as people write it: contiguous tensors, activation before pooling, the default AdamW) or `tuned` (the
best we know: channels_last, pooling before activation, fused AdamW). One process trains one network; the first request
sets it up, then `losses` follows a given batch order and `time` times an epoch of freshly shuffled batches: on the wall, and the
processor time of all threads.
"""
import base64
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "scripts/reference"))

import torch  # noqa: E402

from torch_networks import Network, make_loss  # noqa: E402


def floats(text):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32)


class Training:
    def __init__(self, request):
        torch.set_num_threads(request["threads"])
        self.tuned = request["mode"] == "tuned"
        self.configuration = request["configuration"]
        shape, count = request["inputShape"], request["count"]
        self.inputs = floats(request["inputs"]).reshape(count, *shape)
        if len(shape) == 3:
            channels_first = self.inputs.permute(0, 3, 1, 2)
            # A copy into a new tensor: with one channel, `contiguous` would leave strides that count as channels_last.
            self.inputs = torch.empty(channels_first.shape).copy_(channels_first)
        self.targets = floats(request["targets"]).reshape(count, -1)
        self.model = Network(self.configuration, shape, request["outputs"], pool_first=self.tuned)
        self.model.load(floats(request["parameters"]))
        if self.tuned:
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

    def step(self, rows):
        inputs, targets = self.inputs[rows], self.targets[rows]
        if self.tuned:
            inputs = inputs.contiguous(memory_format=torch.channels_last)
        self.optimizer.zero_grad()
        loss = self.loss(self.model(inputs), targets)
        loss.backward()
        self.optimizer.step()
        return loss

    def losses(self, order):
        rows = torch.tensor(order)
        return [self.step(rows[start : start + self.batch]).item() for start in range(0, len(order), self.batch)]

    def time(self):
        started, busy = time.perf_counter(), time.process_time()
        order = torch.randperm(len(self.inputs))
        for start in range(0, len(order), self.batch):
            self.step(order[start : start + self.batch])
        return {"seconds": time.perf_counter() - started, "processorSeconds": time.process_time() - busy}


def main():
    training = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["kind"] == "environment":
            answer = {"torch": torch.__version__, "parallel": torch.__config__.parallel_info(), "blas": loaded_blas()}
        elif request["kind"] == "setup":
            training = Training(request)
            answer = {"threads": torch.get_num_threads()}
        elif request["kind"] == "losses":
            answer = {"losses": training.losses(request["order"])}
        else:
            answer = training.time()
        print(json.dumps(answer), flush=True)


def loaded_blas():
    """The shared libraries that do the linear algebra in this process."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    mapped = pathlib.Path("/proc/self/maps").read_text().split()
    names = {pathlib.Path(path).resolve().name for path in mapped if path.startswith("/") and ".so" in path}
    return sorted(name for name in names if "blas" in name or "dnnl" in name)


if __name__ == "__main__":
    main()
