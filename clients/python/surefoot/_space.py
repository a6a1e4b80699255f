"""Spaces of configurations: what settings may be, drawn from, gone through, or searched near one of them."""

from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional

from ._bridge import Bridge
from ._errors import InputError
from ._values import plain

Config = Dict[str, Any]
Take = Callable[[], float]


@dataclass(frozen=True)
class Range:
    """A range of numbers, as `log`, `uniform` and `integer` make it."""

    low: float
    high: float
    step: Optional[float] = None
    log: bool = False
    whole: bool = False


@dataclass(frozen=True)
class OneOf:
    """Alternatives, as `one_of` makes them."""

    options: List[Any]


def log(low: float, high: float) -> Range:
    """Numbers from `low` to `high`, both above 0, equal ratios equally likely. Optuna: `suggest_float(..., log=True)`."""
    return Range(low, high, log=True)


def uniform(low: float, high: float, *, step: Optional[float] = None) -> Range:
    """Numbers from `low` to `high`, equally likely; with `step` low, low + step, ... Optuna: `suggest_float`."""
    return Range(low, high, step)


def integer(low: int, high: int, *, step: Optional[int] = None, log: bool = False) -> Range:
    """Whole numbers from `low` to `high`, both among them. Optuna: `suggest_int`."""
    return Range(low, high, step, log, whole=True)


def one_of(*options: Any) -> OneOf:
    """Alternatives, each as likely as the others; a dict among them may have alternatives and ranges of its own."""
    return OneOf(list(options))


class Space:
    """Settings and what each may be: a value; a list, of which one is taken; `log`, `uniform`, `integer`; `one_of`; a dict of settings.

    A tuple is one value: `layers=[(64,), (64, 64)]` are two alternatives.

        space = Space(lr=log(1e-5, 1e-1), act=["relu", "tanh"], opt=one_of(dict(name="adam"), dict(name="sgd", m=[0, 0.9])))
        space.draw(40, seed=1)

    `node` is a path to Node where it is not found by itself.
    """

    def __init__(self, settings: Optional[Mapping[str, Any]] = None, /, **more: Any) -> None:
        self._settings: Dict[str, Any] = {**(settings or {}), **more}
        self._form = _form(self._settings, "space")

    def draw(self, count: int, seed: int = 1, *, node: Optional[str] = None) -> List[Config]:
        """So many different configurations. The first 40 of `draw(80)` are `draw(40)`; another `seed` gives others."""
        return self._taken(Bridge.shared(node).call("draw", space=self._form, count=count, seed=seed))

    def near(
        self, config: Any, count: int, seed: int = 1, *, width: float = 0.1, node: Optional[str] = None
    ) -> List[Config]:
        """So many configurations near one of this space (a dict, or anything with a `config`), which is not among them.

        Every other setting stays; numbers go a step of the standard deviation `width`, a share of their range; alternatives are drawn anew.
        """
        centre = plain(getattr(config, "config", config))
        return self._taken(
            Bridge.shared(node).call("near", space=self._form, configuration=centre, count=count, seed=seed, width=width)
        )

    def grid(self, *, node: Optional[str] = None) -> List[Config]:
        """Every configuration, the last setting changing fastest. Raises InputError where a range has no steps."""
        return self._taken(Bridge.shared(node).call("grid", space=self._form))

    def _taken(self, drawn: Iterable[Dict[str, Any]]) -> List[Config]:
        """Values as they were given: the engine knows 1 and 1.0, lists and tuples, as the same."""
        return [_built(self._settings, iter(one["point"]).__next__) for one in drawn]

    def __repr__(self) -> str:
        return f"Space({', '.join(f'{name}={value!r}' for name, value in self._settings.items())})"


