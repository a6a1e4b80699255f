"""Reference trainings by PyTorch: residual blocks, global pooling, norms over channels, label smoothing, moved pictures.

Run: python3 scripts/reference/torch-blocks.py  (needs PyTorch; writes test/reference/torch-blocks.json)

What a case is says torch_cases.py.
"""
from torch_cases import ADAMW, CLASSES, SGD, configure, write_cases

CONV = {"kernel": 3, "padding": "same", "bias": False, "activation": "none"}


def resnet_block(filters, stride=1, **more):
    """Two convolutions with batch normalisation, as He et al. have them."""
    body = [
        {"conv": {"filters": filters, "stride": stride, **CONV}},
        {"batchNorm": {"activation": "relu"}},
        {"conv": {"filters": filters, **CONV}},
        {"batchNorm": {}},
    ]
    return {"add": {"layers": body, "activation": "relu", **more}}


CASES = [
    (
        "ResNet of three blocks, projected where shapes differ",
        configure(
            [
                {"conv": {"filters": 3, **CONV}},
                {"batchNorm": {"activation": "relu"}},
                resnet_block(3),
                resnet_block(4, 2),
                resnet_block(5, "2x3", projection=[{"conv": {"filters": 5, "kernel": 1, "stride": "2x3", "bias": False, "activation": "none"}}, {"batchNorm": {}}]),
                {"globalAveragePool": {}},
            ],
            ADAMW,
            "cross-entropy",
        ),
        (7, 6, 2),
        CLASSES,
    ),
    (
        "blocks within blocks, dropout and PReLU in them, pooled after the sum",
        configure(
            [
                {
                    "add": {
                        "layers": [
                            {"conv": {"filters": 3, "kernel": 3, "padding": "same", "activation": "prelu"}},
                            {"add": {"layers": [{"conv": {"filters": 3, **CONV}}, {"dropout": 0.2}], "activation": "prelu"}},
                            {"dropout": 0.4},
                        ],
                        "activation": "prelu",
                    }
                },
                {"maxPool": 2},
                {"add": {"layers": [{"conv": {"filters": 3, "kernel": 1}}], "projection": "none", "activation": "relu"}},
                {"maxPool": 2},
            ],
            SGD,
        ),
        (8, 8, 1),
    ),
    (
        "blocks of vectors, one of a joined feature, a projection by a dense layer",
        configure(
            [
                {"dense": {"units": 6, "activation": "tanh"}},
                {"add": {"layers": [{"layerNorm": {}}, {"dense": {"units": 8, "join": "depth"}}, {"dense": {"units": 6, "activation": "none"}}]}},
                {"add": {"layers": [{"rmsNorm": {}}, {"dense": {"units": 4, "activation": "silu"}}], "activation": "prelu"}},
            ]
        ),
        (5,),
        {"columns": ["depth"]},
    ),
    (
        "norms over the channels of maps, global pooling of what follows",
        configure(
            [
                {"conv": {"filters": 4, "kernel": 2, "activation": "none"}},
                {"layerNorm": {"epsilon": 1e-3}},
                {"activation": "gelu"},
                {"conv": {"filters": 3, "kernel": 2, "activation": "none"}},
                {"rmsNorm": {"epsilon": 1e-2}},
                {"globalAveragePool": {}},
                {"dense": {"units": 4, "activation": "tanh"}},
            ],
            {"name": "adam", "learningRate": 0.01},
        ),
        (6, 5, 2),
    ),
    (
        "label smoothing",
        configure([{"dense": {"units": 6, "activation": "tanh"}}], ADAMW, {"name": "cross-entropy", "labelSmoothing": 0.15}),
        (5,),
        CLASSES,
    ),
    (
        "pictures flipped and shifted by injected draws",
        configure(
            [{"conv": {"filters": 3, "kernel": 2}}, {"maxPool": 2}],
            ADAMW,
            "cross-entropy",
            augment={"flip": "both", "shift": 2},
        ),
        (6, 5, 2),
        CLASSES,
    ),
]

if __name__ == "__main__":
    write_cases("torch-blocks", CASES)
