"""Answers: what a race or a study claims, how sure that is, and in which ways it is shown."""

import html
import math
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ._errors import InputError, SurefootError
from ._tables import Strip, strips_svg, tables_html
from ._values import as_table, flat


class Answer:
    """What was found. `print` shows it in a few lines, a notebook with its table and a figure."""

    record: Dict[str, Any]

    @property
    def statement(self) -> str:
        """The answer in a few sentences."""
        raise NotImplementedError

    @property
    def notices(self) -> List[str]:
        """What must not be overlooked."""
        return [str(one["text"]) for one in self.record.get("notices", [])]

    def to_frame(self) -> Any:
        """The answer as a table: a DataFrame where pandas is installed, else a list of dicts. `q3 low` and `q3 high` are the ends of an interval."""
        return as_table(self._rows())

    def to_latex(self) -> str:
        """The tables of the answer for a paper, with captions that say what their columns are; it takes the LaTeX package booktabs."""
        return self._table_as("latex")

    def to_markdown(self) -> str:
        """The tables of the answer in Markdown."""
        return self._table_as("markdown")

    def figures(self) -> Dict[str, str]:
        """All figures by name, as SVG."""
        raise NotImplementedError

    def figure(self, name: str) -> str:
        """One of them, as SVG. Raises InputError (`no-figure`) with those that there are."""
        figures = self.figures()
        if name not in figures:
            raise InputError("no-figure", f"There is no figure {name!r}.", "Name one of these.", ", ".join(figures) or "this answer has none")
        return figures[name]

    def _rows(self) -> List[Dict[str, Any]]:
        raise NotImplementedError

    def _table_as(self, form: str) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.record['status']}: {self.statement}>"

    def _repr_html_(self) -> str:
        notices = "".join(f"<li>{html.escape(text)}</li>" for text in self.notices)
        said = f"<p>{html.escape(self.statement)}</p>{f'<ul>{notices}</ul>' if notices else ''}"
        try:
            table = tables_html(self.to_markdown())
        except SurefootError:
            # A replay has no log to make it from again.
            table = ""
        figures = self.figures()
        first = next((figures[name] for name in (*self._FIRST_FIGURES, *figures) if name in figures), "")
        # Figures are drawn for white paper, whatever the notebook looks like.
        return said + table + (f'<div style="background: white">{first}</div>' if first else "")

    _FIRST_FIGURES: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A candidate and its trainings."""

    id: str
    label: str
    """What sets it apart from the others, for people."""
    config: Any
    """As it was given."""
    losses: List[float]
    """Of the race, by replicate; infinite for trainings that diverged or failed. Scores where more is better."""
    fresh: List[float]
    """Of trainings after the race, which did not choose it."""
    value: Optional[float]
    """The criterion: of the fresh trainings where there are any. None where there are too few."""
    interval: Optional[Tuple[float, float]]
    """Of it, at 95 %; None without fresh trainings: those of the race have chosen, and flatter what they chose."""
    begun: int
    """Trainings that ended: fresh ones where there are any, else of the race."""
    failed: int
    """Of these: without a loss. None of them collapsed."""
    collapsed: int
    """Of these: NaN, infinite, or beyond what counts as a collapse."""
    failure: Optional[str]
    """Why its last training that failed did; None where none has."""
    record: Dict[str, Any] = field(repr=False, compare=False)
    """Everything that the engine reports of it: docs/result-format.md, and of `Race` docs/bridge.md."""


@dataclass(frozen=True)
class Rival:
    """How another candidate compares with the winner."""

    candidate: Candidate
    standing: str
    """`tied`: may be better by more than the tolerance. `close`: may be better, not by more. `worse`; `behind` so far; `undecided`."""
    difference: float
    """Its criterion minus the winner's: above 0 of losses, below 0 of scores where it is worse."""
    interval: Optional[Tuple[float, float]]


_MOST_DRAWN = 9