def _form(value: Any, where: str) -> Dict[str, Any]:
    """As the engine takes it: docs/bridge.md."""
    if isinstance(value, Range):
        told = {"low": plain(value.low, where), "high": plain(value.high, where)}
        if value.step is not None:
            told["step"] = plain(value.step, where)
        return {"range": {**told, **({"log": True} if value.log else {}), **({"whole": True} if value.whole else {})}}
    if isinstance(value, Space):
        return value._form
    if isinstance(value, Mapping):
        for key in value:
            plain({key: None}, where)
        return {"settings": {key: _form(member, f"{where}.{key}") for key, member in value.items()}}
    if isinstance(value, tuple):
        return {"parts": [_form(member, f"{where}[{index}]") for index, member in enumerate(value)]}
    options = _options(value)
    if options is None:
        return {"value": plain(value, where)}
    if any(isinstance(option, list) for option in options):
        raise InputError(
            "list-in-list",
            f"{where}: a list among the alternatives of a list.",
            "Write a tuple where a list is one value: [(64,), (64, 64)].",
            "a list of alternatives, of which one is taken",
        )
    return {"oneOf": [_form(option, f"{where}[{index}]") for index, option in enumerate(options)]}


def written(value: Any, where: str = "candidates") -> Any:
    """A space as an experiment file has it: a Space, or a dict of its language in which ranges, `one_of` and spaces may stand."""
    if isinstance(value, Range):
        details = {"scale": "log"} if value.log else {}
        whole = {"integer": True} if value.whole else {}
        step = {} if value.step is None else {"step": value.step}
        return {"range": [value.low, value.high], **details, **whole, **step}
    if isinstance(value, OneOf):
        return {"oneOf": [written(option, f"{where}[{index}]") for index, option in enumerate(value.options)]}
    if isinstance(value, Space):
        return {key: _setting(member, f"{where}.{key}") for key, member in value._settings.items()}
    if isinstance(value, Mapping):
        return {key: written(member, f"{where}.{key}") for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(member, f"{where}[{index}]") for index, member in enumerate(value)]
    return value


_WORDS = {"oneOf", "range", "value"}
"""Of the language of spaces."""


def _setting(value: Any, where: str) -> Any:
    """What stands in a Space, where a list is alternatives, a tuple one value, and None and texts are themselves."""
    if isinstance(value, (Range, Space)):
        return written(value, where)
    options = _options(value)
    if options is not None:
        return {"oneOf": [_setting(option, f"{where}[{index}]") for index, option in enumerate(options)]}
    # Setting by setting, also where nothing varies: what is known before names them so.
    if isinstance(value, Mapping) and value and (_varies(value) or not _WORDS & set(value)):
        return {key: _setting(member, f"{where}.{key}") for key, member in value.items()}
    if isinstance(value, tuple) and _varies(value):
        if any(isinstance(part, tuple) and _varies(part) for part in value):
            raise InputError(
                "tuple-in-tuple",
                f"{where}: a tuple with alternatives inside of a tuple.",
                "Draw first: select(train, space.draw(40)).",
                "tuples of which the parts are values, alternatives or ranges",
            )
        return [_setting(part, f"{where}[{index}]") for index, part in enumerate(value)]
    return {"value": plain(value, where)}


def _varies(value: Any) -> bool:
    if isinstance(value, (Range, Space)) or _options(value) is not None:
        return True
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return any(_varies(part) for part in parts)


def _options(value: Any) -> Optional[List[Any]]:
    if isinstance(value, OneOf):
        return value.options
    if isinstance(value, (list, range)):
        return list(value)
    # An array of NumPy's, of one dimension: np.logspace(-4, -1, 7).
    return value.tolist() if hasattr(value, "tolist") and getattr(value, "shape", None) else None


def _built(value: Any, take: Take) -> Any:
    """The value at a point of the space: its numbers, in the order of `_form`."""
    if isinstance(value, Range):
        number = take()
        return int(number) if value.whole else float(number)
    if isinstance(value, Space):
        return _built(value._settings, take)
    if isinstance(value, Mapping):
        return {key: _built(member, take) for key, member in value.items()}
    if isinstance(value, tuple):
        return tuple(_built(member, take) for member in value)
    options = _options(value)
    return value if options is None else _built(options[int(take())], take)
