"""How a function is called with a trial, and what it may give back.

The one convention is that of the decorator `@trainer`: parameters are filled by their names (`call_with` in `_trainer.py`).
"""

import inspect
import json
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Set

from ._errors import InputError
from ._trainer import GIVEN, NoLoss, _plain, call_with

_KEPT = ("loss", "metrics", "lossPerEpoch", "artifacts")


class Call:
    """A function with the way it is called."""

    def __init__(self, function: Callable[..., Any], configurations: Sequence[Mapping[str, Any]] = ()) -> None:
        self._function = function
        self._is_known = parameters_of(function) is not None
        self._original = originals(configurations)

    def __call__(self, config: Dict[str, Any], seeds: Any, sample: Any, trial: Dict[str, Any]) -> Dict[str, Any]:
        """Trains; the answer in the words of the protocol. Raises what the function raises, and NoLoss."""
        original = self._original(config)
        given = self._given(original, seeds, sample, trial)
        told = call_with(self._function, given) if self._is_known else self._function(original)
        return answer_of(told, trial.get("score", "loss"))

    def _given(self, config: Dict[str, Any], seeds: Any, sample: Any, trial: Dict[str, Any]) -> Dict[str, Any]:
        return {"config": config, "seeds": seeds, "seed": seeds.init, "sample": sample, "trial": trial}


def originals(configurations: Sequence[Mapping[str, Any]]) -> Callable[[Dict[str, Any]], Dict[str, Any]]:
    """Gives each configuration as it was given: JSON knows no tuples, 1.0 comes back as 1, and settings that were found elsewhere nested by their dots."""
    known = {key(one): one for key in (_key_of_found, _key) for one in configurations}
    return lambda config: dict(known.get(_key(config), config))


def call_settings(function: Callable[..., Any], config: Dict[str, Any]) -> Any:
    """Calls a function of a configuration alone: its parameters are settings by their names, or `config`."""
    return call_with(function, {"config": config}) if parameters_of(function) is not None else function(config)


def check_function(function: Any, name: str, unawaited: str, fix: str, allowed: str) -> None:
    """Raises InputError (`name`) for what is no function that answers at once; `unawaited` says who does not wait for another."""
    if not callable(function):
        why = f"{described(function)}."
    elif inspect.iscoroutinefunction(function):
        why = f"an async function: {unawaited}."
    else:
        return
    raise InputError(name, f"{name} is {why}", fix, allowed)


def check_call(function: Callable[..., Any], configurations: Sequence[Mapping[str, Any]], given: Sequence[str] = GIVEN) -> None:
    """Raises InputError where a function cannot be called with these configurations, or would not see one of their settings; `given`: what every training is."""
    if not callable(function):
        raise InputError(
            "train-no-function",
            f"train is {described(function)}, not a function.",
            "Write one, such as: def train(config, seeds): ...",
            "a function that trains once and returns the loss, or the path of an experiment file",
        )
    parameters = parameters_of(function)
    if parameters is None:
        return
    name = name_of(function)
    names = [one.name for one in parameters]
    takes_all = "config" in names or any(one.kind is one.VAR_KEYWORD for one in parameters)
    for one in parameters:
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD) or one.name in given or one.default is not one.empty:
            continue
        lacking = next((config for config in configurations if one.name not in config), None)
        if lacking is not None:
            raise InputError(
                "train-parameter",
                f'{name} has a parameter "{one.name}", which is {f"not a setting of the candidate {_shown(lacking)}" if lacking else "not given to it"}.',
                "Give it a default, or take `config` and look there.",
                f"names of settings, and {', '.join(given)}",
            )
    for config in configurations:
        for setting in config:
            if setting in given and setting in names:
                raise InputError(
                    "setting-name",
                    f'The setting "{setting}" has the name of a parameter that {name} is given in every training.',
                    "Rename the setting.",
                    f"settings with other names than {', '.join(given)}",
                )
            if not takes_all and setting not in names:
                raise InputError(
                    "train-setting",
                    f'{name} takes no setting "{setting}": candidates that differ in it would train alike.',
                    f"Add a parameter {setting}, or `config`, which gets all settings.",
                    "a parameter for each setting, or `config`",
                )


_said_of: Set[Any] = set()


