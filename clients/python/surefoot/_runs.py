"""The questions of Surefoot, asked of a function of this process or of an experiment file: full runs, with log, resume and report.

`help` of each lists all that it takes, with the defaults.

All raise InputError for what cannot be used (nothing is trained then), RunError where a run cannot go on, and KeyboardInterrupt at
Ctrl-C, which leaves a run that the same call goes on with.
"""

import csv
import os
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._engine import EngineGiven
from ._errors import InputError
from ._experiment import Candidates
from ._options import RaceOptions, StudyOptions, check_options, listed
from ._proposing import Propose
from ._request import Answered, Path, Request, Train
from ._results import RaceResult, Result, StudyResult, load, surefoot
from ._values import plain

if TYPE_CHECKING:
    from typing_extensions import Unpack

_FLAGS = ("workers", "budget", "minutes", "fresh", "retry_failed", "accept_changed_code")
_OTHERS = ("out", "engine", "progress", "inspect", "on_trial", "on_decision", "executor")


@listed(RaceOptions)
def select(
    train: Train,
    candidates: Optional[Candidates] = None,
    *,
    criterion: Optional[str] = None,
    tolerance: Union[str, float, None] = None,
    separate: Union[int, bool, None] = None,
    from_: Any = None,
    propose: Optional[Propose] = None,
    **options: "Unpack[RaceOptions]",
) -> RaceResult:
    """Which candidate is the most robust: races them, and says how sure the winner is.

    `criterion` is a statistic of a candidate's losses, the smaller the better (`q3` by default); `tolerance` a difference that does
    not count (`0.02`, `"5%"`, `"auto"`). `separate` goes on where a race ended in a tie.

    `train` may be several functions by name, `{"net": f, "boost": g}`, and `candidates` is by the same names then. Their candidates are in one
    race, by the losses that they return.

    `from_` is what is known before: a run folder, a result, a table of trials, an Optuna study (its file, or the study itself), a list of
    dicts, or a list of several of these. Trainings of a run with the same data, function and seed are taken over; anything else is a prior
    of a `search`. `propose` is a function of your own for a search with `"refine": True`: it is told what was tried (`state.tried`, the best
    first) and gives configurations, which join the race; it is called in this process, once for each look in the life of a run folder.

    >>> r = select(train, [{"lr": 0.1}, {"lr": 0.01}], tolerance="5%", out="runs/lr")
    >>> r.verdict, r.winner.config
    """
    check_options(select, RaceOptions, options)
    # A direction alone is that of what the function returns, which is called as `Race` calls it.
    metric = options.get("metric") or ("score" if options.get("direction") == "maximize" else None)
    race = {**options, "criterion": criterion, "tolerance": tolerance, "metric": metric}
    request = request_of("select", train, candidates, {"separate": separate}, race)
    return RaceResult(*replace(request, known=from_, propose=propose).ask())


@listed(StudyOptions)
def measure(
    train: Train,
    candidates: Optional[Candidates] = None,
    *,
    vary: Union[str, Sequence[str], None] = None,
    trials: Optional[int] = None,
    crossed: Union[str, Sequence[int], None] = None,
    repeats: Optional[int] = None,
    **options: "Unpack[StudyOptions]",
) -> StudyResult:
    """How much of the spread of losses comes from which source of randomness: `vary` is `["init", "sample"]` by default.

    `trials` of each candidate in each set (50); `crossed`: levels of the sources in the crossed design, such as `[8, 8]`, `"none"`, or
    `"auto"`; `repeats` of each crossed cell (1).
    """
    check_options(measure, StudyOptions, options)
    own = {"vary": _joined(vary, ","), "trials": trials, "crossed": _joined(crossed, "x"), "repeats": repeats}
    return _study("measure", train, candidates, own, options)


