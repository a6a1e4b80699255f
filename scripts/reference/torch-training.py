"""Reference trainings by PyTorch: every layer of networks in a row, activation, loss, optimizer and schedule.

Run: python3 scripts/reference/torch-training.py  (needs PyTorch; writes test/reference/torch-training.json)

What a case is says torch_cases.py.
"""
from torch_cases import ADAMW, CLASSES, SGD, configure, write_cases

SMALL = [{"dense": {"units": 6, "activation": "tanh"}}]

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

if __name__ == "__main__":
    write_cases("torch-training", CASES)
