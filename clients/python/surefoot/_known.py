"""What is known before a race, as the command takes it: paths as they are, and what only this process has as files of JSON."""

import hashlib
import json
import math
import os
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ._errors import InputError
from ._found import VALUES, direction_by_name, directions_of, ended_trials, is_study, read_found, settings_of, table_rows
from ._values import plain

_OPTIONS = ("value", "direction", "study", "ignore")
_ALLOWED = (
    "a run folder, a result, the path of a table or an Optuna study, an optuna.Study, a DataFrame, a list of dicts, "
    'or a dict such as {"trials": table, "value": "accuracy", "direction": "maximize"}; or a list of these'
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
    return [_trials_in(*_opened(*unwrapped(one))) for one in _sources(known)]


def _source(one: Any, place: str) -> Tuple[str, Dict[str, Any]]:
    one, given = unwrapped(one)
    if isinstance(one, (str, os.PathLike)):
        return os.fspath(one), {name: given[name] for name in _OPTIONS if given.get(name) is not None}
    content = json.dumps(_trials_in(one, given), allow_nan=False)
    # By its content: the log knows it again in the next call.
    path = os.path.join(place, f"{hashlib.sha256(content.encode()).hexdigest()}.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    return path, {}


def unwrapped(one: Any, what: str = "from_") -> Tuple[Any, Dict[str, Any]]:
    """A path, a study or a table, with what is said of it. Of a result it is its folder."""
    if isinstance(getattr(one, "record", None), Mapping):
        return str(one.folder), {}
    if not isinstance(one, Mapping) or not {"source", "trials"} & set(one):
        return one, {}
    strange = sorted(set(one) - {"source", "trials", "name", *_OPTIONS})
    if strange or len({"source", "trials"} & set(one)) != 1:
        raise _bad(f"{what} is a dict with {', '.join(map(repr, one))}.", "Give `source` or `trials`, with what they do not tell.")
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
        raise _bad(f"The study has {len(directions)} objectives, and a race goes by one.", "Give its table, with `value` naming a column.")
    trials = [{"settings": plain(dict(one.params)), "value": _number(one.value)} for one in ended_trials(study)]
    return {"name": _name_of(study), "direction": directions[0], "trials": trials}


def _name_of(study: Any) -> str:
    """Optuna makes up another name for each study without one: what is known would not be known again."""
    name = str(getattr(study, "study_name", "no-name"))
    return "an Optuna study" if name.startswith("no-name") else name


def _of_rows(table: Any, given: Mapping[str, Any]) -> Dict[str, Any]:
    rows = table_rows(table)
    if rows and all("settings" in row for row in rows):
        trials = [{name: plain(cell) if name == "settings" else _number(cell) for name, cell in row.items()} for row in rows]
        return {"trials": trials, **({"direction": given["direction"]} if given.get("direction") else {})}
    names = list(dict.fromkeys(name for row in rows for name in row))
    column = given.get("value") or next((name for name in VALUES if name in names), "")
    if column not in names:
        raise _bad(
            f"from_ has no column {column!r}." if column else "No column of from_ is known to hold values.",
            'Name it: from_={"trials": table, "value": "..."}.',
        )
    direction = given.get("direction") or direction_by_name(
        column,
        "from_",
        f'Write from_={{"trials": table, "value": "{column}", "direction": "minimize"}}, or "maximize".',
    )
    ignored = [column, *(given.get("ignore") or ())]
    trials = [
        {"settings": plain({name: cell for name, cell in settings_of(row, column).items() if name not in ignored}), "value": _number(row.get(column))}
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
