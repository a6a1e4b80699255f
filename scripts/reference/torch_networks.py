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
        _, channels, *extent = x.shape
        return x * factors.reshape(-1, self.batch, channels).permute(1, 2, 0)[: len(x)].reshape(x.shape)


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


class Sum(nn.Module):
    """What two branches make of one input, added up."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class OverChannels(nn.Module):
    """A norm of the last axis, taken of the channels, which come second."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        return self.norm(x.movedim(1, -1)).movedim(-1, 1)


SAME = (lambda value: value, lambda value: value)


def conv_layout(shape):
    """[filter, channel, cell of the kernel] to [cell, channel, filter] and back, whatever axes the kernel has."""
    filters, channels, *kernel = shape
    return (
        lambda value: value.reshape(filters, channels, -1).permute(2, 1, 0),
        lambda value: value.reshape(-1, channels, filters).permute(2, 1, 0).reshape(shape),
    )


def dense_layout(flattened, units):
    """[unit, input] to [input, unit] and back; `flattened` is the map whose values the first inputs are, channels first
    there and last here; inputs after them are joined features."""
    if flattened is None:
        return lambda value: value.t(), lambda value: value.reshape(-1, units).t()
    channels, size = flattened[-1], math.prod(flattened)

    def pack(value):
        cells = value[:, :size].reshape(units, channels, -1).permute(2, 1, 0).reshape(size, units)
        return torch.cat([cells, value[:, size:].t()])

    def unpack(value):
        value = value.reshape(-1, units)
        cells = value[:size].reshape(-1, channels, units).permute(2, 1, 0).reshape(units, size)
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


def depthwise_layout(shape):
    """[filter, 1, cell of the kernel] to [cell, filter] and back."""
    filters = shape[0]
    return lambda value: value.reshape(filters, -1).t(), lambda value: value.reshape(-1, filters).t().reshape(shape)


def each_turned(width):
    """Weights of query, key and value one above the other, each [output, input], to [input, output] and back."""
    return (
        lambda value: torch.cat([part.t().reshape(-1) for part in value.chunk(3)]),
        lambda value: torch.cat([part.reshape(width, width).t() for part in value.chunk(3)]),
    )


def without_key(width):
    """Constants of query, key and value to those of query and value: the key's changes nothing, and is 0 from the beginning."""
    return (
        lambda value: torch.cat([value[:width], value[2 * width :]]),
        lambda value: torch.cat([value[:width], torch.zeros_like(value[:width]), value[width:]]),
    )


class AsSequence(nn.Module):
    """A vector or a map, channels first, as [batch, channels, length]."""

    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, x):
        values = x.movedim(1, -1) if x.dim() > 2 else x
        return values.reshape(len(x), -1, self.channels).transpose(1, 2)


class Tokens(nn.Module):
    def __init__(self, count, width):
        super().__init__()
        self.rows = nn.Embedding(count, width)

    def forward(self, x):
        return self.rows(x.long()).transpose(1, 2)


class Positions(nn.Module):
    """Adds a row of values for each position: trained ones, or sines and cosines."""

    def __init__(self, kind, count, channels):
        super().__init__()
        if kind == "learned":
            self.rows = nn.Parameter(0.02 * torch.randn(count, channels))
            return
        angles = torch.arange(count)[:, None] / 10000 ** (torch.arange(0, channels, 2).double() / channels)
        waves = torch.stack([angles.sin(), angles.cos()], 2).reshape(count, -1)[:, :channels]
        # A model holds them in float32.
        self.register_buffer("rows", waves.float())

    def forward(self, x):
        return (x.flatten(2) + self.rows.t()).reshape(x.shape)


