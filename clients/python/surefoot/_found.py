"""What another search has found, as Python holds it: studies of Optuna, tables of trials."""

import collections
import csv
import inspect
import json
import os
import re
from typing import Any, Dict, List, Mapping, Optional

from ._errors import InputError

_URL_OF_FILE = "sqlite:///"
_ENDED = {"FAIL": "failed", "COMPLETE": "complete without a value"}
_SQLITE = b"SQLite format 3\0"

VALUES = ("loss", "value", "values_0", "objective", "score")
# As the engine has it: `directionOf` of src/experiment/found/found-table.ts.
_LOSS = re.compile(r"loss|error|rmse|\bmae\b|\bmse\b", re.IGNORECASE)


def is_study(found: Any) -> bool:
    """Whether it is a study of Optuna, by what is used of it."""
    # Not asked for their values: these are read from a storage, which may be gone.
    return all(inspect.getattr_static(found, name, None) is not None for name in ("trials", "directions"))


def directions_of(study: Any) -> List[str]:
    """`minimize` or `maximize` of each objective."""
    return [_word(one).lower() for one in _read(study, "directions")]


def direction_by_name(column: str, fix: str) -> str:
    """Of a column: what is called a loss or an error is minimised everywhere. Raises InputError of any other name."""
    if _LOSS.search(column):
        return "minimize"
    raise InputError(
        "direction-unknown",
        f'The table does not say whether a smaller or a larger "{column}" is better.',
        fix,
        '"minimize" or "maximize"',
    )


def study_name(study: Any) -> str:
    """Optuna makes up another name for each study without one: what is known would not be known again."""
    name = str(getattr(study, "study_name", "no-name"))
    return "an Optuna study" if name.startswith("no-name") else name


def ended_trials(study: Any) -> List[Any]:
    """Those that gave a value; there is one at least. Raises InputError."""
    trials = _read(study, "trials")
    ended = [one for one in trials if _word(one.state) == "COMPLETE" and one.value is not None]
    if not ended:
        states = collections.Counter(_ENDED.get(_word(one.state), _word(one.state).lower()) for one in trials)
        told = ", ".join(f"{count} {state}" for state, count in states.items())
        raise InputError(
            "no-values",
            f"No trial of {study_name(study)} has ended with a value{f': {told}' if told else '; it has no trials'}.",
            "Let it go on until some are complete.",
            "at least two different configurations that are complete",
        )
    return ended


def _read(study: Any, what: str) -> List[Any]:
    try:
        return list(getattr(study, what))
    except Exception as error:
        raise InputError(
            "found-unreadable",
            f"The {what} of the study cannot be read: {_said(error)}.",
            "Check that its storage is still there, or give a table of its trials.",
            "a study whose storage can be read",
        ) from error


def _said(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first:.200}".rstrip(".: ")


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
    if "://" in file:
        return _stored_study(path, study, re.sub("://[^@/]*@", "://...@", path))
    if not os.path.isfile(file):
        raise _unreadable(path, "there is no such file")
    with open(file, "rb") as content:
        begin = content.read(len(_SQLITE))
    if begin == _SQLITE:
        return _stored_study(f"{_URL_OF_FILE}{file}", study, file)
    if begin.startswith(b"{"):
        return _stored_study(_journal(file), study, file)
    if begin.startswith(b"PAR1"):
        try:
            import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
        except ImportError as error:
            raise _unreadable(path, "Parquet takes pandas, which is not installed") from error
        return table_rows(pandas.read_parquet(file))
    return table_rows(file)


def _optuna(shown: str) -> Any:
    try:
        import optuna  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError as error:
        raise _unreadable(shown, "studies take Optuna, which is not installed") from error
    return optuna


def _journal(file: str) -> Any:
    storages = _optuna(file).storages
    return storages.JournalStorage(storages.journal.JournalFileBackend(file))


def _stored_study(storage: Any, name: Optional[str], shown: str) -> Any:
    optuna = _optuna(shown)
    try:
        names = optuna.get_all_study_names(storage)
    except Exception as error:
        raise _unreadable(shown, f"Optuna says {_said(error)}") from error
    if name not in names and (name is not None or len(names) != 1):
        raise InputError(
            "found-study",
            f"{shown} has {len(names)} {'study' if len(names) == 1 else 'studies'}{'' if name is None else f', and none is called {name!r}'}.",
            f'Name one: {{"source": {shown!r}, "study": "..."}}.',
            ", ".join(names) or "a storage of Optuna's with a study",
        )
    return optuna.load_study(study_name=name or names[0], storage=storage)


def _unreadable(path: str, why: str) -> InputError:
    return InputError(
        "found-unreadable",
        f"{path} cannot be read: {why}.",
        "Check the path; or load it, and give its trials.",
        "the path of a CSV or Parquet file, or of a storage of Optuna's (study.db, sqlite:///study.db, a journal, a URL)",
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
