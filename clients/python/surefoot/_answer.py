"""The claim of a race that was asked and told: the winner, how sure that is, and how every rival compares."""

import html
import math
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

from ._search_words import Quantity, assumed, grounds, searched


@dataclass(frozen=True)
class Candidate:
    """A candidate and its trainings."""

    id: str
    label: str
    """What sets it apart from the others, for people."""
    config: Any
    """As it was given."""
    losses: List[float]
    """Of the race, by replicate; infinite for trainings that diverged or failed."""
    fresh: List[float]
    """Of trainings after the race, which did not choose it."""
    value: Optional[float]
    """The criterion: of the fresh trainings where there are any. None where there are too few."""
    interval: Optional[Tuple[float, float]]
    """Of it, at 95 %; None where there is none."""
    begun: int
    """Trainings that ended: fresh ones where there are any, else of the race."""
    failed: int
    """Of these: without a loss. None of them collapsed."""
    collapsed: int
    """Of these: NaN, infinite, or beyond what counts as a collapse."""
    failure: Optional[str]
    """Why its last training that failed did; None where none has."""
    record: Dict[str, Any] = field(repr=False)
    """Everything that the engine reports of it: docs/bridge.md."""


@dataclass(frozen=True)
class Rival:
    """How another candidate compares with the winner."""

    candidate: Candidate
    standing: str
    """`tied`: may be better by more than the tolerance. `close`: may be better, not by more. `worse`; `behind` so far; `undecided`."""
    difference: float
    """Its criterion minus the winner's; of negated scores if more is better."""
    interval: Optional[Tuple[float, float]]


@dataclass(frozen=True)
class RaceAnswer:
    """The claim so far. `print` shows it in a few lines."""

    status: str
    """`running` until the race has ended; then `decided`, `exhausted` or `budget`."""
    verdict: Optional[str]
    """`clear`: no other is better by more than the tolerance. `tied`: some may be. `provisional`: it was stopped early. None: no winner yet."""
    choice: Optional[Candidate]
    statement: Optional[Dict[str, Any]]
    """`delta`, `tolerance`, `certificate`, ...: how far the winner is from the best at most. `level` is `none` under `fast`, which claims nothing; `setAside` tells how many candidates were ruled out on fewer than five trainings (docs/result-format.md). None under a published rule, which states no error."""
    rivals: List[Rival]
    """Nearest first."""
    candidates: List[Candidate]
    """All, best first."""
    never_worked: List[Candidate]
    """All of their trainings failed, so they are not compared."""
    criterion: str
    baselines: Dict[str, float]
    """As they were given."""
    record: Dict[str, Any] = field(repr=False)
    """Everything that the engine reports: docs/bridge.md."""

    @property
    def ties(self) -> List[Candidate]:
        """Rivals that may be better than the winner by more than the tolerance."""
        return [rival.candidate for rival in self.rivals if rival.standing == "tied"]

    @property
    def search(self) -> Optional[Dict[str, Any]]:
        """Of a race that searches: how many `candidates` it has and has `tried`, its `audit`, ... (docs/bridge.md); else None."""
        found: Optional[Dict[str, Any]] = (self.record["answer"] or {}).get("search")
        return found

    def __str__(self) -> str:
        return "\n".join(self._sentences())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(one.label)}</td><td>{html.escape(one.id)}</td><td>{len(one.losses)} + {len(one.fresh)}</td>"
            f"<td>{_number(one.value)}</td></tr>"
            for one in self.candidates[:10]
            if one.losses
        )
        head = f"<tr><th>candidate</th><th>id</th><th>trainings, race + fresh</th><th>{html.escape(self.criterion)}</th></tr>"
        return f"<p>{'<br>'.join(map(html.escape, self._sentences()))}</p><table>{head}{rows}</table>"

    def _sentences(self) -> List[str]:
        trained = self.record["trained"]
        winner = self.choice
        if winner is None:
            words = "Nothing trained yet." if trained == 0 else f"No winner yet after {_count(trained, 'training')}."
            if self.status != "running" and trained > 0:
                words = f"No winner after {_count(trained, 'training')}: the {self.criterion} of every candidate is infinite."
            return [words, *self._broken()]
        name = winner.label if winner.label == winner.id else f"{winner.label} ({winner.id})"
        return [
            f"Winner: {name}.",
            self._claim(winner),
            *self._grounds(),
            *self._set_aside(),
            *self._endings(winner),
            *self._expectation(winner),
            *self._broken(),
            *[f"For comparison, {name}: {_number(value)} (as it was given)." for name, value in self.baselines.items()],
        ]

    def _claim(self, winner: Candidate) -> str:
        """In the words of reports: what the race claims, and no more."""
        compared = len(self.candidates) - len(self.never_worked)
        field = f"the {compared:,} that worked" if self.never_worked else f"{compared:,}"
        stopped = "Not decided yet" if self.status == "running" else "Stopped early"
        if self.statement is None or self.statement["level"] == "none":
            rule, owns = ("a published rule", "states no error") if self.statement is None else ("fast", "claims nothing")
            how = stopped if self.verdict == "provisional" else f"Chosen by {rule}"
            left = f"{len(self.ties) + 1:,} of {field} {'are' if self.ties else 'is'} left"
            return f"{how}: {left}; the rule {owns}."
        search = self.search
        if search:
            field = searched(search)
        level = f"{100 * (1 - self.statement['delta']):.0f} %{assumed(search)}"
        tolerance = self.statement["tolerance"]
        quantity = self._quantity()
        if self.verdict == "clear":
            return f"Decided at {level}: none of {field} has {quantity.better(tolerance)}."
        if self.verdict == "tied":
            one = f"one is within {_number(tolerance)} of the best" if tolerance else "one has the best"
            untried = search["untriedOpen"] if search else 0
            names = _names([winner, *self.ties]) + (f" and {untried:,} not tried" if untried else "")
            count = f"{len(self.ties) + untried + 1:,}"
            return f"Tied: these {count} cannot be told apart ({level}: {one} {quantity.phrase}): {names}."
        untried = len(self.record["answer"].get("untried", []))
        if untried > 0:
            return f"{stopped}: {untried:,} of {field} {'was' if untried == 1 else 'were'} not tried, so nothing can be said of all."
        bound = self.statement["certificate"]
        if not isinstance(bound, (int, float)) or not math.isfinite(bound):
            return f"{stopped}: how far it is from the best is not known yet."
        return f"{stopped}: within {_number(bound)} of the best {quantity.phrase}{f' of {field}' if search else ''} ({level})."

    def _quantity(self) -> Quantity:
        maximize = self.record["direction"] == "maximize"
        return Quantity(self.criterion, "score" if maximize else "loss", maximize and self.criterion not in ("std", "iqr"))

    def _grounds(self) -> List[str]:
        tolerance = self.statement["tolerance"] if self.statement else 0
        losses = {loss for one in self.candidates for loss in one.losses}
        return grounds(self.search, tolerance, len(losses) < 2, self._quantity())

    def _set_aside(self) -> List[str]:
        """In the words of the engine: what was ruled out on few trainings, and what that may miss."""
        meaning = ((self.statement or {}).get("setAside") or {}).get("meaning")
        return [meaning] if meaning else []

    def _expectation(self, winner: Candidate) -> List[str]:
        if winner.value is None:
            return []
        n, kind = (len(winner.fresh), "fresh") if winner.fresh else (len(winner.losses), "race")
        interval = "" if winner.interval is None else f" [{_number(winner.interval[0])}, {_number(winner.interval[1])}]"
        return [f"Expect: {self._quantity().phrase} {_number(winner.value)}{interval} over {_count(n, f'{kind} training')}."]

    def _endings(self, choice: Candidate) -> List[str]:
        """How its trainings ended, over all that were begun: before any loss of theirs."""
        count = self.record["collapses"].get(choice.id)
        if not count or (count["atMost"] is None and count["failed"] + count["collapsed"] == 0):
            return []
        ended = f"{count['collapsed']} of" if count["failed"] == 0 else f"{count['failed']} of"
        of = _count(count["begun"], f"{count['from']} training")
        words = f"{ended} {of} {'collapsed' if count['failed'] == 0 else 'failed, ' + str(count['collapsed']) + ' collapsed'}"
        if count["atMost"] is None:
            return [f"{words}."]
        verb = "do" if count["failed"] == 0 else "fail or collapse"
        return [f"{words}: at most {100 * count['atMost']:.0f} % {verb} (95 %)."]

    def _broken(self) -> List[str]:
        if not self.never_worked:
            return []
        broken = self.never_worked
        verb = "is" if len(broken) == 1 else "are"
        return [
            f"{_count(len(broken), 'candidate')} never worked and {verb} not compared: {_names(broken)}.",
            f"First failure: {broken[0].failure}",
        ]


