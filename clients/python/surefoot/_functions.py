"""The functions that a call trains with: one, or several by name, each a model of its own with its own candidates, code and processes."""

import os
import re
import shlex
import stat
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

from ._calls import Call, check_call, described, name_of, originals
from ._errors import InputError
from ._executing import Executor
from ._experiment import Candidates, configurations_of
from ._known import Found
from ._objective import ObjectiveCall, check_objective
from ._sending import CAPTURED, COMMAND, COMMANDS, ROOT, SentFunction
from ._space import Space, written

_MODELS = "models"
_MODEL_NAME = re.compile(r"[^\W\d_][\w-]{0,39}")

# What stands beside one function, and not beside several.
_OF_ONE = {
    "data": ("the losses of several functions are of their own making", "Read the data in the functions."),
    "inspect": ("it does not know whose settings it is asked about", "Leave it out."),
    "cost": ("it goes by settings of one function", "Leave it out."),
    "gpus": ("GPUs are shared out to all trainings alike", "Write resources={'gpus': 1}."),
    "trials_per_gpu": ("GPUs are shared out to all trainings alike", "Write resources={'gpus': 0.5}."),
}


@dataclass(frozen=True)
class Function:
    train: Callable[..., Any]
    candidates: Candidates
    model: Optional[str] = None
    """Its name among several; None where it is the only one."""

    @property
    def name(self) -> str:
        return name_of(self.train)

    @property
    def place(self) -> str:
        """Where what it is made of lies, from the folder of the call."""
        return "" if self.model is None else os.path.join(_MODELS, self.model)

    @property
    def command(self) -> List[str]:
        return [COMMAND] if self.model is None else [COMMAND, self.model]

    @property
    def captured(self) -> str:
        return os.path.join(self.place, CAPTURED)

    @property
    def names(self) -> Dict[str, str]:
        """What stands for its parts in messages."""
        return {f"{self.captured}/{ROOT}": self.name, f"{self.captured}/modules/": "", " ".join(self.command): self.name}

    def send(self, folder: str, executor: Optional[Executor] = None) -> SentFunction:
        called = ObjectiveCall if isinstance(self.candidates, Found) else Call
        return SentFunction(self.train, configurations_of(self.candidates), os.path.join(folder, self.place), called, executor)

    def check(self) -> None:
        """Raises InputError where it cannot be called with its candidates."""
        if isinstance(self.candidates, Found):
            return check_objective(self.train, self.candidates.configurations)
        space = written(self.candidates) if isinstance(self.candidates, (Mapping, Space)) else None
        # Of a space the settings are known; what they may be is drawn up by Surefoot.
        check_call(self.train, configurations_of(self.candidates) if space is None or "oneOf" in space else [space])


def functions_of(train: Any, candidates: Any, beside: Mapping[str, Any]) -> List[Function]:
    """One, or those of a dict. Raises InputError for what cannot be raced, also for what stands `beside` several."""
    if not isinstance(train, Mapping):
        if candidates is None:
            raise InputError("no-candidates", "There are no candidates.", "Give a list of configurations.", "a list of dicts")
        return [Function(train, candidates)]
    for name, one in train.items():
        if not isinstance(name, str) or _MODEL_NAME.fullmatch(name) is None:
            raise InputError(
                "model-name", f"train has {name!r} as the name of a function.", "Rename it.", "a letter, then at most 39 letters, digits, underscores and dashes"
            )
        if not callable(one):
            raise InputError("train-no-function", f"train[{name!r}] is {described(one)}, not a function.", "Write one, such as: def train(config, seeds): ...", "functions by name")
    if not train or not isinstance(candidates, Mapping) or set(candidates) != set(train):
        given = ", ".join(map(repr, candidates)) if isinstance(candidates, Mapping) else described(candidates)
        raise InputError(
            "bad-candidates",
            f"train has functions by name, {', '.join(map(repr, train)) or 'none'}, and candidates has {given or 'none'}.",
            'Write select({"net": f, "boost": g}, {"net": {"lr": [0.1, 0.01]}, "boost": [{"depth": 3}]}).',
            "candidates by the same names; {} for a function without settings",
        )
    for setting, (why, fix) in _OF_ONE.items():
        if beside.get(setting) is not None:
            raise InputError("several-functions", f"{setting} stands beside several functions: {why}.", fix, f"{setting} beside one function")
    return [Function(one, candidates[name], name) for name, one in train.items()]


def as_given(train: Any, candidates: Any) -> Callable[[Dict[str, Any]], Dict[str, Any]]:
    """Gives each configuration as it was listed, where it was: JSON knows no tuples."""
    if isinstance(train, Mapping):
        known = {name: as_given(None, candidates[name]) for name in train}
        return lambda configuration: {name: known[name](own) for name, own in configuration.items()}
    return originals(configurations_of(candidates) if candidates is not None else [])


def write_commands(functions: Sequence[Function], folder: str) -> None:
    """The one command for all of several functions: it starts that of the function that it is told the name of."""
    if functions[0].model is None:
        return
    path = os.path.join(folder, COMMANDS, COMMAND)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nexec {shlex.quote(os.path.join(folder, _MODELS))}/"$1"/{COMMANDS}/{COMMAND}\n')
    os.chmod(path, stat.S_IRWXU)
