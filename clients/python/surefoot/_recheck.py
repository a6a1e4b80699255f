"""Finishes the shortlist of a search by racing it: a search's best is the best of its noise, too."""

from typing import TYPE_CHECKING, Any, Optional, Union

from ._errors import InputError
from ._known import found_of
from ._options import RaceOptions, check_options, listed
from ._request import Train
from ._results import RaceResult
from ._runs import request_of

if TYPE_CHECKING:
    from typing_extensions import Unpack


@listed(RaceOptions)
def recheck(
    found: Any,
    objective: Train,
    *,
    top: int = 12,
    value: Optional[str] = None,
    criterion: Optional[str] = None,
    tolerance: Union[str, float, None] = None,
    separate: Union[int, bool, None] = None,
    **options: "Unpack[RaceOptions]",
) -> RaceResult:
    """Races the `top` best candidates of a search anew, each as often as it takes: which is the best, how sure that is, and whether the
    search's own best was luck. A full run, as `select` is: the same call goes on.

    `found`: an Optuna study, its storage (`study.db`, `sqlite:///study.db`, or a URL that Optuna reads), a table of settings with a column of
    values (a DataFrame, a list of dicts, a CSV or Parquet file), or a run folder. What these do not tell may stand beside them:
    `{"source": "study.db", "study": "spring"}`. Trials of one configuration are joined, by the mean of their values; those that failed,
    were pruned or diverged take no part. `value` names the column of values, by default `loss`, `value`, `objective` or `score`.
    `objective`: trains once and gives the value. It may be Optuna's: its one parameter is a trial whose `suggest_*` give the
    candidate's settings, with `trial.seeds`. Or it takes parameters by their names as for `select`. Python's `random`, NumPy and PyTorch are
    seeded before, if they are loaded.
    `direction`: of what is found and of what the objective gives; a study says it itself.

    >>> r = sf.recheck(study, objective, criterion="q3", tolerance="2%", out="runs/recheck")
    >>> r.verdict, r.winner.config
    """
    check_options(recheck, RaceOptions, options)
    for name in ("draw", "search"):
        if options.get(name) is not None:
            raise InputError("found-drawn", f"{name} stands beside what was found, which is raced as it is.", "Leave it out; `top` says how many are raced.")
    candidates = found_of(found, value, options.get("direction"))
    race = {**candidates.race, "criterion": criterion, "tolerance": tolerance}
    rest = {name: one for name, one in options.items() if name != "direction"}
    return RaceResult(*request_of("recheck", objective, candidates, {"separate": separate, "top": top}, {**race, **rest}).ask())
