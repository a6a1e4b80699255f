"""Reference trainings by PyTorch of layers over sequences and of attention, as torch-training.py has those of all others.

Run: python3 scripts/reference/torch-sequences.py  (needs PyTorch; writes test/reference/torch-sequences.json)
"""
from torch_cases import CLASSES, SGD, configure, write_cases

TOKENS = {"tokens": 7}


def transformer_block(width, heads):
    """Attention, then two dense layers at each position, each added to what it reads after a normalisation."""
    inner = {"units": 2 * width, "perPosition": True, "activation": "gelu"}
    outer = {"units": width, "perPosition": True, "activation": "none"}
    return [
        {"add": {"layers": [{"layerNorm": {}}, {"attention": {"heads": heads}}]}},
        {"add": {"layers": [{"layerNorm": {}}, {"dense": inner}, {"dropout": 0.1}, {"dense": outer}]}},
    ]

CASES = [
    (
        "convolutions and pooling over a sequence of the data",
        configure(
            [
                {"conv": {"filters": 4, "kernel": 3, "padding": "same", "activation": "gelu"}},
                {"maxPool": 2},
                {"conv": {"filters": 3, "kernel": 4, "stride": 2, "padding": "same", "activation": "prelu"}},
                {"averagePool": {"size": 2, "stride": 1}},
                {"batchNorm": {"activation": "prelu"}},
                {"dropout": 0.2},
                {"dense": {"units": 4, "perPosition": True, "activation": "prelu"}},
            ]
        ),
        (15, 2),
    ),
    (
        "a vector as a sequence, without bias",
        configure(
            [
                {"sequence": {}},
                {"conv": {"filters": 4, "kernel": 5, "bias": False}},
                {"maxPool": {"size": 3, "stride": 2}},
                {"conv": {"filters": 5, "kernel": 2, "stride": 2}},
                {"dense": {"units": 4, "perPosition": True, "bias": False, "activation": "tanh"}},
                {"flatten": {}},
            ],
            SGD,
            "cross-entropy",
        ),
        (20,),
        CLASSES,
    ),
    (
        "rows of a map as a sequence, values of a dense layer as another",
        configure(
            [
                {"sequence": 8},
                {"conv": {"filters": 3, "kernel": 2, "activation": "silu"}},
                {"dense": {"units": 12, "activation": "tanh"}},
                {"sequence": {"channels": 3}},
                {"conv": {"filters": 3, "kernel": 3, "activation": "tanh"}},
            ]
        ),
        (5, 4, 2),
    ),
    (
        "depthwise convolutions",
        configure(
            [
                {"depthwiseConv": {"kernel": 3, "padding": "same"}},
                {"dense": {"units": 4, "perPosition": True}},
                {"depthwiseConv": {"multiplier": 2, "kernel": "2x3", "stride": "1x2", "bias": False, "activation": "prelu"}},
                {"maxPool": 2},
                {"sequence": {}},
                {"depthwiseConv": {"kernel": 3, "stride": 2, "padding": "same", "activation": "none"}},
            ]
        ),
        (6, 7, 2),
    ),
    *[
        (
            f"tokens, {kind} positions, attention of {heads} heads",
            configure(
                [
                    {"tokenEmbedding": {"tokens": 7, "width": 6}},
                    {"positions": kind},
                    {"attention": {"heads": heads, "bias": bias}},
                    {"dense": {"units": 4, "perPosition": True, "activation": "gelu"}},
                    {"sequencePool": {}},
                ],
                loss="cross-entropy",
            ),
            (8,),
            {**CLASSES, **TOKENS},
        )
        for kind, heads, bias in [("learned", 2, True), ("sinusoidal", 3, False)]
    ],
    (
        "attention over a map, an odd number of channels",
        configure(
            [
                {"conv": {"filters": 5, "kernel": 2, "activation": "tanh"}},
                {"positions": "sinusoidal"},
                {"attention": {"heads": 5}},
                {"averagePool": 2},
                {"dense": {"units": 4, "activation": "tanh"}},
            ]
        ),
        (6, 5, 1),
    ),
    (
        "compact convolutional transformer",
        configure(
            [
                {"conv": {"filters": 6, "kernel": 3, "padding": "same", "bias": False}},
                {"maxPool": 2},
                {"sequence": {}},
                {"positions": "learned"},
                *transformer_block(6, 2),
                *transformer_block(6, 3),
                {"layerNorm": {}},
                {"sequencePool": {}},
            ],
            {"name": "adamw", "learningRate": 0.0005, "weightDecay": 0.05},
            "cross-entropy",
        ),
        (6, 6, 1),
        CLASSES,
    ),
    (
        "sequence pooling over a map",
        configure([{"conv": {"filters": 3, "kernel": "2x1"}}, {"positions": "learned"}, {"sequencePool": {}}, {"dense": {"units": 3}}]),
        (4, 3, 2),
    ),
]

if __name__ == "__main__":
    write_cases("torch-sequences", CASES)