def unvaried(function: Callable[..., Any]) -> Optional[str]:
    """What to say, once in a process, of a function that takes `seed` and nothing to draw its examples by; else None."""
    names = {one.name for one in parameters_of(function) or ()}
    code = getattr(function, "__code__", type(function))
    if "seed" not in names or names & {"seeds", "sample", "trial"} or code in _said_of:
        return None
    _said_of.add(code)
    name = name_of(function)
    return (
        f"{name} takes `seed` alone: all of its trainings learn from the same examples, and what others would change is not seen. To vary them, take "
        f"`seeds` and draw by seeds.sample; or take `sample` and name data=..., of which Surefoot draws."
    )


def answer_of(value: Any, score: str = "loss") -> Dict[str, Any]:
    """What a function gave back, in the words of the protocol; `score` is what is raced or studied. Raises NoLoss, with what is allowed."""
    if not isinstance(value, Mapping):
        return {score: _number(value, "It returned", score)}
    judged = [name for name in dict.fromkeys((score, "loss")) if name in value]
    if not judged:
        raise NoLoss(f'It returned a dict without "{score}", with {", ".join(map(repr, value)) or "nothing"} in it. {_allowed(score)}{_instead(value, score)}')
    numbers = {name: _number(value[name], f'Its "{name}" is', name) for name in judged}
    others = {str(name): _plain(member) for name, member in value.items() if name in _KEPT or is_number(member)}
    # Files are made of them where they are kept, whatever holds them.
    predictions = {"predictions": value["predictions"]} if isinstance(value.get("predictions"), dict) else {}
    return {**others, **predictions, **numbers}


def _allowed(name: str) -> str:
    return f'Allowed: a number, or a dict with "{name}" and metrics.'


def _instead(value: Mapping[str, Any], score: str) -> str:
    metric = next((name for name, member in value.items() if is_number(member)), None)
    return "" if metric is None or score != "loss" else f" To go by this one, say so in the call: metric={metric!r}."


def _number(value: Any, what: str, name: str) -> float:
    if not is_number(value):
        raise NoLoss(f"{what} {described(value)}, which is not a number. {_allowed(name)}")
    return float(value)


def is_number(value: Any) -> bool:
    """Whether this is one real number: Python's, NumPy's, or an array or a tensor of one value without axes."""
    if isinstance(value, bool):
        return False
    if isinstance(value, (int, float)):
        return True
    if _size_of(value) != 1 or isinstance(value, (str, bytes)):
        return False
    item = getattr(value, "item", None)
    return callable(item) and isinstance(item(), (int, float)) and not isinstance(item(), bool)


def _size_of(value: Any) -> Optional[int]:
    shape = getattr(value, "shape", None)
    if shape is None:
        return None
    size = 1
    for length in tuple(shape):
        size *= int(length)
    return size


def described(value: Any) -> str:
    shape = getattr(value, "shape", None)
    kind = type(value).__name__
    if value is None:
        return "None"
    if shape is not None and _size_of(value) != 1:
        article = "an" if kind[0] in "aeiouAEIOU" else "a"
        return f"{article} {kind} of shape {tuple(shape)}"
    text = repr(value)
    return f"the {kind} {text if len(text) <= 60 else text[:57] + '...'}"


def name_of(function: Callable[..., Any]) -> str:
    """As people call it: `train`, `<lambda>`, `Model.train`."""
    inner = getattr(function, "func", function)
    name = getattr(inner, "__qualname__", None) or type(inner).__name__
    return str(name).split("<locals>.")[-1]


def parameters_of(function: Callable[..., Any]) -> Optional[List[inspect.Parameter]]:
    try:
        return list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return None


def _key(config: Mapping[str, Any]) -> str:
    """Equal for configurations that are equal in JSON, where 1.0 is 1."""
    return json.dumps(_whole(_plain(dict(config))), sort_keys=True, default=str)


def _key_of_found(config: Mapping[str, Any]) -> str:
    """Of `{"opt.lr": 0.1, "opt.decay": None}` as the engine has it: `{"opt": {"lr": 0.1}}`."""
    whole: Dict[str, Any] = {}
    for name, value in config.items():
        if value is None:
            continue
        *outer, last = name.split(".")
        place = whole
        for part in outer:
            inner = place.get(part)
            place[part] = place = dict(inner) if isinstance(inner, dict) else {}
        place[last] = value
    return _key(whole)


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, list):
        return [_whole(member) for member in value]
    if isinstance(value, dict):
        return {name: _whole(member) for name, member in value.items()}
    return value


def _shown(config: Mapping[str, Any]) -> str:
    text = ", ".join(f"{name}={value!r}" for name, value in config.items())
    return text if len(text) <= 80 else text[:77] + "..."
