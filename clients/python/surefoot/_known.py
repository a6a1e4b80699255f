"""What is known before a race, as the command takes it: paths as they are, and what only this process has as files of JSON."""

import hashlib
import json
import math
import os
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ._errors import InputError
from ._found import VALUES, direction_by_name, directions_of, ended_trials, is_study, read_found, settings_of, study_name, table_rows
from ._values import plain

_OPTIONS = ("value", "direction", "study", "ignore")
_ALLOWED = (
    "a run folder, a result, the path of a table or an Optuna study, an optuna.Study, a DataFrame, a list of dicts, "
    'or a dict such as {"trials": table, "value": "accuracy", "direction": "maximize"}; from_ also takes a list of these'
)


def flags_of(known: Any, place: str) -> List[str]:
    """Options of the command for `from_`; what is no file yet is written to `place`. Raises InputError (`known-before`)."""
    words: List[str] = []
    options: Dict[str, Any] = {}
    for one in _sources(known):
        path, own = _source(one, place)
        if options and own and own != options:
            raise _bad(f"from_ says {options} of one file and {own} of another.", "Read one of them yourself, and give its rows.")
        options = own or options
        words += ["--from", path]
    for name, value in options.items():
        words += [f"--{name}", value if isinstance(value, str) else ",".join(value)]
    return words


def _sources(known: Any) -> Sequence[Any]:
    """A list of rows is one source; a list of anything else is several."""
    if not isinstance(known, (list, tuple)):
        return [known]
    if not known:
        raise _bad("from_ is empty.", "Leave it out, or say what is known.")
    are_rows = all(isinstance(one, Mapping) and not {"source", "trials"} & set(one) for one in known)
    return [known] if are_rows else known


def trials_of(known: Any) -> List[Dict[str, Any]]:
    """Of `from_` the trials themselves, for a race that is asked and told: each source as the bridge takes it. Raises InputError (`known-before`)."""
    return [plain(_trials_in(*_opened(*unwrapped(one))), "from_") for one in _sources(known)]


def _source(one: Any, place: str) -> Tuple[str, Dict[str, Any]]:
    one, given = unwrapped(one)
    if isinstance(one, (str, os.PathLike)):
        return os.fspath(one), {name: given[name] for name in _OPTIONS if given.get(name) is not None}
    return _written(_trials_in(one, given), place), {}


