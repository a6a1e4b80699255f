"""Writes the experiment that a call describes: what Surefoot reads, as JSON."""

import difflib
import json
import math
import os
import re
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Union

from ._calls import plain
from ._errors import InputError

Candidates = Union[Mapping[str, Any], Iterable[Mapping[str, Any]]]
"""Configurations, one a candidate; or a space as in an experiment file, where lists are alternatives."""

# Settings of a call by where they stand in an experiment file, which docs/experiment-file.md and docs/settings.md explain.
RACE = {
    "criterion": "criterion",
    "metric": "metric",
    "direction": "direction",
    "tolerance": "tolerance",
    "delta": "delta",
    "rule": "rule",
    "max_replicates": "maxReplicates",
    "final_trials": "finalTrials",
    "warmup": "warmup",
    "ahead": "ahead",
    "collapse": "collapse",
    "reliability": "reliability",
}
TRAINER = {
    "timeout_seconds": "timeoutSeconds",
    "start_seconds": "startSeconds",
    "gpus": "gpus",
    "trials_per_gpu": "trialsPerGpu",
    "check_seeds": "checkSeeds",
    "examples": "examples",
    "secrets": "secrets",
    "hand_over": "sample",
}
EXPERIMENT = {
    "data": "data",
    "sample": "sample",
    "cost": "cost",
    "failures": "failures",
    "resources": "resources",
    "constraints": "constraints",
    "seed": "seed",
}
_DATA_FILES = ("file", "selectionFile", "finalFile")
_LARGEST_WHOLE = 2**53 - 1


def experiment_of(
    name: str, command: List[str], files: Sequence[str], candidates: Candidates, settings: Mapping[str, Any]
) -> Dict[str, Any]:
    """The experiment with a long-lived command as its trainer. Raises InputError (`unknown-setting`, `bad-candidates`)."""
    known = [*RACE, *TRAINER, *EXPERIMENT]
    for setting in settings:
        if setting not in known:
            near = difflib.get_close_matches(setting, known, 1)
            raise InputError(
                "unknown-setting",
                f'There is no setting "{setting}".',
                f"Did you mean {near[0]}?" if near else "Leave it out.",
                ", ".join(known),
            )
    race = _chosen(RACE, settings)
    trainer: Dict[str, Any] = {"command": command, "protocol": "long-lived", **_chosen(TRAINER, settings)}
    if files:
        trainer["files"] = list(files)
    rest = _chosen(EXPERIMENT, settings)
    if "data" in rest:
        rest["data"] = _data(rest["data"])
        trainer.setdefault("sample", "files")
    return {"name": name, "trainer": trainer, "space": space_of(candidates), **rest, **({"race": race} if race else {})}


def space_of(candidates: Candidates) -> Any:
    """As an experiment file has it: a space as it stands, and each configuration as itself alone."""
    if isinstance(candidates, Mapping):
        return plain(candidates)
    return [{str(key): _itself(value) for key, value in one.items()} for one in configurations_of(candidates)]


def configurations_of(candidates: Candidates) -> List[Dict[str, Any]]:
    """The configurations that were listed; none of a space, which Surefoot draws up itself."""
    if isinstance(candidates, Mapping):
        return []
    if hasattr(candidates, "draw"):
        raise InputError(
            "space-undrawn",
            "candidates is a space, of which nothing has been drawn.",
            "Draw from it, as in space.draw(40, seed=1), or take all of it, space.grid().",
            "a list of dicts, one a candidate",
        )
    if isinstance(candidates, (str, bytes)) or not isinstance(candidates, Iterable):
        raise _bad_candidates(f"candidates is {candidates!r}")
    found = []
    for place, one in enumerate(candidates):
        if not isinstance(one, Mapping):
            raise _bad_candidates(f"candidates[{place}] is {one!r}")
        for key, value in one.items():
            if not isinstance(key, str):
                raise _bad_candidates(f"candidates[{place}] has the key {key!r}, which is no text")
            _require_plain(plain(value), f"candidates[{place}].{key}")
        found.append(dict(one))
    if not found:
        raise _bad_candidates("candidates is empty")
    return found


def write_json(path: str, value: Any) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)


def experiment_name(function_name: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", function_name).strip("-")
    return name or "run"


def _itself(value: Any) -> Any:
    """So that nothing stands for alternatives, a range, or for being left out."""
    ready = plain(value)
    return ready if isinstance(ready, (bool, int, float)) else {"value": ready}


def _require_plain(value: Any, place: str) -> None:
    if isinstance(value, dict):
        for key, member in value.items():
            _require_plain(member, f"{place}.{key}")
    elif isinstance(value, list):
        for member in value:
            _require_plain(member, place)
    elif isinstance(value, float) and not math.isfinite(value):
        raise _bad_candidates(f"{place} is {value!r}")
    elif type(value) is int and abs(value) > _LARGEST_WHOLE:
        raise _bad_candidates(f"{place} is {value}, beyond 2**53")
    elif value is not None and not isinstance(value, (str, bool, int, float)):
        raise _bad_candidates(f"{place} is {_short(value)}")


def _short(value: Any) -> str:
    text = repr(value)
    return f"the {type(value).__name__} {text if len(text) <= 60 else text[:57] + '...'}"


def _bad_candidates(what: str) -> InputError:
    return InputError(
        "bad-candidates",
        f"{what}.",
        "Give what the training needs by a name or a number, and look it up in the training.",
        "a list of dicts, one a candidate, of texts, finite numbers, True, False, None, and lists and dicts of these",
    )


def _data(data: Any) -> Any:
    """Paths start from here, wherever the experiment is written."""
    if isinstance(data, (str, os.PathLike)):
        data = {"file": data}
    ready = dict(plain(data))
    for name in _DATA_FILES:
        if isinstance(ready.get(name), str):
            ready[name] = os.path.abspath(ready[name])
    return ready


def _chosen(names: Mapping[str, str], settings: Mapping[str, Any]) -> Dict[str, Any]:
    return {theirs: plain(settings[ours]) for ours, theirs in names.items() if settings.get(ours) is not None}