@dataclass(repr=False, eq=False)
class RaceAnswer(Answer):
    """The claim of a race, so far. `print` shows it in a few lines."""

    status: str
    """`running` until the race has ended; then `decided`, `exhausted` or `budget`."""
    verdict: Optional[str]
    """`decided`: no other is better by more than the tolerance. `tied`: some may be. `stopped`: it was stopped early. None: no winner yet."""
    winner: Optional[Candidate]
    tolerance: Optional[Dict[str, Any]]
    """A difference that does not count: its `value`, `confidence`, `level`, ..., as in result.json. `level` is `none` under `fast`, which claims nothing. None under a published rule, which states no error."""
    bound: Optional[float]
    """How far the winner is from the best at most; None where the rule claims nothing."""
    set_aside: Optional[Dict[str, Any]]
    """How many candidates were ruled out on fewer than five trainings (docs/result-format.md); None where that is not asked."""
    search: Optional[Dict[str, Any]]
    """Of a race that searches: how many `candidates` it has and has `tried`, its `audit`, ... (docs/result-format.md); else None."""
    rivals: List[Rival]
    """Nearest first."""
    candidates: List[Candidate]
    """All, best first."""
    never_worked: List[Candidate]
    """All of their trainings failed, so they are not compared."""
    criterion: str
    """What was minimised, such as `q3`; of scores maximised, such as `q1`."""
    baselines: Dict[str, float]
    """As they were given."""
    record: Dict[str, Any]
    """Everything that the engine reports: result.json, and of `Race` docs/bridge.md."""

    @property
    def survivors(self) -> List[str]:
        """Ids of those that may be the best, the winner first."""
        return list(self.record["survivors"])

    @property
    def ties(self) -> List[Candidate]:
        """Rivals that may be better than the winner by more than the tolerance."""
        return [rival.candidate for rival in self.rivals if rival.standing == "tied"]

    @property
    def statement(self) -> str:
        told = self.record["shown"]
        title = [] if told["title"] is None else [f"{_titled(told['title'])}."]
        first = [*title, told["sentence"]]
        return " ".join((*(first[::-1] if told["tone"] == "bad" else first), *(one["brief"] for one in told["facts"] if "brief" in one))).rstrip(".")

    def __str__(self) -> str:
        """In the words of reports, which the engine says."""
        told = self.record["shown"]
        rows = [] if told["title"] is None else [("Winner", _titled(told["title"]))]
        rows += [(told["label"], told["sentence"]), *((one["label"], one["text"]) for one in told["facts"])]
        rows += [("vs", f"{name} {value} (as it was given).") for name, value in self.baselines.items()]
        width = max(len(label) for label, _ in rows)
        return "\n".join(f"{label:<{width}}  {text}" for label, text in rows)

    def figures(self) -> Dict[str, str]:
        return {"trainings": self.figure("trainings")}

    def figure(self, name: str) -> str:
        return strips_svg(self._strips(), self._axis) if name == "trainings" else super().figure(name)

    @property
    def _axis(self) -> str:
        return str(self.record.get("metric") or ("score" if self.record["direction"] == "maximize" else "loss"))

    def plot(self, ax: Any = None) -> Any:
        """The figure `trainings`, drawn by matplotlib: losses of the winner and its rivals, a row each. Gives its axes."""
        strips = self._strips()
        axes = ax if ax is not None else _pyplot().subplots(figsize=(7, 0.5 + 0.35 * len(strips)))[1]
        for height, strip in enumerate(strips):
            for kind, marker, values in (("race", "|", strip.race), ("fresh", "o", strip.fresh)):
                axes.plot(values, [height] * len(values), marker, color="C0" if height == 0 else "C7", alpha=0.7, label=kind)
        axes.set_yticks(range(len(strips)), [strip.label for strip in strips])
        axes.invert_yaxis()
        axes.set_xlabel(self._axis)
        axes.legend(*zip(*{label: (handle, label) for handle, label in zip(*axes.get_legend_handles_labels())}.values()))
        return axes

    def _strips(self) -> List[Strip]:
        first = [one for one in (self.winner, *(rival.candidate for rival in self.rivals)) if one is not None] or self.candidates
        return [Strip(one.label, one.losses, one.fresh) for one in first[:_MOST_DRAWN]]

    def _table_as(self, form: str) -> str:
        return str(self.record["tables"][form])

    def _rows(self) -> List[Dict[str, Any]]:
        rivals = {rival.candidate.id: rival for rival in self.rivals}
        never = {one.id for one in self.never_worked}
        return [self._row(one, rivals.get(one.id), one.id in never) for one in self.candidates]

    def _row(self, one: Candidate, rival: Optional[Rival], never_worked: bool) -> Dict[str, Any]:
        is_winner = self.winner is not None and one.id == self.winner.id
        standing = "winner" if is_winner else "never worked" if never_worked else rival.standing if rival is not None else "not compared" if one.losses else "not tried"
        low, high = one.interval or (None, None)
        nearest, furthest = (rival.interval if rival is not None else None) or (None, None)
        return {
            **{"candidate": one.label, "id": one.id, "trainings": len(one.losses), "fresh": len(one.fresh), "failed": one.failed, "collapsed": one.collapsed},
            **{self.criterion: one.value, f"{self.criterion} low": low, f"{self.criterion} high": high},
            **{"difference": rival.difference if rival is not None else None, "difference low": nearest, "difference high": furthest},
            **{"standing": standing, **flat(one.config)},
        }


def _titled(title: Mapping[str, str]) -> str:
    return title["name"] if title["id"] in title["name"] else f"{title['name']} ({title['id']})"


def _pyplot() -> Any:
    try:
        from matplotlib import pyplot  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError as error:
        raise InputError("no-matplotlib", "plot draws with matplotlib, which is not installed.", "Install it, or look at figure('trainings').") from error
    return pyplot