class Attention(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.attend = nn.MultiheadAttention(width, heads, bias=bias, batch_first=True)

    def forward(self, x):
        rows = x.flatten(2).transpose(1, 2)
        return self.attend(rows, rows, rows, need_weights=False)[0].transpose(1, 2).reshape(x.shape)


class SequencePool(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.score = nn.Linear(width, 1, bias=False)

    def forward(self, x):
        rows = x.flatten(2).transpose(1, 2)
        return (self.score(rows).softmax(1).transpose(1, 2) @ rows)[:, 0]


class AtEach(nn.Module):
    """A layer of the last axis, at each position of a map or sequence whose channels come first."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.movedim(1, -1)).movedim(-1, 1)


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
        self.add_entries(configuration["layers"] + [{"dense": {"units": outputs, "activation": "none"}}])
        self.body = nn.Sequential(*self.modules_in_order)

    def add_entries(self, entries):
        for entry in entries:
            (kind, settings), = entry.items()
            getattr(self, f"add_{kind}")(settings)

    def branch(self, entries, shape):
        """Modules of a list of layers that begins at `shape`, and the shape that comes out."""
        outer, self.modules_in_order, self.shape = self.modules_in_order, [], list(shape)
        self.add_entries(entries)
        modules, self.modules_in_order = nn.Sequential(*self.modules_in_order), outer
        return modules, self.shape

    def add_add(self, settings):
        start, projection = self.shape, settings.get("projection", "auto")
        body, shape = self.branch(settings["layers"], start)
        if projection == "auto" and shape != start:
            linear = {"bias": False, "activation": "none"}
            if len(shape) == 1:
                projection = [{"dense": {"units": shape[0], **linear}}]
            else:
                stride = "x".join(str(-(-before // after)) for before, after in zip(start[:2], shape[:2]))
                projection = [{"conv": {"filters": shape[2], "kernel": 1, "stride": stride, **linear}}]
        shortcut, _ = self.branch(projection if isinstance(projection, list) else [], start)
        self.modules_in_order.append(Sum(body, shortcut))
        self.shape = shape
        self.add_activation(settings.get("activation", "none"))

    def add_globalAveragePool(self, _):
        self.modules_in_order += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        self.shape = self.shape[-1:]

    def add_norm(self, maker, epsilon, settings):
        norm = maker(self.shape[-1], eps=settings.get("epsilon", epsilon))
        self.modules_in_order.append(OverChannels(norm))
        self.weights += [(tensor, *SAME) for tensor in norm.parameters()]

    def add_layerNorm(self, settings):
        self.add_norm(nn.LayerNorm, 1e-5, settings)

    def add_rmsNorm(self, settings):
        self.add_norm(nn.RMSNorm, 1e-6, settings)

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
        self.convolve(settings, settings["filters"], 1, conv_layout)

    def add_depthwiseConv(self, settings):
        channels = self.shape[-1]
        self.convolve(settings, channels * settings.get("multiplier", 1), channels, depthwise_layout)

    def convolve(self, settings, filters, groups, layout):
        kernel, stride = self.extent(settings.get("kernel", 3)), self.extent(settings.get("stride", 1))
        sizes, channels = self.shape[:-1], self.shape[-1]
        if settings.get("padding", "valid") == "same":
            around = pads(sizes, kernel, stride)
            self.modules_in_order.append(nn.ConstantPad2d(around, 0) if len(sizes) == 2 else nn.ConstantPad1d(around, 0))
            sizes = [n + before + after for n, before, after in zip(sizes, around[-2::-2], around[::-2])]
        maker = nn.Conv2d if len(sizes) == 2 else nn.Conv1d
        layer = maker(channels, filters, kernel, stride, groups=groups, bias=settings.get("bias", True))
        self.modules_in_order.append(layer)
        self.weights.append((layer.weight, *layout(layer.weight.shape)))
        if layer.bias is not None:
            self.weights.append((layer.bias, *SAME))
        self.shape = [(n - k) // s + 1 for n, k, s in zip(sizes, kernel, stride)] + [filters]
        self.add_activation(settings.get("activation", "relu"))

    def extent(self, value):
        """Sizes along the axes of what comes next: a map, or a sequence."""
        return extent(value)[: len(self.shape) - 1]

    def add_pool(self, settings, maker, may_swap):
        size, stride = (sizes[: len(self.shape) - 1] for sizes in pool_arguments(settings))
        swap = may_swap and self.pool_first and isinstance(self.modules_in_order[-1], nn.ReLU)
        self.modules_in_order.insert(len(self.modules_in_order) - int(swap), maker(size, stride))
        self.shape = [(n - k) // s + 1 for n, k, s in zip(self.shape, size, stride)] + [self.shape[-1]]

    def add_maxPool(self, settings):
        self.add_pool(settings, nn.MaxPool2d if len(self.shape) == 3 else nn.MaxPool1d, True)

    def add_averagePool(self, settings):
        self.add_pool(settings, nn.AvgPool2d if len(self.shape) == 3 else nn.AvgPool1d, False)

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

    def add_sequence(self, settings):
        given = settings.get("channels") if isinstance(settings, dict) else settings
        channels = given or (self.shape[-1] if len(self.shape) > 1 else 1)
        self.modules_in_order.append(AsSequence(channels))
        self.shape = [math.prod(self.shape) // channels, channels]

    def add_tokenEmbedding(self, settings):
        layer = Tokens(settings["tokens"], settings["width"])
        self.modules_in_order.append(layer)
        shape = layer.rows.weight.shape
        self.weights.append((layer.rows.weight, SAME[0], lambda value: value.reshape(shape)))
        self.shape = [self.shape[0], settings["width"]]

    def add_positions(self, settings):
        kind = settings["kind"] if isinstance(settings, dict) else settings
        layer = Positions(kind, math.prod(self.shape[:-1]), self.shape[-1])
        self.modules_in_order.append(layer)
        if kind == "learned":
            shape = layer.rows.shape
            self.weights.append((layer.rows, SAME[0], lambda value: value.reshape(shape)))

    def add_attention(self, settings):
        width = self.shape[-1]
        layer = Attention(width, settings["heads"], settings.get("bias", True))
        self.modules_in_order.append(layer)
        inner = layer.attend
        turned = (lambda value: value.t(), lambda value: value.reshape(width, width).t())
        self.weights += [(inner.in_proj_weight, *each_turned(width)), (inner.out_proj.weight, *turned)]
        if inner.in_proj_bias is not None:
            self.weights += [(inner.in_proj_bias, *without_key(width)), (inner.out_proj.bias, *SAME)]

    def add_sequencePool(self, _):
        layer = SequencePool(self.shape[-1])
        self.modules_in_order.append(layer)
        self.weights.append((layer.score.weight, lambda value: value.t(), lambda value: value.reshape(1, -1)))
        self.shape = self.shape[-1:]

    def add_each_dense(self, settings):
        """A dense layer at each position by itself."""
        layer = nn.Linear(self.shape[-1], settings["units"], bias=settings.get("bias", True))
        self.modules_in_order.append(AtEach(layer))
        self.weights.append((layer.weight, *dense_layout(None, settings["units"])))
        if layer.bias is not None:
            self.weights.append((layer.bias, *SAME))
        self.shape = [*self.shape[:-1], settings["units"]]
        self.add_activation(settings.get("activation", "relu"))

    def add_dense(self, settings):
        if settings.get("perPosition"):
            self.add_each_dense(settings)
            return
        if len(self.shape) > 1:
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
        for module in self.body.modules():
            if isinstance(module, Join):
                module.columns = columns

    def draw_noise_from(self, draw):
        for module in self.body.modules():
            if isinstance(module, Dropout):
                module.draw = draw

    def flat(self, of=lambda tensor: tensor):
        return torch.cat([pack(of(tensor).detach()).reshape(-1) for tensor, pack, _ in self.weights])

    def load(self, values):
        offset = 0
        for tensor, pack, unpack in self.weights:
            size = pack(tensor.detach()).numel()
            tensor.data.copy_(unpack(values[offset : offset + size]))
            offset += size


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
        "cross-entropy": lambda o, t: f.cross_entropy(o, t[:, 0].long(), label_smoothing=settings.get("labelSmoothing", 0.0)),
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