def _written(trials: Dict[str, Any], place: str) -> str:
    """A file that is called by its content: the log knows it again in the next call."""
    content = json.dumps(plain(trials, "found"), allow_nan=False)
    path = os.path.join(place, f"{hashlib.sha256(content.encode()).hexdigest()}.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    return path


@dataclass(frozen=True)
class Found:
    """Candidates that another search has found; Surefoot races the best of them."""

    trials: Dict[str, Any]
    """As the engine has them; empty for a run folder, which it reads itself."""
    folder: Optional[str] = None
    race: Mapping[str, Any] = field(default_factory=dict)
    """Settings of a race by what it went by."""

    @property
    def configurations(self) -> List[Dict[str, Any]]:
        """Of all trials, in their order."""
        return [one["settings"] for one in self.trials.get("trials", ())]

    def place_in(self, folder: str) -> str:
        """Where Surefoot reads it; what is no file yet is written there."""
        return self.folder if self.folder is not None else _written(self.trials, folder)


def found_of(found: Any, value: Optional[str], direction: Optional[str]) -> Found:
    """Raises InputError for what has no trials, and none of one value."""
    one, given = unwrapped(found)
    given = {**given, **{name: told for name, told in {"value": value, "direction": direction}.items() if told is not None}}
    if isinstance(one, (str, os.PathLike)) and os.path.isdir(one):
        path = os.path.join(one, "result.json")
        record: Dict[str, Any] = {}
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                record = json.load(file)
        return Found({}, os.path.abspath(one), _raced(record.get("metric"), record.get("direction")))
    trials = _trials_in(*_opened(one, given))
    return Found(trials, None, _raced(given.get("value"), trials.get("direction", given.get("direction"))))


def _raced(value: Optional[str], direction: Optional[str]) -> Dict[str, Any]:
    """How a race goes by the same value: what is minimised is a loss."""
    if direction != "maximize":
        return {}
    return {"direction": direction, "metric": value if value is not None and value.isidentifier() and value not in VALUES else "score"}


def unwrapped(one: Any) -> Tuple[Any, Dict[str, Any]]:
    """A path, a study or a table, with what is said of it. Of a result it is its folder."""
    if isinstance(getattr(one, "record", None), Mapping) and hasattr(one, "folder"):
        return str(one.folder), {}
    if not isinstance(one, Mapping) or not {"source", "trials"} & set(one):
        return one, {}
    strange = sorted(set(one) - {"source", "trials", "name", *_OPTIONS})
    if strange or len({"source", "trials"} & set(one)) != 1:
        raise _bad(f"What is known is a dict with {', '.join(map(repr, one))}.", "Give `source` or `trials`, with what they do not tell.")
    return (os.fspath(one["source"]) if "source" in one else one["trials"]), dict(one)


def _opened(one: Any, given: Dict[str, Any]) -> Tuple[Any, Dict[str, Any]]:
    """What a path leads to, as far as Python alone can read it."""
    if not isinstance(one, (str, os.PathLike)):
        return one, given
    path = os.fspath(one)
    named = {"name": os.path.basename(os.path.normpath(path)), **given}
    return read_found(os.path.join(path, "trials.csv") if os.path.isdir(path) else path, given.get("study")), named


def _trials_in(one: Any, given: Mapping[str, Any]) -> Dict[str, Any]:
    """As the engine has them: `name`, `direction` and `trials`."""
    found = _of_study(one) if is_study(one) else _of_rows(one, given)
    return {**found, "name": given.get("name") or found.get("name") or "a table of trials"}


def _of_study(study: Any) -> Dict[str, Any]:
    directions = directions_of(study)
    if len(directions) != 1:
        raise _bad(
            f"The study has {len(directions)} objectives, and a race goes by one.",
            'Give its table, and name one: {"trials": study.trials_dataframe(), "value": "values_0", "direction": "minimize"}.',
        )
    trials = [{"settings": dict(one.params), "value": _number(one.value)} for one in ended_trials(study)]
    return {"name": study_name(study), "direction": directions[0], "trials": trials}


def _of_rows(table: Any, given: Mapping[str, Any]) -> Dict[str, Any]:
    rows = table_rows(table)
    if rows and all("settings" in row for row in rows):
        trials = [{name: cell if name == "settings" else _number(cell) for name, cell in row.items()} for row in rows]
        return {"trials": trials, **({"direction": given["direction"]} if given.get("direction") else {})}
    names = list(dict.fromkeys(name for row in rows for name in row))
    column = given.get("value") or next((name for name in VALUES if name in names), "")
    if column not in names:
        raise _bad(
            f"The table has no column {column!r}." if column else "No column of the table is known to hold values.",
            f'Name it: {{"trials": table, "value": "..."}}; it has {", ".join(map(str, names)) or "none"}.',
        )
    direction = given.get("direction") or direction_by_name(
        column,
        f'Write {{"trials": table, "value": "{column}", "direction": "minimize"}}, or "maximize".',
    )
    ignored = [column, *(given.get("ignore") or ())]
    trials = [
        {"settings": {name: cell for name, cell in settings_of(row, column).items() if name not in ignored}, "value": _number(row.get(column))}
        for row in rows
        if str(row.get("state", "COMPLETE")) == "COMPLETE"
    ]
    return {"direction": direction, "trials": trials}


def _number(value: Any) -> Any:
    """As JSON has it."""
    if value is None or value == "":
        return None
    number = float(value)
    if math.isnan(number):
        return None
    return number if math.isfinite(number) else ("Infinity" if number > 0 else "-Infinity")


def _bad(what: str, fix: str) -> InputError:
    return InputError("known-before", what, fix, _ALLOWED)
