"""Reference values for src/experiment/draws/draw-points.ts: SciPy's Sobol points, plain, with the direction numbers of Joe and Kuo 2008.

Run: /usr/bin/python3 scripts/reference/sobol.py   (needs numpy and scipy)
Writes test/reference/sobol.json: whole numbers, coordinates times 2^32, of the first points in all dimensions of sobol-directions.json and
of a few far ones.
"""

import json
import warnings
from pathlib import Path

from scipy.stats import qmc

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "sobol.json"
DIMENSIONS = 64
BITS = 32
FAR = 100_000

# Four points are no power of two of them.
warnings.simplefilter("ignore")


def points(first, count):
    sequence = qmc.Sobol(DIMENSIONS, scramble=False, bits=BITS)
    if first > 0:
        sequence.fast_forward(first)
    return [[int(x * 2**BITS) for x in point] for point in sequence.random(count)]


OUT.write_text(json.dumps({"first": points(0, 16), "far": {"from": FAR, "points": points(FAR, 4)}}, separators=(",", ":")))
