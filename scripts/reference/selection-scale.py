"""Reference values for the scale of a comparison (src/questions/race/plan/adaptive/loss-scale.ts): SciPy's log likelihood of Box and Cox.

Run: /usr/bin/python3 scripts/reference/selection-scale.py   (needs numpy and scipy)
Writes test/reference/selection-scale.json.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "selection-scale.json"
rng = np.random.default_rng(20261126)


def case(losses):
    return {
        "losses": losses.tolist(),
        "likelihoods": {str(power): float(stats.boxcox_llf(power, losses)) for power in (1, 0, -1)},
    }


cases = [case(np.exp(rng.normal(1, 0.4, n))) for n in (2, 5, 20, 60)]
cases.append(case(1 / (3 + rng.normal(size=30) / 2)))
cases.append(case(1e-6 * (10 + rng.normal(size=30))))
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
