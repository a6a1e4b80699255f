"""Keep or discard: whether a function that trains takes the place of another one."""

import math
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

from ._bridge import Bridge
from ._calls import check_call, name_of
from ._errors import InputError, SurefootError
from ._trainer import Seeds, call_with, seed_everything
from ._values import as_loss, as_numbers


@dataclass(frozen=True)
class Kept:
    """What a change came to. `print` tells it in a sentence."""

    verdict: str
    """`keep` or `discard`."""
    sure: Optional[str]
    """Of what is kept: `real` where an error of 5 % would have kept it, too, else `likely`."""
    gain: Optional[float]
    """Better by, in the metric's own units; None of too few trainings."""
    interval: Optional[Tuple[float, float]]
    """Of the gain, at 95 %; None of too few trainings."""
    candidate: List[Optional[float]]
    """What each training of the candidate gave; None where it failed or diverged."""
    baseline: List[Optional[float]]
    """The same of the baseline, trainings that were known among them."""
    failure: Optional[str]
    """Why the first training of the candidate that failed did; None where none has."""
    text: str

    @property
    def kept(self) -> bool:
        return self.verdict == "keep"

    @property
    def standing(self) -> List[Optional[float]]:
        """Trainings of the one that stands from here on: the candidate where it is kept."""
        return self.candidate if self.kept else self.baseline

    def __str__(self) -> str:
        return self.text if self.failure is None else f"{self.text}\nThe candidate's first failure: {self.failure}"


def keep(
    baseline: Callable[..., Any],
    candidate: Callable[..., Any],
    *,
    known: Optional[Kept] = None,
    direction: str = "minimize",
    criterion: str = "mean",
    error: float = 0.2,
    smallest: Optional[float] = None,
    trials: int = 40,
    seed: int = 1,
    node: Optional[str] = None,
) -> Kept:
    """Whether `candidate` takes the place of `baseline`: trains both on the same seeds until the gain is sure enough to keep, or too small to go on.

    Each is a function that trains once in this process and returns its loss, with `direction="maximize"` a score. It may take `seed`, or `seeds`
    (`seeds.init`, ...); Python's `random`, NumPy and PyTorch are seeded before, if they are loaded. What it raises counts as a failure.
    `known`: the answer before, whose version that stands is this `baseline`, so that its trainings are used again. `criterion`: of the losses.
    `error`: a candidate that gains nothing is kept at most so often. `smallest`: a smaller gain is not worth it (half the noise of one training).
    `trials`: most trainings of the candidate. `seed`: what all seeds are drawn from, the same in all of a session.

    Raises InputError for what cannot be asked, and where no training of the baseline comes out.

        best, last = train, None
        for change in changes:
            last = sf.keep(best, change, known=last)
            best = change if last.kept else best
    """
    functions = {"candidate": candidate, "baseline": baseline}
    for function in functions.values():
        check_call(function, [{}], ("config", "seeds", "seed"))
    if known is not None and not isinstance(known, Kept):
        raise InputError("keep-known", f"known is a {type(known).__name__}.", "Give the answer of the call before.", "what sf.keep gave, or None")
    told: Dict[str, List[Optional[float]]] = {"candidate": [], "baseline": list(known.standing) if known is not None else []}
    settings: Dict[str, Any] = {"direction": direction, "criterion": criterion, "error": error, "trials": trials, "seed": seed}
    if smallest is not None:
        settings["smallest"] = smallest
    reasons: Dict[str, str] = {}
    while True:
        answer = as_numbers(Bridge.shared(node).call("keep", **{**settings, **told}))
        if not answer["asked"]:
            break
        for asked in answer["asked"]:
            version = asked["version"]
            try:
                told[version].append(_trained(functions[version], Seeds(asked["seeds"])))
            except SurefootError:
                raise
            except Exception as reason:
                reasons.setdefault(version, f"{type(reason).__name__}: {reason}")
                told[version].append(None)
    if answer["because"] == "baseline":
        why = f": {reasons['baseline']}" if "baseline" in reasons else ""
        raise InputError(
            "keep-baseline-fails",
            f"No training of the baseline, {name_of(baseline)}, came out{why}.",
            "Call it by hand and correct it.",
            "a baseline that trains",
        )
    interval = answer["interval"]
    ends = None if interval is None else (interval[0], interval[1])
    return Kept(answer["verdict"], answer["sure"], answer["gain"], ends, told["candidate"], told["baseline"], reasons.get("candidate"), answer["text"])


def _trained(function: Callable[..., Any], seeds: Seeds) -> Optional[float]:
    """None where it diverged."""
    seed_everything(seeds.init)
    value = as_loss(call_with(function, {"config": {}, "seeds": seeds, "seed": seeds.init}))
    return value if math.isfinite(value) else None