def answer_of(record: Dict[str, Any], configs: Dict[str, Any], failures: Dict[str, str], baselines: Dict[str, float]) -> RaceAnswer:
    """From what the engine says, with the configurations as they were given and the last failure of each candidate."""
    candidates = {one["id"]: _candidate(one, record["collapses"].get(one["id"], {}), configs.get(one["id"]), failures.get(one["id"])) for one in record["candidates"]}
    answer = record["answer"] or {}
    return RaceAnswer(
        status=record["status"],
        verdict=answer.get("verdict"),
        choice=candidates.get(answer.get("choice", "")),
        statement=answer.get("statement"),
        rivals=[
            Rival(candidates[one["candidate"]], one["standing"], one["difference"], _ends(one["interval"]))
            for one in answer.get("rivals", [])
        ],
        candidates=list(candidates.values()),
        never_worked=[candidates[one] for one in record["neverWorked"]],
        criterion=record["criterion"],
        baselines=baselines,
        record=record,
    )


def _candidate(one: Dict[str, Any], ended: Dict[str, Any], config: Any, failure: Optional[str]) -> Candidate:
    criterion = one["criterion"]
    return Candidate(
        id=one["id"],
        label=one["label"],
        config=config,
        losses=one["losses"],
        fresh=one["fresh"],
        value=criterion and criterion["value"],
        interval=criterion and _ends(criterion["interval"]),
        begun=ended.get("begun", 0),
        failed=ended.get("failed", 0),
        collapsed=ended.get("collapsed", 0),
        failure=failure,
        record=one,
    )


def _ends(interval: Dict[str, Any]) -> Optional[Tuple[float, float]]:
    return (interval["low"], interval["high"]) if "low" in interval else None


def _names(candidates: List[Candidate]) -> str:
    more = len(candidates) - 3
    return ", ".join(one.label for one in candidates[:3]) + (f" and {more:,} more" if more > 0 else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _number(value: Optional[float]) -> str:
    if value is None:
        return ""
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.4g}"
