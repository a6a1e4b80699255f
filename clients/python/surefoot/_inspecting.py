"""A function of the user's own that tells, untrained, how large a configuration is: for what `require` asks of it before anything is trained."""

import math
from typing import Any, Callable, Dict, Mapping, Sequence

from ._calls import call_settings, check_function, described, is_number, originals
from ._errors import InputError
from ._listening import Listener

INSPECTOR = "python-inspector"

Inspect = Callable[..., Mapping[str, Any]]
"""Parameters are settings by their names, or `config`; gives `{"parameters": 12345}`."""


class Inspector(Listener):
    """Is asked once for each configuration that may take part."""

    def __init__(self, inspect: Inspect, configurations: Sequence[Mapping[str, Any]], folder: str) -> None:
        check_function(
            inspect,
            "inspect",
            "nobody waits for it",
            "Write one, such as: def inspect(units): return {'parameters': 65 * units}",
            "a function from a configuration to the number of its parameters",
        )
        self._inspect = inspect
        self._original = originals(configurations)
        super().__init__(folder, INSPECTOR, self._parameters)

    def _parameters(self, config: Dict[str, Any]) -> Dict[str, Any]:
        told = call_settings(self._inspect, self._original(config))
        parameters: Any = told.get("parameters") if isinstance(told, Mapping) else None
        number = float(parameters) if is_number(parameters) else math.nan
        if not 0 <= number < math.inf:
            raise InputError(
                "inspect",
                f"inspect gave {described(told)} for {config}, which does not say how many parameters it has.",
                "Correct the function.",
                "{'parameters': 12345}, a number of 0 or more",
            )
        return {"parameters": number}


def no_inspector() -> InputError:
    return InputError(
        "inspect-missing",
        "require has parameters, and nothing tells how many a configuration has.",
        "Add inspect=, such as: inspect=lambda units: {'parameters': 65 * units}",
        "`inspect`, a function of the settings, beside `require` with parameters",
    )
