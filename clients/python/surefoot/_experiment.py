"""Writes the experiment that a call describes: what Surefoot reads, as JSON."""

import json
import os
import re
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from ._errors import InputError
from ._inspecting import no_inspector
from ._known import Found
from ._space import Space, written
from ._values import plain

if TYPE_CHECKING:
    from ._functions import Function

Candidates = Union[Mapping[str, Any], Space, Found, Iterable[Mapping[str, Any]]]
"""Configurations, one a candidate; or a space as in an experiment file, where lists are alternatives; or a Space, with `draw` or `search`; or what was found."""

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
    "sample": "sample",
    "cost": "cost",
    "keep": "keep",
    "failures": "failures",
    "resources": "resources",
    "constraints": "constraints",
    "require": "require",
    "draw": "draw",
    "search": "search",
    "seed": "seed",
}
_DATA_FILES = ("file", "selectionFile", "finalFile")


def experiment_of(
    name: str, functions: "Sequence[Function]", files: Sequence[str], settings: Mapping[str, Any], inspector: Optional[str]
) -> Dict[str, Any]:
    """The experiment with a long-lived command as the trainer of each function, and another that tells how large a configuration is.

    Raises InputError (`bad-candidates`, `inspect-missing`).
    """
    race = _chosen(RACE, settings)
    trainer: Dict[str, Any] = {"protocol": "long-lived", **_chosen(TRAINER, settings)}
    if inspector is not None:
        trainer["inspect"] = [inspector]
    rest = _chosen(EXPERIMENT, settings)
    if inspector is None and "parameters" in rest.get("require", ()):
        raise no_inspector()
    if settings.get("data") is not None:
        rest["data"] = _data(settings["data"])
        trainer.setdefault("sample", "files")
    if any(isinstance(one.candidates, Space) for one in functions) and not ("draw" in rest or "search" in rest):
        raise InputError(
            "space-undrawn",
            "candidates is a space, and nothing says how many candidates are drawn.",
            'Add draw=40, or search={"prior": "full"}; or take all of it, space.grid().',
            "a Space with draw or search, or a list of dicts, one a candidate",
        )
    models = {
        one.model: {"trainer": {"command": one.command, **trainer, "files": [one.captured, *files]}, "space": space_of(one.candidates)}
        for one in functions
    }
    return {"name": name, **(models.get(None) or {"models": models}), **rest, **({"race": race} if race else {})}


def space_of(candidates: Candidates) -> Any:
    """As an experiment file has it: a space as it stands, each configuration as itself alone, and any settings where they were found elsewhere."""
    if isinstance(candidates, Found):
        return {}
    if isinstance(candidates, (Mapping, Space)):
        return plain(written(candidates), "candidates")
    return [{str(key): _itself(value) for key, value in one.items()} for one in configurations_of(candidates)]


def configurations_of(candidates: Candidates) -> List[Dict[str, Any]]:
    """The configurations that were listed or found; none of a space, which Surefoot draws up itself. Raises InputError (`not-plain`)."""
    if isinstance(candidates, Found):
        return candidates.configurations
    if isinstance(candidates, (Mapping, Space)):
        return []
    if isinstance(candidates, (str, bytes)) or not isinstance(candidates, Iterable):
        raise _bad_candidates(f"candidates is {candidates!r}")
    found = []
    for place, one in enumerate(candidates):
        if not isinstance(one, Mapping):
            raise _bad_candidates(f"candidates[{place}] is {one!r}")
        found.append(dict(one))
        plain(found[-1], f"candidates[{place}]")
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


def _bad_candidates(what: str) -> InputError:
    return InputError(
        "bad-candidates",
        f"{what}.",
        'Write [{"rate": 0.1}, {"rate": 0.01}].',
        "a list of dicts, one a candidate, or a dict, a space with lists of alternatives",
    )


def _data(data: Any) -> Any:
    """Paths start from here, wherever the experiment is written."""
    if isinstance(data, (str, os.PathLike)):
        data = {"file": data}
    files = {name: os.path.abspath(data[name]) for name in _DATA_FILES if data.get(name) is not None}
    return plain({**data, **files}, "data")


def _chosen(names: Mapping[str, str], settings: Mapping[str, Any]) -> Dict[str, Any]:
    return {theirs: plain(settings[ours], ours) for ours, theirs in names.items() if settings.get(ours) is not None}
