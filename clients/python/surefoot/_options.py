"""What all full runs take beside what each names itself: types for checkers, and texts for help and for whoever misspells one."""

import difflib
import inspect
import os  # noqa: F401 -- the types that names stand for are looked up here
from typing import Annotated, Any, Callable, Dict, List, Mapping, Optional, Sequence, TypedDict, TypeVar, Union, get_args, get_type_hints

from ._engine import EngineGiven
from ._errors import InputError
from ._executing import Executor
from ._events import Decision, Training
from ._inspecting import Inspect
from ._request import Path

_Function = TypeVar("_Function", bound=Callable[..., Any])


class RunOptions(TypedDict, total=False):
    """Of every full run: the run itself, its experiment, its trainings."""

    out: Annotated[Optional[Path], "the run folder, from which the same call goes on; without it nothing is kept once the result is gone"]
    workers: Annotated[Optional[int], "trainings at the same time; as many as cores, or as `resources` fit"]
    budget: Annotated[Optional[int], "trainings begun at most, over all resumes; no limit"]
    minutes: Annotated[Optional[float], "wall time at most, over all resumes; no limit"]
    fresh: Annotated[bool, "begins anew in a folder that is there; False"]
    retry_failed: Annotated[bool, "trains failed trainings again; False"]
    accept_changed_code: Annotated[bool, "goes on though the function is another one than before; False"]
    progress: Annotated[bool, "shows how far it is; False: warnings alone; True"]
    on_trial: Annotated[Optional[Callable[[Training], Any]], "is called with each training that has ended, a `Training`; None"]
    on_decision: Annotated[Optional[Callable[[Decision], Any]], "is called with each decision of a race, a `Decision`; None"]
    executor: Annotated[Optional[Executor], "trains in place of processes of this machine: a pool of concurrent.futures, a Client of Dask, ...; None"]
    engine: Annotated[EngineGiven, "the program surefoot; of node_modules, or on PATH"]
    inspect: Annotated[Optional[Inspect], "tells how large a configuration is: a function of its settings that gives `{'parameters': 12345}`; None"]
    seed: Annotated[Optional[int], "of the seeds of all trainings, a whole number from 0; 1"]
    name: Annotated[Optional[str], "of the run; that of the function"]
    draw: Annotated[Optional[int], "so many candidates of a Space; all of them"]
    search: Annotated[Optional[Mapping[str, Any]], "searches a Space: `prior`, `refine`, `audit`; None"]
    constraints: Annotated[Optional[Mapping[str, Any]], "of the built-in networks, which candidates take part; all"]
    require: Annotated[Optional[Mapping[str, Any]], "what a candidate must keep, such as `{'parameters': {'below': 30000}}`; nothing"]
    data: Annotated[Any, "files of data that the trainings get, or one path; none"]
    sample: Annotated[Any, "training examples that each replicate draws of `data`; all"]
    cost: Annotated[Any, "settings by whose product a training's cost grows; all alike"]
    keep: Annotated[Optional[Mapping[str, Any]], "which predictions are kept; fresh trainings of the winner and its rivals"]
    failures: Annotated[Optional[Mapping[str, Any]], "what failures count as, and how often one is tried again; `worst`, once"]
    resources: Annotated[Optional[Mapping[str, Any]], "what a training takes of a machine, such as `{'gpus': 1}`; nothing is said"]
    files: Annotated[Union[Path, Sequence[Path], None], "further files that losses depend on, as paths or patterns; none"]
    timeout_seconds: Annotated[Optional[float], "of one training; no limit"]
    start_seconds: Annotated[Optional[float], "of starting a process that trains; 300"]
    gpus: Annotated[Any, "that trainings are spread over; none"]
    trials_per_gpu: Annotated[Optional[int], "trainings at a time on each of `gpus`; 1"]
    check_seeds: Annotated[Optional[bool], "trains one again, to see that equal seeds give equal losses; True"]
    examples: Annotated[Any, "of `data`, how many there are; counted"]
    secrets: Annotated[Optional[Sequence[str]], "variables of the environment whose values no log shows; none"]
    hand_over: Annotated[Optional[str], "how `data` come to a training: `files` or `indices`; `files` where there are data"]


class RaceOptions(RunOptions, total=False):
    """Of a race, beside those that `select` names."""

    metric: Annotated[Optional[str], "what is raced instead of the loss, which the function may return alone, as a number or by its name; the loss"]
    direction: Annotated[Optional[str], "of a metric of your own, or of the number that the function returns: `minimize` or `maximize`; `minimize`"]
    delta: Annotated[Optional[float], "error probability of the claim: 0.05, 0.1 or 0.2; 0.05"]
    rule: Annotated[Union[str, Mapping[str, Any], None], "decides what is trained next: `default`, `strict`, `fast`, or one in rounds; `default`"]
    max_replicates: Annotated[Optional[int], "trainings of one candidate in the race, at most; 20"]
    final_trials: Annotated[Optional[int], "fresh trainings after the race, of the winner and of its rivals; 20"]
    warmup: Annotated[Optional[int], "trainings of each before the first decision of a rule in rounds; 3"]
    ahead: Annotated[Optional[float], "idle workers train ahead; of what is used so much may be for nothing, 0 to 4; 0.25, with a budget 0"]
    collapse: Annotated[Optional[Mapping[str, Any]], "what counts as a collapse, such as `{'above': 0.4}`; what is far off"]
    reliability: Annotated[Optional[float], "share of its trainings that must come out for a candidate to win, 0.5 to 0.99; none"]


class StudyOptions(RunOptions, total=False):
    """Of a study, beside those that it names."""

    metric: Annotated[Optional[str], "what is studied instead of the loss, which the function may return alone; of one of your own less is better; the loss"]


# What others call it.
_ELSEWHERE: Dict[str, str] = {
    **dict.fromkeys(("n_jobs", "n_workers", "num_workers", "max_workers", "processes"), "workers"),
    **dict.fromkeys(("n_trials", "max_trials", "num_samples", "n_iter", "max_evals"), "budget"),
    **dict.fromkeys(("random_state", "random_seed"), "seed"),
    **dict.fromkeys(("timeout", "time_limit", "max_time"), "minutes"),
    **dict.fromkeys(("verbose", "quiet", "show_progress_bar"), "progress"),
    **{"scoring": "metric", "study": "from_", "output": "out", "n_repeats": "max_replicates"},
}


def listed(kind: Any) -> Callable[[_Function], _Function]:
    """Lists the options of `kind` at the end of a function's help, each with its default after the semicolon."""

    def add(function: _Function) -> _Function:
        hints = get_type_hints(kind, include_extras=True)
        lines = [f"- `{name}`: {get_args(hint)[1]}" for name, hint in hints.items()]
        said = [inspect.cleandoc(function.__doc__ or ""), "", "Further keywords, each with its default after the semicolon:", "", *lines]
        function.__doc__ = "\n".join(said)
        return function

    return add


def check_options(function: Callable[..., Any], kind: Any, options: Mapping[str, Any]) -> None:
    """Raises InputError (`unknown-option`) for the first that the function does not take, with all that it does and the nearest."""
    named = [one.name for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY]
    allowed: List[str] = [*named, *get_type_hints(kind)]
    for name in options:
        if name not in allowed:
            near = [_ELSEWHERE[name]] if _ELSEWHERE.get(name) in allowed else difflib.get_close_matches(name, allowed, 1)
            fix = f"Did you mean {near[0]}?" if near else "Leave it out."
            raise InputError("unknown-option", f"{function.__name__} takes no option {name!r}.", fix, ", ".join(allowed))
