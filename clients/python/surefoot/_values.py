"""What crosses to the engine: configurations as JSON, and losses as numbers."""

import math
from typing import Any, Dict, List

from ._calls import described, is_number
from ._errors import InputError

# Numbers that JSON cannot hold stand there as texts.
NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}

# Larger whole numbers would lose their last digits.
_LARGEST = 2**53


def plain(value: Any, where: str = "config") -> Any:
    """A configuration, or a part of one, as JSON holds it: NumPy's numbers and arrays as Python's, tuples as lists.

    Raises InputError for what JSON cannot hold, with its place.
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise _not_plain(where, value, "a whole number beyond 2^53, which would lose digits")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _not_plain(where, value, "not a finite number")
        return float(value)
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise _not_plain(where, key, "a key that is not a text")
        return {key: plain(member, f"{where}.{key}") for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member, f"{where}[{index}]") for index, member in enumerate(value)]
    if hasattr(value, "tolist"):
        return plain(value.tolist(), where)
    raise _not_plain(where, value, f"of the type {type(value).__name__}")


def _not_plain(where: str, value: Any, fault: str) -> InputError:
    return InputError(
        "not-plain",
        f"{where}: {str(value)[:80]!r} is {fault}.",
        "Give a name or a number, and make the object of it in your function.",
        "None, True, False, finite numbers, texts, and lists, tuples and dicts of these",
    )


def as_numbers(value: Any) -> Any:
    """The same, with the numbers that some of its texts stand for."""
    if isinstance(value, dict):
        return {name: as_numbers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_numbers(member) for member in value]
    return NUMBERS.get(value, value) if isinstance(value, str) else value


def as_loss(value: Any) -> float:
    """A number of Python, NumPy or PyTorch as a float; NaN and infinity are allowed.

    Raises InputError for everything else, None among it.
    """
    if is_number(value):
        # NumPy warns where float() is asked of an array with axes.
        return float(value.item() if hasattr(value, "item") else value)
    raise InputError(
        "no-loss",
        f"The loss is {described(value)}.",
        "Give one number; a function that trains returns its loss.",
        "a number, of Python, NumPy or PyTorch; an exception where training failed",
    )


def flat(config: Any, prefix: str = "config") -> Dict[str, Any]:
    """Settings by the names of columns: `config.opt.name`."""
    if not isinstance(config, dict):
        return {} if config is None else {prefix: config}
    columns: Dict[str, Any] = {}
    for key, value in config.items():
        columns.update(flat(value, f"{prefix}.{key}") if isinstance(value, dict) and value else {f"{prefix}.{key}": value})
    return columns


def as_table(rows: List[Dict[str, Any]]) -> Any:
    """A DataFrame where pandas is installed, else the rows themselves."""
    try:
        import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return rows
    return pandas.DataFrame(rows)
