"""An objective of another search, trained as a function of ours: it asks a trial what to train, as Optuna's do."""

from typing import Any, Callable, Dict, Mapping, Optional, Sequence

from ._calls import Call, check_call, parameters_of
from ._trainer import GIVEN
from ._values import flat


class ObjectiveCall(Call):
    """Gives the trial as the objective knows it."""

    def _given(self, config: Dict[str, Any], seeds: Any, sample: Any, trial: Dict[str, Any]) -> Dict[str, Any]:
        given = super()._given(config, seeds, sample, trial)
        return {**given, trial_parameter(self._function, config) or "trial": GivenTrial(config, seeds, trial["replicate"])}


def trial_parameter(objective: Callable[..., Any], settings: Mapping[str, Any]) -> Optional[str]:
    """The name of the parameter that is a trial: `trial`, or the only one that must be given and is no setting. None without one."""
    parameters = parameters_of(objective) or []
    if any(one.name == "trial" for one in parameters):
        return "trial"
    needed = [one.name for one in parameters if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    return needed[0] if len(needed) == 1 and needed[0] not in (*GIVEN, *settings) else None


def check_objective(objective: Callable[..., Any], configurations: Sequence[Mapping[str, Any]]) -> None:
    """Raises InputError where it cannot be called. Not every candidate has all settings: one that lacks one fails by itself."""
    check_call(objective, [])
    settings = {name: value for one in configurations for name, value in one.items()}
    if settings and trial_parameter(objective, settings) is None:
        check_call(objective, [settings])


class GivenTrial:
    """Stands for a trial of Optuna's whose settings are known: `suggest_*` give them, and nothing is pruned."""

    def __init__(self, config: Mapping[str, Any], seeds: Any, number: int) -> None:
        self.params: Dict[str, Any] = {name[1:]: value for name, value in flat(dict(config), "").items()}
        self.seeds = seeds
        self.number = number
        self.user_attrs: Dict[str, Any] = {}

    def suggest_float(self, name: str, *_: Any, **__: Any) -> float:
        return float(self._suggested(name))

    def suggest_int(self, name: str, *_: Any, **__: Any) -> int:
        return int(self._suggested(name))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        return self._suggested(name)

    suggest_uniform = suggest_loguniform = suggest_discrete_uniform = suggest_float

    def _suggested(self, name: str) -> Any:
        if name not in self.params:
            raise LookupError(f"the objective asks for {name!r}, which this candidate does not have; it has {', '.join(self.params)}")
        return self.params[name]

    def report(self, value: float, step: int) -> None:
        """Nothing is pruned by it."""

    def should_prune(self) -> bool:
        return False

    def set_user_attr(self, key: str, value: Any) -> None:
        self.user_attrs[key] = value
