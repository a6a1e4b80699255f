"""What another search has found, as Python holds it: studies of Optuna, tables of trials."""

import csv
import json
import os
import re
from typing import Any, Dict, List, Mapping, Optional

from ._errors import InputError

_URL_OF_FILE = "sqlite:///"
_SQLITE = b"SQLite format 3\0"

VALUES = ("loss", "value", "values_0", "objective", "score")
# As the engine has it: `directionOf` of src/experiment/found/found-table.ts.
_LOSS = re.compile(r"loss|error|rmse|\bmae\b|\bmse\b", re.IGNORECASE)


def is_study(found: Any) -> bool:
    """Whether it is a study of Optuna, by what is used of it."""
    return hasattr(found, "trials") and hasattr(found, "directions")


def directions_of(study: Any) -> List[str]:
    """`minimize` or `maximize` of each objective."""
    return [_word(one).lower() for one in study.directions]


def direction_by_name(column: str, table: str, fix: str) -> str:
    """Of a column: what is called a loss or an error is minimised everywhere. Raises InputError of any other name."""
    if _LOSS.search(column):
        return "minimize"
    raise InputError(
        "direction-unknown",
        f'{table} does not say whether a smaller or a larger "{column}" is better.',
        fix,
        '"minimize" or "maximize"',
    )


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


def read_found(path: str, study: Optional[str] = None) -> Any:
    """What is in a file: a study of Optuna's (`study` names it where there are several), else rows. Raises InputError."""
    file = path[len(_URL_OF_FILE) :] if path.startswith(_URL_OF_FILE) else path
    if not os.path.isfile(file):
        raise _unreadable(path, "there is no such file")
    with open(file, "rb") as content:
        begin = content.read(len(_SQLITE))
    if begin == _SQLITE:
        return _stored_study(file, study)
    if begin.startswith(b"PAR1"):
        try:
            import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
        except ImportError as error:
            raise _unreadable(path, "Parquet takes pandas, which is not installed") from error
        return table_rows(pandas.read_parquet(file))
    return table_rows(file)


def _stored_study(file: str, name: Optional[str]) -> Any:
    try:
        import optuna  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError as error:
        raise _unreadable(file, "studies take Optuna, which is not installed") from error
    storage = f"{_URL_OF_FILE}{file}"
    names = optuna.get_all_study_names(storage)
    if name not in names and (name is not None or len(names) != 1):
        raise InputError(
            "found-study",
            f"{file} has {len(names)} studies{'' if name is None else f', and none is called {name!r}'}.",
            f'Name one: {{"source": {file!r}, "study": "..."}}.',
            ", ".join(names) or "a storage of Optuna's with a study",
        )
    return optuna.load_study(study_name=name or names[0], storage=storage)


def _unreadable(path: str, why: str) -> InputError:
    return InputError(
        "found-unreadable",
        f"{path} cannot be read: {why}.",
        "Check the path; or load it, and give its trials.",
        "the path of a CSV or Parquet file, or of a storage of Optuna's (study.db, sqlite:///study.db)",
    )


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
