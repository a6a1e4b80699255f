"""What another search has found, as Python holds it: studies of Optuna, tables of trials."""

import csv
import json
import os
from typing import Any, Dict, List, Mapping

from ._errors import InputError

VALUES = ("loss", "value", "values_0", "objective", "score")


def is_study(found: Any) -> bool:
    """Whether it is a study of Optuna, by what is used of it."""
    return hasattr(found, "trials") and hasattr(found, "directions")


def directions_of(study: Any) -> List[str]:
    """`minimize` or `maximize` of each objective."""
    return [_word(one).lower() for one in study.directions]


def ended_trials(study: Any) -> List[Any]:
    """Those that gave a value."""
    return [one for one in study.trials if _word(one.state) == "COMPLETE" and one.value is not None]


def _word(member: Any) -> str:
    """Of an enumeration of Optuna's, or as it is written."""
    return str(getattr(member, "name", member))


def settings_of(row: Mapping[str, Any], column: str) -> Dict[str, Any]:
    """Of a row; where columns are called `params_...` or `config....`, these alone."""
    for prefix in ("params_", "config.", "config/"):
        named = {name[len(prefix) :]: cell for name, cell in row.items() if name.startswith(prefix)}
        if named:
            return {name: cell for name, cell in named.items() if not _is_missing(cell)}
    return {name: cell for name, cell in row.items() if name not in (column, "state") and not _is_missing(cell)}


def _is_missing(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and cell != cell)


def table_rows(table: Any) -> List[Dict[str, Any]]:
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        return [dict(row) for row in table.to_dict("records")]
    if isinstance(table, (str, os.PathLike)):
        with open(table, encoding="utf-8", newline="") as file:
            return [{name: _cell(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
    if isinstance(table, (list, tuple)) and all(isinstance(row, Mapping) for row in table):
        return [dict(row) for row in table]
    raise InputError(
        "no-table",
        f"What was found is of the type {type(table).__name__}.",
        "Give the study, or its table.",
        "an Optuna study, a DataFrame, a list of dicts, or the path of a CSV file",
    )


def _cell(text: Any) -> Any:
    """A cell of a file: numbers and truths as such."""
    known = {"True": True, "False": False, "nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
    if text in known:
        return known[text]
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text
