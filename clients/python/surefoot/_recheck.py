"""Finishes the shortlist of a search by racing it: a search's best is the best of its noise, too."""

import inspect
import json
import math
import os
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ._answer import RaceAnswer
from ._calls import check_call
from ._errors import InputError, SurefootError
from ._found import VALUES, direction_by_name, directions_of, ended_trials, is_study, read_found, settings_of, table_rows
from ._known import unwrapped
from ._race import Race, Trial
from ._trainer import Seeds, call_with, seed_everything
from ._values import as_loss, plain


class _Found(NamedTuple):
    config: Dict[str, Any]
    value: float


def recheck(
    found: Any,
    top: int = 12,
    objective: Optional[Callable[..., Any]] = None,
    *,
    value: Optional[str] = None,
    direction: Optional[str] = None,
    **race: Any,
) -> Any:
    """Races the `top` best candidates of a search again, each as often as it takes, and says which is the best and how sure that is.

    `found`: an Optuna study; or a table of settings with a column of losses named `value`, by default `loss`, `value` (as Optuna's
    `trials_dataframe` has it), `objective` or `score`: a DataFrame, a list of dicts; or the path of a CSV or Parquet file or of a storage of
    Optuna's (`study.db`). What these do not tell may stand beside them: `{"source": "study.db", "study": "spring"}`. Trials of one
    configuration are joined, by the mean of their values.
    `objective`: trains once and gives its loss. Parameters are filled by their names as for `select`: `config`, `seeds` (`seeds.init`, ...), `seed`,
    or settings; a parameter `trial` is one like Optuna's, whose `suggest_*` give the candidate's settings, with `seeds`. Python's `random`,
    NumPy and PyTorch are seeded before, if they are loaded; what it raises counts as a failure.
    `direction`: of the study; `minimize` of a column that is called a loss or an error; else to be said. `race`: options of `Race`, such as `criterion` and `tolerance`.

    Gives a RaceAnswer; without `objective` a `Race`, to be told by you.

        sf.recheck(study, top=12, objective=objective, criterion="q3", tolerance="2%")
    """
    found, said = _looked_at(found)
    value = said.get("value") if value is None else value
    direction = said.get("direction") if direction is None else direction
    if is_study(found):
        ended = _of_study(found)
        direction = direction or _direction_of(found)
    else:
        rows = table_rows(found)
        column = _column_of(rows, value)
        ended = _of_rows(rows, column, said.get("ignore") or ())
        direction = direction or direction_by_name(column, "The table", 'Write recheck(table, direction="minimize"), or "maximize".')
    sign = -1 if direction == "maximize" else 1
    # Stable: of equals the one that was found first.
    shortlist = sorted([one for one in _joined(ended) if math.isfinite(one.value)], key=lambda one: sign * one.value)[:top]
    if len(shortlist) < 2:
        raise InputError(
            "short-list",
            f"There are {len(shortlist)} different candidates with a finite value among {len(ended)} that ended.",
            "Give a search with more, or a larger `top`.",
            "two at least",
        )
    opened = Race([one.config for one in shortlist], direction=direction, **race)
    return opened if objective is None else drive(opened, objective)


def drive(race: Race, objective: Callable[..., Any]) -> RaceAnswer:
    """Trains trial by trial until the race has ended."""
    check_call(objective, [] if "trial" in inspect.signature(objective).parameters else race.configs)
    for trial in race:
        seeds = Seeds(trial.seeds)
        seed_everything(seeds.init)
        try:
            given = {"config": trial.config, "seeds": seeds, "seed": seeds.init, "trial": GivenTrial(trial)}
            loss = call_with(objective, given)
        except SurefootError:
            raise
        except Exception as error:
            loss = error
        race.tell(trial, loss)
    return race.result


class GivenTrial:
    """Stands for a trial of Optuna's whose settings are given: `suggest_*` give them, and nothing is pruned."""

    def __init__(self, trial: Trial) -> None:
        self.params: Dict[str, Any] = dict(trial.config)
        self.seeds = Seeds(trial.seeds)
        self.number = trial.replicate
        self.user_attrs: Dict[str, Any] = {}

    def suggest_float(self, name: str, *_: Any, **__: Any) -> float:
        return float(self._given(name))

    def suggest_int(self, name: str, *_: Any, **__: Any) -> int:
        return int(self._given(name))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        return self._given(name)

    suggest_uniform = suggest_loguniform = suggest_discrete_uniform = suggest_float

    def _given(self, name: str) -> Any:
        if name not in self.params:
            raise InputError(
                "not-suggested",
                f"The objective asks for {name!r}, which this candidate does not have.",
                "Give the objective that the search was made with.",
                ", ".join(self.params),
            )
        return self.params[name]

    def report(self, value: float, step: int) -> None:
        """Nothing is pruned by it."""

    def should_prune(self) -> bool:
        return False

    def set_user_attr(self, key: str, value: Any) -> None:
        self.user_attrs[key] = value


def _direction_of(study: Any) -> str:
    directions = directions_of(study)
    if len(directions) != 1:
        raise InputError("objectives", f"The study has {len(directions)} objectives.", "Choose by one of them first.", "a study of one objective")
    return directions[0]


def _of_study(study: Any) -> List[_Found]:
    return [_Found(dict(one.params), float(one.value)) for one in ended_trials(study)]


def _looked_at(found: Any) -> Tuple[Any, Mapping[str, Any]]:
    """A study or a table, and what was said of it."""
    one, said = unwrapped(found, "found")
    if not isinstance(one, (str, os.PathLike)):
        return one, said
    if os.path.isdir(one):
        raise InputError(
            "found-folder",
            f"{os.fspath(one)} is a folder, no table.",
            "The candidates of a run of surefoot are raced again by the command surefoot recheck, or by select with from_.",
            "a study, or a table of trials",
        )
    return read_found(os.fspath(one), said.get("study")), said


def _column_of(rows: Sequence[Mapping[str, Any]], value: Optional[str]) -> str:
    """Where the values are: as named, else as they are mostly called."""
    names = list(rows[0]) if rows else []
    column = value if value is not None else next((name for name in VALUES if name in names), "")
    if column not in names:
        raise InputError(
            "no-losses",
            f"The table has no column {value!r}." if value is not None else "No column of the table is known to hold losses.",
            'Name it: recheck(table, value="...").',
            ", ".join(names) or "a table with a row for each candidate",
        )
    return column


def _of_rows(rows: Sequence[Mapping[str, Any]], column: str, ignored: Sequence[str]) -> List[_Found]:
    found = []
    for row in rows:
        if row.get("state", "COMPLETE") != "COMPLETE" or row[column] in (None, ""):
            continue
        loss = as_loss(row[column])
        config = {name: cell for name, cell in settings_of(row, column).items() if name not in ignored}
        found.append(_Found(config, loss))
    return found


def _joined(found: List[_Found]) -> List[_Found]:
    """Each configuration once, where it was found first: a search may try one more than once, and its best value is the luckiest."""
    alike: Dict[str, List[_Found]] = {}
    for one in found:
        if not math.isnan(one.value):
            alike.setdefault(json.dumps(plain(one.config), sort_keys=True), []).append(one)
    return [_Found(ones[0].config, sum(one.value for one in ones) / len(ones)) for ones in alike.values()]