def ends_of(interval: Optional[Mapping[str, Any]]) -> Optional[Tuple[float, float]]:
    return (interval["low"], interval["high"]) if interval and "low" in interval else None


def rivals_of(rivals: List[Dict[str, Any]], candidates: Mapping[str, Candidate]) -> List[Rival]:
    return [Rival(candidates[one["candidate"]], one["standing"], one["difference"], ends_of(one["interval"])) for one in rivals]


def told_answer(record: Dict[str, Any], configs: Dict[str, Any], failures: Dict[str, str], baselines: Dict[str, float]) -> RaceAnswer:
    """Of a race that is asked and told: from what the engine says, with the configurations as they were given and the last failure of each candidate."""
    listed = [_told_candidate(one, record["collapses"].get(one["id"], {}), configs.get(one["id"]), failures.get(one["id"])) for one in record["candidates"]]
    candidates = {one.id: one for one in listed}
    answer = record["answer"] or {}
    return RaceAnswer(
        status=record["status"],
        verdict=answer.get("verdict"),
        winner=candidates.get(answer.get("winner") or ""),
        tolerance=answer.get("tolerance"),
        bound=answer.get("bound"),
        set_aside=answer.get("setAside"),
        search=answer.get("search"),
        rivals=rivals_of(answer.get("rivals", []), candidates),
        candidates=listed,
        never_worked=[candidates[one] for one in record["neverWorked"]],
        criterion=record["criterion"],
        baselines=baselines,
        record=record,
    )


def _told_candidate(one: Dict[str, Any], ended: Dict[str, Any], config: Any, failure: Optional[str]) -> Candidate:
    criterion = one["criterion"]
    return Candidate(
        id=one["id"],
        label=one["label"],
        config=config,
        losses=one["losses"],
        fresh=one["fresh"],
        value=criterion and criterion["value"],
        interval=ends_of(criterion["interval"]) if criterion and criterion["from"] == "fresh" else None,
        begun=ended.get("begun", 0),
        failed=ended.get("failed", 0),
        collapsed=ended.get("collapsed", 0),
        failure=failure,
        record=one,
    )


def run_answer(record: Dict[str, Any], rows: List[Dict[str, Any]], as_given: Any) -> Dict[str, Any]:
    """Fields of a RaceAnswer: from result.json and the rows of trials.csv. `as_given`: a configuration as it was given."""
    by_candidate: Dict[str, List[Dict[str, Any]]] = {}
    for row in rows:
        # The one that checks the seeds is no training of the race.
        if row.get("repeat") in (0, None):
            by_candidate.setdefault(row["candidate"], []).append(row)
    members = {one["candidate"]: one for one in record["members"]}
    never = {one["candidate"] for one in record["neverWorked"]}
    listed = [_run_candidate(one, members.get(one["id"], {}), by_candidate.get(one["id"], []), record, one["id"] in never, as_given) for one in record["candidates"]]
    candidates = {one.id: one for one in listed}
    winner = record["winner"] or {}
    return {
        "status": record["status"],
        "verdict": record["verdict"],
        "winner": candidates.get(winner.get("candidate", "")),
        "tolerance": record["tolerance"],
        "bound": record["bound"],
        "set_aside": record.get("setAside"),
        "search": record.get("search"),
        "rivals": rivals_of((record["tieSet"] or {}).get("rivals", []), candidates),
        "candidates": listed,
        "never_worked": [one for one in listed if one.id in never],
        "criterion": record["criterion"]["name"],
        "baselines": {},
        "record": record,
    }


def _run_candidate(
    one: Dict[str, Any], member: Dict[str, Any], rows: List[Dict[str, Any]], record: Dict[str, Any], never_worked: bool, as_given: Any
) -> Candidate:
    phases = {phase: [_score(row, record) for row in rows if row.get("phase", "race") == phase] for phase in ("race", "fresh")}
    figures = member.get("fresh") or member.get("race") or {}
    ended = member.get("collapses") or {}
    failures = [str(row["failure"]).splitlines()[0].replace("exception: ", "", 1) for row in rows if row.get("failure")]
    return Candidate(
        id=one["id"],
        label=one["label"] or one["id"],
        config=as_given(one["configuration"]),
        losses=[] if never_worked else phases["race"],
        fresh=phases["fresh"],
        value=figures.get("criterion", one["criterion"]),
        interval=ends_of(figures.get("interval")),
        begun=ended.get("begun", len(rows)),
        failed=ended.get("failed", len(failures)),
        collapsed=ended.get("collapsed", 0),
        failure=failures[-1] if failures else None,
        record={**one, **member},
    )


def _score(row: Dict[str, Any], record: Dict[str, Any]) -> float:
    """What was raced of a training; scores as they were given."""
    worst = -math.inf if record["direction"] == "maximize" else math.inf
    value = row.get(record["metric"] or "loss")
    return float(value) if isinstance(value, (int, float)) and row["status"] == "completed" else worst
