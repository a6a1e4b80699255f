"""What may be claimed of a race that was asked and told: the choice, how sure that is, and how every rival compares."""

import html
import math
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple


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
    """Of trainings after the race, which played no part in choosing."""
    value: Optional[float]
    """The criterion: of the fresh trainings where there are any. None where there are too few."""
    interval: Optional[Tuple[float, float]]
    """Of it, at 95 %; None where there is none."""
    failure: Optional[str]
    """Why its last training that failed did; None where none has."""
    record: Dict[str, Any] = field(repr=False)
    """All that the engine says of it: docs/bridge.md."""


@dataclass(frozen=True)
class Rival:
    """How another candidate compares with the choice."""

    candidate: Candidate
    standing: str
    """`tied`: may be better by more than the tolerance. `close`: may be better, not by more. `worse`; `behind` so far; `undecided`."""
    difference: float
    """Its criterion minus the choice's; of negated scores where more is better."""
    interval: Optional[Tuple[float, float]]


@dataclass(frozen=True)
class RaceAnswer:
    """What may be claimed so far. `print` shows it in a few lines."""

    status: str
    """`running` until the race has ended; then `decided`, `exhausted` or `budget`."""
    verdict: Optional[str]
    """`clear`: no other is better by more than the tolerance. `tied`: some may be. `provisional`: it ended before its end. None: nobody yet."""
    choice: Optional[Candidate]
    statement: Optional[Dict[str, Any]]
    """`delta`, `tolerance`, `certificate`, ...: the choice is within so much of the best. None under a rule that states nothing."""
    rivals: List[Rival]
    """Nearest first."""
    candidates: List[Candidate]
    """All, best first."""
    never_worked: List[Candidate]
    """All of their trainings failed: they are compared with nobody."""
    criterion: str
    baselines: Dict[str, float]
    """As they were given."""
    record: Dict[str, Any] = field(repr=False)
    """All that the engine says: docs/bridge.md."""

    @property
    def ties(self) -> List[Candidate]:
        """Rivals that may be better than the choice by more than the tolerance."""
        return [rival.candidate for rival in self.rivals if rival.standing == "tied"]

    def __str__(self) -> str:
        return "\n".join(self._sentences())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(one.label)}</td><td>{html.escape(one.id)}</td><td>{len(one.losses)} + {len(one.fresh)}</td>"
            f"<td>{_number(one.value)}</td></tr>"
            for one in self.candidates[:10]
            if one.losses
        )
        head = f"<tr><th>candidate</th><th>id</th><th>trials, race + fresh</th><th>{html.escape(self.criterion)}</th></tr>"
        return f"<p>{'<br>'.join(map(html.escape, self._sentences()))}</p><table>{head}{rows}</table>"

    def _sentences(self) -> List[str]:
        trained = sum(len(one.losses) + len(one.fresh) for one in self.candidates)
        choice = self.choice
        if choice is None:
            words = "No trial has been told yet." if trained == 0 else f"After {_count(trained, 'trial')} nobody can be chosen yet."
            if self.status != "running" and trained > 0:
                words = f"Nobody can be chosen after {_count(trained, 'trial')}: the {self.criterion} of every candidate is infinite."
            return [words, *self._broken()]
        field_size = _count(len(self.candidates) - len(self.never_worked), "candidate")
        field_size += " that worked" if self.never_worked else ""
        close = any(rival.standing == "close" for rival in self.rivals)
        claim = {
            "clear": f"is {'as robust as any' if close else 'the most robust'} of {field_size}",
            "tied": f"is recommended of {field_size}",
        }.get(str(self.verdict), f"leads {field_size}")
        name = choice.label if choice.label == choice.id else f"{choice.label} ({choice.id})"
        sure = f"{self.verdict} at {100 * (1 - self.statement['delta']):.0f} %" if self.statement else str(self.verdict)
        about = self._criterion_of(choice)
        return [
            f"{name} {claim} ({sure}){about}.",
            *self._others(),
            *self._collapsed(choice),
            *self._broken(),
            *[f"For comparison, {name}: {_number(value)}." for name, value in self.baselines.items()],
        ]

    def _criterion_of(self, choice: Candidate) -> str:
        if choice.value is None:
            return ""
        n, kind = (len(choice.fresh), "fresh ") if choice.fresh else (len(choice.losses), "")
        interval = "" if choice.interval is None else f" [{_number(choice.interval[0])}, {_number(choice.interval[1])}]"
        return f": {self.criterion} {_number(choice.value)}{interval} over {_count(n, f'{kind}trial')}"

    def _others(self) -> List[str]:
        counts = {word: sum(rival.standing == word for rival in self.rivals) for word in ("tied", "close", "undecided", "behind")}
        margin = f" by more than {_number(self.statement['tolerance'])}" if self.statement else ""
        sentences = []
        if counts["tied"]:
            sentences.append(f"{_count(counts['tied'], 'other')} may be better{margin}.")
        elif self.verdict == "clear":
            sentences.append(f"No other is better{margin}.")
        if counts["undecided"]:
            sentences.append(f"Of {_count(counts['undecided'], 'other')} too little is known to say.")
        if self.status == "running":
            sentences.append("The race is still on.")
        elif self.status == "budget":
            sentences.append("The budget ended the race before its own end.")
        return sentences

    def _collapsed(self, choice: Candidate) -> List[str]:
        count = self.record["collapses"].get(choice.id)
        if not count or count["atMost"] is None:
            return []
        return [
            f"{count['collapsed']} of {_count(count['trials'], 'fresh training')} collapsed: "
            f"at most {100 * count['atMost']:.0f} % do (95 %)."
        ]

    def _broken(self) -> List[str]:
        if not self.never_worked:
            return []
        broken = self.never_worked
        names = ", ".join(one.label for one in broken[:3]) + (", ..." if len(broken) > 3 else "")
        verb = "is" if len(broken) == 1 else "are"
        return [
            f"{_count(len(broken), 'candidate')} never worked, and {verb} compared with nobody: {names}.",
            f"The first of them: {broken[0].failure}",
        ]


def answer_of(record: Dict[str, Any], configs: Dict[str, Any], failures: Dict[str, str], baselines: Dict[str, float]) -> RaceAnswer:
    """From what the engine says, with the configurations as they were given and the last failure of each candidate."""
    candidates = {one["id"]: _candidate(one, configs.get(one["id"]), failures.get(one["id"])) for one in record["candidates"]}
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


def _candidate(one: Dict[str, Any], config: Any, failure: Optional[str]) -> Candidate:
    criterion = one["criterion"]
    return Candidate(
        id=one["id"],
        label=one["label"],
        config=config,
        losses=one["losses"],
        fresh=one["fresh"],
        value=criterion and criterion["value"],
        interval=criterion and _ends(criterion["interval"]),
        failure=failure,
        record=one,
    )


def _ends(interval: Dict[str, Any]) -> Optional[Tuple[float, float]]:
    return (interval["low"], interval["high"]) if "low" in interval else None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _number(value: Optional[float]) -> str:
    if value is None:
        return ""
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.4g}"
