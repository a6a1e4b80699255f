"""Networks, optimizers, losses and schedules in PyTorch from a configuration as Surefoot reads it."""
import math

import torch
from torch import nn


def extent(value):
    return (value, value) if isinstance(value, int) else tuple(int(part) for part in value.split("x"))


def pads(sizes, kernel, stride):
    """Zeros left, right, above and below for `same` padding: the odd one after the map."""
    result = []
    for size, k, s in zip(reversed(sizes), reversed(kernel), reversed(stride)):
        total = max(0, (math.ceil(size / s) - 1) * s + k - size)
        result += [total // 2, total - total // 2]
    return result


def make_activation(name, channels):
    makers = {
        "none": nn.Identity,
        "relu": nn.ReLU,
        "leaky-relu": nn.LeakyReLU,
        "prelu": lambda: nn.PReLU(channels),
        "elu": nn.ELU,
        "gelu": nn.GELU,
        "silu": nn.SiLU,
        "sigmoid": nn.Sigmoid,
        "tanh": nn.Tanh,
    }
    return makers[name]()


def pool_arguments(settings):
    settings = settings if isinstance(settings, dict) else {"size": settings}
    size = extent(settings["size"])
    return size, extent(settings["stride"]) if "stride" in settings else size


class Dropout(nn.Module):
    """Dropout by factors from `self.draw(count)`, drawn for a whole batch, position by position, example by example."""

    def __init__(self, rate, batch):
        super().__init__()
        self.rate, self.batch, self.draw = rate, batch, None

    def forward(self, x):
        if not self.training:
            return x
        size = x[0].numel()
        factors = [0.0 if self.draw() < self.rate else 1 / (1 - self.rate) for _ in range(self.batch * size)]
        factors = torch.tensor(factors, dtype=x.dtype)
        if x.dim() == 2:
            return x * factors.reshape(self.batch, size)[: len(x)]
        _, channels, height, width = x.shape
        return x * factors.reshape(height, width, self.batch, channels).permute(2, 3, 0, 1)[: len(x)]


class Join(nn.Module):
    """Sets features beside the values; the network fills `columns` before each pass."""

    def __init__(self, names):
        super().__init__()
        self.names, self.columns = names, None

    def forward(self, x):
        return torch.cat([x] + [self.columns[name] for name in self.names], 1)


def split_join(text):
    names = [name.strip() for name in text.split("+")]
    return [part for name in names for part in (["barycentre-x", "barycentre-y"] if name == "barycentre" else [name])]


def raw_features(inputs):
    """`inputs` [examples, channels, height, width]; coordinates count from the middle of the map."""
    energy = inputs.sum(1)
    total = energy.sum((1, 2))
    divisor = torch.where(total == 0, torch.ones_like(total), total)
    height, width = energy.shape[1:]
    x = torch.arange(width, dtype=inputs.dtype) - (width - 1) / 2
    y = torch.arange(height, dtype=inputs.dtype) - (height - 1) / 2
    columns = {
        "sum": total,
        "barycentre-x": (energy.sum(1) * x).sum(1) / divisor,
        "barycentre-y": (energy.sum(2) * y).sum(1) / divisor,
    }
    return {name: column[:, None] for name, column in columns.items()}


SAME = (lambda value: value, lambda value: value)


def conv_layout(shape):
    """[filter, channel, row, column] to [row, column, channel, filter] and back."""
    filters, channels, height, width = shape
    return (
        lambda value: value.permute(2, 3, 1, 0),
        lambda value: value.reshape(height, width, channels, filters).permute(3, 2, 0, 1),
    )


def dense_layout(flattened, units):
    """[unit, input] to [input, unit] and back; `flattened` is the map whose values the first inputs are, channels first
    there and last here; inputs after them are joined features."""
    if flattened is None:
        return lambda value: value.t(), lambda value: value.reshape(-1, units).t()
    height, width, channels = flattened
    size = height * width * channels

    def pack(value):
        cells = value[:, :size].reshape(units, channels, height, width).permute(2, 3, 1, 0).reshape(size, units)
        return torch.cat([cells, value[:, size:].t()])

    def unpack(value):
        value = value.reshape(-1, units)
        cells = value[:size].reshape(height, width, channels, units).permute(3, 2, 0, 1).reshape(units, size)
        return torch.cat([cells, value[size:].t()], 1)

    return pack, unpack


class Embed(nn.Module):
    """Rows of one `nn.Embedding` for each of the last columns, after the columns before them. Level 0 is none: the mean of all rows."""

    def __init__(self, levels, widths):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(*sizes) for sizes in zip(levels, widths))

    def forward(self, x):
        numbers = x.shape[1] - len(self.tables)
        parts = [x[:, :numbers]]
        for place, table in enumerate(self.tables):
            rows = torch.cat([table.weight.mean(0, keepdim=True), table.weight])
            parts.append(nn.functional.embedding(x[:, numbers + place].long(), rows))
        return torch.cat(parts, 1)


