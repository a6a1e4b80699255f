"""A race that is asked what to train and told losses, wherever and however you train."""

import json
import os
import tempfile
import threading
import weakref
from collections import deque
from dataclasses import dataclass
from typing import Any, Deque, Dict, Iterator, List, Mapping, Optional, Sequence, Union, overload

from ._answer import RaceAnswer, told_answer
from ._bridge import Bridge
from ._errors import InputError, RunError, SurefootError
from ._interrupt import uninterrupted
from ._proposing import Propose
from ._searching import Proposals, configs_of, field_of
from ._space import Space
from ._values import as_loss, as_numbers, as_table, flat, plain

FORMAT = "surefoot-race"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Trial:
    """One training that the race waits for."""

    id: str
    candidate: str
    """Id of its candidate."""
    label: str
    config: Any
    """As it was given; None where candidates are names alone."""
    seeds: Dict[str, int]
    """`init`, `sample`, `order`, `noise`: an integer in [0, 2^31) for each. All candidates of a replicate share them."""
    replicate: int
    phase: str
    """`race`, or `fresh`: after the race, to say what the winner is worth."""


class Race:
    """Races candidates that you train yourself.

        race = Race(configs, criterion="q3", tolerance="5%")
        for t in race:
            race.tell(t, fit(t.config, **t.seeds))
        print(race.result)

    `configs`: dicts, or dicts by a name, or names alone, two at least, each different; or a `Space` that is searched.
    `search`: how, as in an experiment file: `{"prior": "full"}`, with `refine` and `audit`. `from_`: what is known before it, a prior: an
    Optuna study, a table (a DataFrame, a list of dicts, the path of a CSV file), a run folder, a result, or a list of these. `propose`: a
    function of yours whose configurations join it, as `select` takes it; it is called while `tell` waits.
    `criterion`: what is minimised of a candidate's losses: `q3` (three of four are better), `median`, `mean`, `q0.9`, `es0.1`, ...;
    of scores, `q1 of the score` is the same as `q3`.
    `tolerance`: a difference that does not count: an amount, or a share such as `"5%"`; None: half of what one retraining varies.
    `direction`: `maximize` where more is better, such as an accuracy; scores are told and shown as they are.
    `budget`: most trials in all. `rule`: `default`, `strict`, `fast`, or one in rounds such as `halving`, also with options as a dict.
    `collapse`: a training with a larger loss (a smaller score) collapsed; None: the best of `baselines`, which are losses of trivial
    models by name, else what is far off the candidate's others. `delta`, `reliability`, `final_trials`, `max_replicates`, `warmup`,
    `separate`, `seed`: as in an experiment file (docs/experiment-file.md). `ahead`: where `ask(4)` finds less than four, it gives what the
    race is likely to ask for soon, of which so much may turn out not to be needed, as a share of what is used (0.25; with a budget 0). `node`: a path to Node where it is not found by itself.

    Raises InputError for what cannot be raced.
    """

    def __init__(
        self,
        configs: Union[Sequence[Mapping[str, Any]], Mapping[str, Mapping[str, Any]], Sequence[str], Space],
        criterion: str = "q3",
        *,
        search: Optional[Mapping[str, Any]] = None,
        from_: Any = None,
        propose: Optional[Propose] = None,
        tolerance: Union[float, str, None] = None,
        direction: str = "minimize",
        budget: Optional[int] = None,
        rule: Union[str, Mapping[str, Any], None] = None,
        delta: Optional[float] = None,
        reliability: Optional[float] = None,
        collapse: Optional[float] = None,
        baselines: Optional[Mapping[str, float]] = None,
        warmup: Optional[int] = None,
        final_trials: Optional[int] = None,
        max_replicates: Optional[int] = None,
        separate: Union[int, bool, None] = None,
        ahead: Optional[float] = None,
        seed: int = 1,
        node: Optional[str] = None,
    ) -> None:
        known = {name: as_loss(loss) for name, loss in (baselines or {}).items()}
        sign = -1 if direction == "maximize" else 1
        bar = collapse if collapse is not None else (sign * min(sign * loss for loss in known.values()) if known else None)
        choices = {
            "criterion": criterion,
            "tolerance": tolerance,
            "rule": dict(rule) if isinstance(rule, Mapping) else rule,
            "delta": delta,
            "reliability": reliability,
            "collapse": None if bar is None else {"above": sign * as_loss(bar)},
            "warmup": warmup,
            "finalTrials": final_trials,
            "maxReplicates": max_replicates,
            "ahead": ahead,
        }
        options = {"race": _given(choices), "seed": seed, "trials": budget, "separate": separate, "direction": direction}
        field = field_of(configs, search, from_, propose)
        self._open({**(field or {"candidates": _candidates_of(configs)}), **_given(options)}, configs, known, node, propose)

    def _open(self, state: Dict[str, Any], configs: Any, baselines: Dict[str, float], node: Optional[str], propose: Optional[Propose]) -> None:
        self._state = {name: value for name, value in state.items() if name not in ("told", "proposed")}
        self._proposals = Proposals(propose, state.get("proposed", [])) if propose is not None else None
        self._baselines = baselines
        self._node = node
        # Threads that train may ask and tell at the same time.
        self._lock = threading.RLock()
        self._told: List[Dict[str, Any]] = list(state.get("told", []))
        self._free: Deque[Trial] = deque()
        self._out: Dict[str, Trial] = {}
        self._iterated: Dict[str, Trial] = {}
        self._dropped: Dict[str, Trial] = {}
        self._begin(configs)

    def _begin(self, configs: Any) -> None:
        """Opens the race in the engine, which goes on from what was told."""
        if self._proposals is None:
            self._bridge = bridge = Bridge.shared(self._node)
        else:
            # One of its own: others stay free to be asked while it waits for the proposer.
            self._bridge = bridge = Bridge(self._node)
            weakref.finalize(self, bridge.close)
        opened = self._call("open", **self._state, told=self._told)
        self._number = opened["race"]
        self._labels: Dict[str, str] = {}
        self._configs: Dict[str, Any] = {}
        given = configs_of(configs, opened["candidates"])
        for one, config in zip(opened["candidates"], given):
            self._labels[one["id"]], self._configs[one["id"]] = one["label"], None if isinstance(config, str) else config
        if self._proposals is None:
            weakref.finalize(self, bridge.forget, self._number)
        self._turn(opened)

    def _call(self, op: str, **request: Any) -> Any:
        """Asks the engine, and the proposer what the engine asks meanwhile. Raises what the proposer raises: the next call goes on then."""
        if self._proposals is None:
            return self._bridge.call(op, **request)
        if op == "open":
            request["proposed"] = self._proposals.given
        try:
            answer = self._bridge.call(op, self._proposals.reply, **request)
        except SurefootError as error:
            # It may stand halfway: another one goes on from what was told.
            self._bridge.close()
            raise self._proposals.failure() or error
        self._proposals.settle()
        return answer

    @overload
    def ask(self, most: None = None) -> Optional[Trial]: ...

    @overload
    def ask(self, most: int) -> List[Trial]: ...

    def ask(self, most: Optional[int] = None) -> Union[Trial, List[Trial], None]:
        """The next trial, or None where the race has ended or waits for trials that are out (`status` says which).

        With `most` a list of up to so many: as many as you have places that stand idle; what the race is likely to ask for soon is among
        them (`ahead`). Trials may be told in any order.
        """
        with self._lock:
            self._revive()
            if most is None:
                return self._lend() if self._free else None
            idle = most - len(self._free)
            if idle > 0 and self._status == "running":
                self._free.extend(map(self._trial, self._call("ahead", race=self._number, most=idle)))
            return [self._lend() for _ in range(min(most, len(self._free)))]

    def tell(self, trial: Union[Trial, str], loss: Any, *, seconds: Optional[float] = None) -> None:
        """Takes the loss of a trial that was asked for, once: a number of Python, NumPy or PyTorch. NaN and infinity say that training
        diverged, which is the worst there is; an exception that it failed, and why. `seconds`, from 0: what the training took, for `trials`.

        A trial that is no longer needed is kept and changes nothing. Raises InputError for anything that is not a loss; the trial then stays open.
        """
        name = trial if isinstance(trial, str) else trial.id
        told = _told(loss)
        taken = {} if seconds is None else {"seconds": _seconds(seconds)}
        with self._lock, uninterrupted():
            done = self._out.get(name) or self._dropped.get(name)
            if done is None:
                raise InputError(
                    "trial-not-out", f"Trial {name} is not out: it was never asked for, or it is told already.", "Tell each trial once."
                )
            self._revive()
            answer = self._call("tell", race=self._number, trial=name, **told)
            for place in (self._out, self._dropped, self._iterated):
                place.pop(name, None)
            about = {"candidate": done.candidate, "replicate": done.replicate, "phase": done.phase, "seeds": done.seeds}
            self._told.append({"id": name, "loss": None, **told, **taken, **about})
            self._turn(answer)

    def __iter__(self) -> Iterator[Trial]:
        """Trial by trial, each to be told before the next; one that a loop left untold, as by Ctrl-C, comes first in the next loop."""
        for name, left in list(self._iterated.items()):
            self._iterated.pop(name)
            if self._out.pop(name, None) is not None:
                self._free.appendleft(left)
        while True:
            trial = self.ask()
            if trial is None:
                if self.status == "running" and self._out:
                    raise RunError(
                        "untold",
                        f"The race waits for trials that were not told ({len(self._out)}).",
                        "Tell each before the next: `for t in race: race.tell(t, loss)`.",
                    )
                return
            self._iterated[trial.id] = trial
            yield trial

    @property
    def status(self) -> str:
        """`running` until the race has ended; then `decided`, `exhausted` or `budget`."""
        return self._status

    @property
    def configs(self) -> List[Any]:
        """As they were given; None where candidates are names alone."""
        return list(self._configs.values())

    @property
    def waiting(self) -> List[Trial]:
        """Trials that were given out, and are waited for."""
        return list(self._out.values())

    @property
    def result(self) -> RaceAnswer:
        """What may be claimed so far."""
        with self._lock:
            self._revive()
        record = as_numbers(self._bridge.call("result", race=self._number))
        failures = {told["candidate"]: told["failed"] for told in self._told if "failed" in told}
        return told_answer(record, self._configs, failures, self._baselines)

    @property
    def trials(self) -> Any:
        """Every trial that was told, in that order: its candidate, loss, status, seeds and settings, with the columns of trials.csv.

        A DataFrame where pandas is installed, else a list of dicts.
        """
        rows = [self._row(told) for told in self._told]
        return as_table(rows)

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes what the race was made with and what was told to one JSON file, whole or not at all; `Race.load` goes on from it."""
        proposed = {} if self._proposals is None else {"proposed": self._proposals.given}
        state = {"format": FORMAT, "version": FORMAT_VERSION, **self._state, "baselines": self._baselines, **proposed, "told": self._told}
        folder = os.path.dirname(os.path.abspath(path))
        descriptor, part = tempfile.mkstemp(prefix=".surefoot-", dir=folder)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(state, file, allow_nan=False)
            os.replace(part, path)
        except BaseException:
            os.unlink(part)
            raise

    @classmethod
    def load(cls, path: Union[str, "os.PathLike[str]"], *, propose: Optional[Propose] = None, node: Optional[str] = None) -> "Race":
        """The race of a file that `save` wrote. Trials that were out are asked for again. A race with a proposer takes it again."""
        try:
            with open(path, encoding="utf-8") as file:
                state = json.load(file)
        except ValueError as error:
            raise InputError("no-race", f"{os.fspath(path)} is not JSON: {error}.", "Give a file that `save` wrote.") from error
        if not isinstance(state, dict) or state.pop("format", None) != FORMAT:
            raise InputError("no-race", f"{os.fspath(path)} is not a race.", "Give a file that `save` wrote.")
        if state.pop("version", None) != FORMAT_VERSION:
            raise InputError("other-version", f"{os.fspath(path)} is of another version.", "Load it with the version that wrote it.", str(FORMAT_VERSION))
        baselines = state.pop("baselines", {})
        if state.get("proposes", False) != (propose is not None):
            raise InputError(
                "proposer-missing" if propose is None else "propose",
                f"The race of {os.fspath(path)} has {'a' if propose is None else 'no'} proposer.",
                "Give it again: Race.load(path, propose=...)." if propose is None else "Leave propose out.",
            )
        race = cls.__new__(cls)
        race._open(state, state.get("candidates", ()), baselines, node, propose)
        return race

    def __repr__(self) -> str:
        return f"<Race {self.status}: {len(self._told)} trainings of {len(self._configs)} candidates>"

    def _repr_html_(self) -> str:
        return self.result._repr_html_()

    def _lend(self) -> Trial:
        trial = self._free.popleft()
        self._out[trial.id] = trial
        return trial

    def _turn(self, answer: Dict[str, Any]) -> None:
        """What follows from what was told."""
        self._status: str = answer["status"]
        for one in answer["joined"]:
            self._labels[one["id"]], self._configs[one["id"]] = one["label"], one["configuration"]
        gone = set(answer["dropped"])
        if gone:
            self._free = deque(trial for trial in self._free if trial.id not in gone)
            for name in gone & set(self._out):
                self._dropped[name] = self._out.pop(name)
                self._iterated.pop(name, None)
        for trial in map(self._trial, answer["asked"]):
            # One that another process of the engine gave ahead is in training still.
            again = self._dropped.pop(trial.id, None)
            if again is None:
                self._free.append(trial)
            else:
                self._out[trial.id] = again

    def _revive(self) -> None:
        """Goes on in another process of the engine where that has ended. Trials that are out stay out."""
        if self._bridge.is_alive:
            return
        out, iterated, dropped = self._out, self._iterated, self._dropped
        self._free, self._out, self._iterated = deque(), {}, {}
        self._begin(self._configs)
        for trial in [one for one in self._free if one.id in out]:
            self._free.remove(trial)
            self._out[trial.id] = out[trial.id]
        self._iterated = {name: trial for name, trial in iterated.items() if name in self._out}
        self._dropped = {**dropped, **{name: trial for name, trial in out.items() if name not in self._out}}

    def _trial(self, asked: Dict[str, Any]) -> Trial:
        name = asked["candidate"]
        return Trial(asked["id"], name, self._labels[name], self._configs[name], asked["seeds"], asked["replicate"], asked["phase"])

    def _row(self, told: Dict[str, Any]) -> Dict[str, Any]:
        worst = float("-inf") if self._state.get("direction") == "maximize" else float("inf")
        failed = told.get("failed")
        return {
            "candidate": told["candidate"],
            "label": self._labels[told["candidate"]],
            "replicate": told["replicate"],
            "status": "failed" if failed is not None else "diverged" if told["loss"] is None else "completed",
            "loss": worst if told["loss"] is None else told["loss"],
            "seconds": told.get("seconds"),
            "failure": failed,
            "phase": told["phase"],
            **{f"seed.{name}": seed for name, seed in told["seeds"].items()},
            **flat(self._configs[told["candidate"]]),
        }


def _told(loss: Any) -> Dict[str, Any]:
    """As the engine takes it: JSON has no infinity."""
    if isinstance(loss, BaseException):
        return {"failed": f"{type(loss).__name__}: {loss}"}
    value = as_loss(loss)
    return {"loss": value if abs(value) < float("inf") else None}


def _seconds(seconds: Any) -> float:
    value = as_loss(seconds)
    if not 0 <= value < float("inf"):
        raise InputError("bad-seconds", f"seconds is {seconds!r:.80}.", "Give what the training took, or leave it out.", "a number from 0")
    return value


def _candidates_of(configs: Any) -> Any:
    if isinstance(configs, Mapping):
        return {name: plain(dict(config), f"configs[{name!r}]") for name, config in configs.items()}
    if isinstance(configs, str) or not hasattr(configs, "__iter__"):
        raise InputError("no-configs", f"configs is {configs!r:.80}.", "Give a list of configurations, such as space.draw(40).", "a list of dicts, dicts by name, or names")
    listed = list(configs)
    if all(isinstance(one, str) for one in listed):
        return listed
    return [plain(getattr(one, "config", one), f"configs[{index}]") for index, one in enumerate(listed)]


def _given(options: Dict[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}