@listed(StudyOptions)
def curve(
    train: Train,
    candidates: Optional[Candidates] = None,
    *,
    sizes: Union[str, Iterable[int]],
    trials: Optional[int] = None,
    criterion: Optional[str] = None,
    spread: Optional[str] = None,
    tolerance: Optional[float] = None,
    spread_tolerance: Optional[float] = None,
    adaptive: bool = True,
    **options: "Unpack[StudyOptions]",
) -> StudyResult:
    """How many training examples it takes until a model is as good and as steady as at the largest of `sizes`.

    `sizes` is a list, or `"100..32000/9"`. A function reads the size from `sample.size`.
    """
    check_options(curve, StudyOptions, options)
    own = {
        **{"sizes": _joined(sizes, ","), "trials": trials, "criterion": criterion, "spread": spread, "tolerance": tolerance},
        **{"spread_tolerance": spread_tolerance, "no_adaptive": not adaptive},
    }
    return _study("curve", train, candidates, own, options)


@listed(StudyOptions)
def compare(
    train: Train,
    candidates: Optional[Candidates] = None,
    *,
    factors: Union[str, Sequence[str], Mapping[str, Sequence[Any]], None] = None,
    base: Optional[str] = None,
    trials: Optional[int] = None,
    **options: "Unpack[StudyOptions]",
) -> StudyResult:
    """One setting at a time: tests of location and spread. `factors` names settings, or gives levels: `{"act": ["relu", "elu"]}`."""
    check_options(compare, StudyOptions, options)
    own = {"factor": _factors(factors), "base": base, "trials": trials}
    return _study("compare", train, candidates, own, options)


@listed(StudyOptions)
def couple(
    train: Train,
    candidates: Optional[Candidates] = None,
    *,
    sizes: Union[str, Iterable[int]],
    factors: Union[str, Sequence[str], Mapping[str, Sequence[Any]], None] = None,
    vary: Union[str, Sequence[str], None] = None,
    crossed: Union[str, Sequence[int], None] = None,
    criterion: Optional[str] = None,
    **options: "Unpack[StudyOptions]",
) -> StudyResult:
    """How settings, sample size and two sources of randomness couple: `factors` and `sizes` cross, and in each cell the two of `vary`.

    The design is made for `budget`: every cell has the same table of trainings, four at least, and fresh pairs beside it where they pay.
    `crossed` limits its sides: `[6, 6]`, or `"4x4+20"` with 20 pairs.
    """
    check_options(couple, StudyOptions, options)
    own = {
        **{"sizes": _joined(sizes, ","), "factor": _factors(factors), "vary": _joined(vary, ",")},
        **{"crossed": _joined(crossed, "x"), "criterion": criterion},
    }
    return _study("couple", train, candidates, own, options)


@listed(StudyOptions)
def assure(
    train: Train,
    candidate: Union[Mapping[str, Any], Candidates, None] = None,
    *,
    share: Optional[float] = None,
    below: Optional[float] = None,
    above: Optional[float] = None,
    trials: Optional[int] = None,
    **options: "Unpack[StudyOptions]",
) -> StudyResult:
    """Whether so large a `share` of a candidate's trainings (0.95) passes a bar: a loss `below`, or a `metric` below or `above`.

    `candidate` is a configuration. `.verdict` is `holds`, `does not hold` or `undecided`.
    """
    check_options(assure, StudyOptions, options)
    metric = options.get("metric")
    bar = "loss_below" if metric in (None, "loss") else "below"
    own = {"share": share, bar: below, "above": above, "trials": trials}
    # Of several functions it is by their names.
    listed: Any = [candidate] if isinstance(candidate, Mapping) and not isinstance(train, Mapping) else candidate
    return _study("assure", train, listed, own, options)