class Network(nn.Module):
    """The configured layers. `weights` lists the parameters, each with the function that brings it into Surefoot's layout
    and the one that brings it back. With `pool_first` a pooling is taken before the activation where that is the same.
    """

    def __init__(self, configuration, shape, outputs, pool_first=False, levels=()):
        super().__init__()
        self.weights, self.pool_first = [], pool_first
        self.batch = configuration.get("batchSize", 32)
        self.modules_in_order, self.shape, self.flattened = [], list(shape), None
        if levels:
            self.add_embedding(levels, configuration.get("embedding"))
        for entry in configuration["layers"] + [{"dense": {"units": outputs, "activation": "none"}}]:
            (kind, settings), = entry.items()
            getattr(self, f"add_{kind}")(settings)
        self.body = nn.Sequential(*self.modules_in_order)

    def add_embedding(self, levels, width):
        layer = Embed(levels, [width or math.ceil(count**0.25) for count in levels])
        self.modules_in_order.append(layer)
        for table in layer.tables:
            shape = table.weight.shape
            self.weights.append((table.weight, SAME[0], lambda value, shape=shape: value.reshape(shape)))
        self.shape = [self.shape[0] - len(levels) + sum(table.embedding_dim for table in layer.tables)]

    def add_activation(self, name):
        module = make_activation(name, self.shape[-1])
        self.modules_in_order.append(module)
        if name == "prelu":
            self.weights.append((module.weight, *SAME))

    def add_conv(self, settings):
        kernel, stride = extent(settings.get("kernel", 3)), extent(settings.get("stride", 1))
        sizes, filters = self.shape[:2], settings["filters"]
        if settings.get("padding", "valid") == "same":
            around = pads(sizes, kernel, stride)
            self.modules_in_order.append(nn.ZeroPad2d(around))
            sizes = [sizes[0] + around[2] + around[3], sizes[1] + around[0] + around[1]]
        layer = nn.Conv2d(self.shape[2], filters, kernel, stride, bias=settings.get("bias", True))
        self.modules_in_order.append(layer)
        self.weights.append((layer.weight, *conv_layout(layer.weight.shape)))
        if layer.bias is not None:
            self.weights.append((layer.bias, *SAME))
        self.shape = [(n - k) // s + 1 for n, k, s in zip(sizes, kernel, stride)] + [filters]
        self.add_activation(settings.get("activation", "relu"))

    def add_pool(self, settings, maker, may_swap):
        size, stride = pool_arguments(settings)
        swap = may_swap and self.pool_first and isinstance(self.modules_in_order[-1], nn.ReLU)
        self.modules_in_order.insert(len(self.modules_in_order) - int(swap), maker(size, stride))
        self.shape = [(n - k) // s + 1 for n, k, s in zip(self.shape, size, stride)] + [self.shape[2]]

    def add_maxPool(self, settings):
        self.add_pool(settings, nn.MaxPool2d, True)

    def add_averagePool(self, settings):
        self.add_pool(settings, nn.AvgPool2d, False)

    def add_batchNorm(self, settings):
        maker = nn.BatchNorm2d if len(self.shape) == 3 else nn.BatchNorm1d
        layer = maker(self.shape[-1], settings.get("epsilon", 1e-5), settings.get("momentum", 0.1))
        self.modules_in_order.append(layer)
        self.weights += [(layer.weight, *SAME), (layer.bias, *SAME)]
        self.add_activation(settings.get("activation", "none"))

    def add_dropout(self, settings):
        rate = settings["rate"] if isinstance(settings, dict) else settings
        self.modules_in_order.append(Dropout(rate, self.batch))

    def add_flatten(self, _):
        self.modules_in_order.append(nn.Flatten())
        self.flattened, self.shape = self.shape, [math.prod(self.shape)]

    def add_dense(self, settings):
        if len(self.shape) == 3:
            self.add_flatten({})
        joined = split_join(settings["join"]) if "join" in settings else []
        if joined:
            self.modules_in_order.append(Join(joined))
        layer = nn.Linear(self.shape[0] + len(joined), settings["units"], bias=settings.get("bias", True))
        self.modules_in_order.append(layer)
        self.weights.append((layer.weight, *dense_layout(self.flattened, settings["units"])))
        if layer.bias is not None:
            self.weights.append((layer.bias, *SAME))
        self.shape, self.flattened = [settings["units"]], None
        self.add_activation(settings.get("activation", "relu"))

    def forward(self, x):
        return self.body(x)

    def join(self, columns):
        """The features of the examples that come next, by name, each [examples, 1]."""
        for module in self.body:
            if isinstance(module, Join):
                module.columns = columns

    def draw_noise_from(self, draw):
        for module in self.body:
            if isinstance(module, Dropout):
                module.draw = draw

    def flat(self, of=lambda tensor: tensor):
        return torch.cat([pack(of(tensor).detach()).reshape(-1) for tensor, pack, _ in self.weights])

    def load(self, values):
        offset = 0
        for tensor, _, unpack in self.weights:
            tensor.data.copy_(unpack(values[offset : offset + tensor.numel()]))
            offset += tensor.numel()


def make_optimizer(parameters, settings):
    options = {"lr": settings["learningRate"], "weight_decay": settings.get("weightDecay", 0)}
    betas = {"betas": (settings.get("beta1", 0.9), settings.get("beta2", 0.999))}
    name = settings["name"]
    if name == "sgd":
        momentum = {"momentum": settings.get("momentum", 0), "nesterov": settings.get("nesterov", False)}
        return torch.optim.SGD(parameters, **options, **momentum)
    if name == "adamw":
        options["weight_decay"] = settings.get("weightDecay", 0.01)
        return torch.optim.AdamW(parameters, **options, **betas)
    if name in ("adam", "nadam"):
        maker = {"adam": torch.optim.Adam, "nadam": torch.optim.NAdam}[name]
        return maker(parameters, **options, **betas)
    makers = {
        "rmsprop": torch.optim.RMSprop,
        "adadelta": torch.optim.Adadelta,
    }
    if name == "adagrad":
        return torch.optim.Adagrad(parameters, **options, lr_decay=settings.get("rateDecay", 0))
    return makers[name](parameters, **options)


def clip(parameters, settings):
    settings = settings if isinstance(settings, dict) else {"norm": settings}
    if "norm" in settings:
        torch.nn.utils.clip_grad_norm_(parameters, settings["norm"])
    else:
        torch.nn.utils.clip_grad_value_(parameters, settings["value"])


def make_schedule(optimizer, settings, epochs, steps_per_epoch):
    """A PyTorch scheduler that is advanced after every batch."""
    settings = settings if isinstance(settings, dict) else {"name": settings}
    schedulers = torch.optim.lr_scheduler
    warmup = round(settings.get("warmupEpochs", 0) * steps_per_epoch)
    total = epochs * steps_per_epoch - warmup
    name = settings["name"]
    if name == "one-cycle":
        rate = optimizer.param_groups[0]["lr"]
        return schedulers.OneCycleLR(optimizer, rate, total_steps=total, cycle_momentum=False)
    if name == "step":
        main = schedulers.StepLR(optimizer, settings["everyEpochs"] * steps_per_epoch, settings.get("factor", 0.1))
    elif name == "cosine":
        rate = optimizer.param_groups[0]["lr"]
        main = schedulers.CosineAnnealingLR(optimizer, total, eta_min=rate * settings.get("finalFactor", 0))
    else:
        main = schedulers.ConstantLR(optimizer, 1.0, 1)
    if warmup == 0:
        return main
    rise = schedulers.LambdaLR(optimizer, lambda step: min(1, (step + 1) / warmup))
    return schedulers.SequentialLR(optimizer, [rise, main], [warmup])


def make_loss(settings):
    settings = settings if isinstance(settings, dict) else {"name": settings}
    f = nn.functional
    return {
        "mse": f.mse_loss,
        "mae": f.l1_loss,
        "huber": lambda o, t: f.huber_loss(o, t, delta=settings.get("delta", 1.0)),
        "rmse": lambda o, t: f.mse_loss(o, t).sqrt(),
        "relative-squared-error": lambda o, t: (((o - t) / t) ** 2).mean(),
        "relative-rmse": lambda o, t: (((o - t) / t) ** 2).mean().sqrt(),
        "cross-entropy": lambda o, t: f.cross_entropy(o, t[:, 0].long()),
        "binary-cross-entropy": f.binary_cross_entropy_with_logits,
    }[settings["name"]]


class TargetScale:
    """Targets as a network learns them: scaled by all examples, per target; losses as they are minimised and as reported."""

    def __init__(self, configuration, targets):
        self.scale, self.loss = configuration.get("target", "none"), configuration["loss"]
        self.units = torch.ones(targets.shape[1], dtype=targets.dtype)
        self.centre = torch.zeros_like(self.units)
        if self.scale != "none":
            values = self.transform(targets.double())
            # A model holds both in float32.
            self.centre = values.mean(0).float().to(targets.dtype)
            self.units = values.std(0, correction=0).float().to(targets.dtype)

    def transform(self, targets):
        return targets.log() if self.scale == "log" else targets

    def restore(self, outputs):
        if self.scale == "none":
            return outputs
        values = outputs * self.units + self.centre
        return values.exp() if self.scale == "log" else values

    def losses(self, outputs, targets):
        """Minimised, and in the targets' units (those of their logarithms, where these are learned)."""
        loss_of = make_loss(self.loss)
        if self.scale == "none":
            loss = loss_of(outputs, targets)
            return loss, loss.detach()
        own, wanted = outputs * self.units + self.centre, self.transform(targets)
        reported = loss_of(own, wanted).detach()
        name = self.loss if isinstance(self.loss, str) else self.loss["name"]
        if name.startswith("relative"):
            return loss_of(own, wanted), reported
        if name == "huber":
            # Of each target, in its units, times what keeps the slope from fading.
            parts, bend = zip(own.T, wanted.T, self.units), max(1, self.loss["delta"])
            return sum(loss_of(o, t) * max(1, u / bend) / u**2 for o, t, u in parts) / len(self.units), reported
        return loss_of(outputs, (wanted - self.centre) / self.units), reported