def replay(
    losses: Any,
    *,
    criterion: Optional[str] = None,
    rule: Optional[str] = None,
    tolerance: Union[str, float, None] = None,
    direction: Optional[str] = None,
    seed: Optional[int] = None,
    orders: Optional[int] = None,
    out: Optional[Path] = None,
    engine: EngineGiven = None,
) -> RaceResult:
    """What a race by this criterion and rule would have chosen on losses that are there; nothing is trained.

    `losses` is a run folder or a result, a CSV or Parquet file, or a table (DataFrame, list of dicts, dict of lists) with the columns
    `candidate`, `replicate` and `loss`, one row a training, or with one row a candidate and a column `loss_...` for each replicate.
    """
    flags = {"criterion": criterion, "rule": rule, "tolerance": tolerance, "direction": direction, "seed": seed, "orders": orders}
    kept = None
    if out is None:
        kept = tempfile.TemporaryDirectory(prefix="surefoot-replay-")
    folder = os.path.abspath(out if out is not None else kept.name)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="surefoot-call-") as place:
        path = _losses_in(losses, place)
        arguments = [word for name, value in flags.items() if value is not None for word in (f"--{name}", str(value))]
        text = surefoot(engine, "replay", path, *arguments, "--out", folder)
    return RaceResult(Request("replay", path, None, {}, [], out, engine, kept=kept), Answered(folder, text, ""))


def load_run(folder: Path, engine: EngineGiven = None) -> Result:
    """The newest answer of a run folder: a RaceResult or a StudyResult."""
    return load(os.fspath(folder), engine)


def _study(
    command: str, train: Train, candidates: Optional[Candidates], own: Mapping[str, Any], options: Mapping[str, Any]
) -> StudyResult:
    metric = options.get("metric")
    rest = {name: value for name, value in options.items() if name != "metric"}
    return StudyResult(*request_of(command, train, candidates, {**own, "metric": metric}, rest).ask())


def request_of(
    command: str, train: Train, candidates: Optional[Candidates], own: Mapping[str, Any], options: Mapping[str, Any]
) -> Request:
    flags: List[Tuple[str, Any]] = [*own.items(), *((name, options[name]) for name in _FLAGS if name in options)]
    settings = {name: value for name, value in options.items() if name not in (*_FLAGS, *_OTHERS)}
    is_by_name = isinstance(train, Mapping) and isinstance(candidates, Mapping)
    listed: Any = {name: _kept(one) for name, one in candidates.items()} if is_by_name else _kept(candidates)  # type: ignore[union-attr]
    others: Dict[str, Any] = {name: options[name] for name in _OTHERS if name in options}
    return Request(command, train, listed, settings, flags, **others)


def _kept(candidates: Any) -> Any:
    return list(candidates) if isinstance(candidates, Iterator) else candidates


def _joined(values: Union[str, Iterable[Any], None], sign: str) -> Optional[str]:
    return values if values is None or isinstance(values, str) else sign.join(map(str, values))


def _factors(factors: Any) -> Optional[List[str]]:
    if factors is None:
        return None
    if isinstance(factors, Mapping):
        return [f"{name}={','.join(str(plain(level)) for level in levels)}" for name, levels in factors.items()]
    return [factors] if isinstance(factors, str) else list(factors)


def _losses_in(losses: Any, place: str) -> str:
    """The path of recorded losses; of a table, that of a CSV file in `place`."""
    if isinstance(losses, Result):
        return losses.folder
    if isinstance(losses, (str, os.PathLike)):
        return os.fspath(losses)
    rows = losses.to_dict("records") if hasattr(losses, "to_dict") else losses
    if isinstance(rows, Mapping):
        rows = [dict(zip(rows, row)) for row in zip(*rows.values())]
    rows = list(rows)
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise InputError(
            "bad-losses",
            f"losses is a {type(losses).__name__} without rows.",
            "Give one row a training: candidate, replicate, loss.",
            "a run folder, a result, a CSV or Parquet file, a DataFrame, or a list of dicts",
        )
    names = list(dict.fromkeys(name for row in rows for name in row))
    path = os.path.join(place, "losses.csv")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return path


def _cell(value: Any) -> str:
    """As tables of losses have it: a training without an end is missing, one that diverged is infinite."""
    return {"nan": "", "None": "", "inf": "Infinity", "-inf": "-Infinity"}.get(str(value), str(value))
