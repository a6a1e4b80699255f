"""The claim of a race that was asked and told: the winner, how sure that is, and how every rival compares."""

import html
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
    """`decided`: no other is better by more than the tolerance. `tied`: some may be. `stopped`: it was stopped early. None: no winner yet."""
    winner: Optional[Candidate]
    tolerance: Optional[Dict[str, Any]]
    """A difference that does not count: its `value`, `confidence`, `level`, ..., as in result.json. `level` is `none` under `fast`, which claims nothing. None under a published rule, which states no error."""
    bound: Optional[float]
    """How far the winner is from the best at most; None where the rule claims nothing."""
    set_aside: Optional[Dict[str, Any]]
    """How many candidates were ruled out on fewer than five trainings (docs/result-format.md); None where that is not asked."""
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
            f"<td>{html.escape((one.record['criterion'] or {'text': ''})['text'])}</td></tr>"
            for one in self.candidates[:10]
            if one.losses
        )
        head = f"<tr><th>candidate</th><th>id</th><th>trainings, race + fresh</th><th>{html.escape(self.criterion)}</th></tr>"
        return f"<p>{'<br>'.join(map(html.escape, self._sentences()))}</p><table>{head}{rows}</table>"

    def _sentences(self) -> List[str]:
        """In the words of reports, which the engine says."""
        told = self.record["shown"]
        title = told["title"]
        rows = [] if title is None else [("Winner", title["name"] if title["id"] in title["name"] else f"{title['name']} ({title['id']})")]
        rows += [(told["label"], told["sentence"]), *((one["label"], one["text"]) for one in told["facts"])]
        rows += [("vs", f"{name} {value} (as it was given).") for name, value in self.baselines.items()]
        width = max(len(label) for label, _ in rows)
        return [f"{label:<{width}}  {text}" for label, text in rows]


def answer_of(record: Dict[str, Any], configs: Dict[str, Any], failures: Dict[str, str], baselines: Dict[str, float]) -> RaceAnswer:
    """From what the engine says, with the configurations as they were given and the last failure of each candidate."""
    candidates = {one["id"]: _candidate(one, record["collapses"].get(one["id"], {}), configs.get(one["id"]), failures.get(one["id"])) for one in record["candidates"]}
    answer = record["answer"] or {}
    return RaceAnswer(
        status=record["status"],
        verdict=answer.get("verdict"),
        winner=candidates.get(answer.get("winner") or ""),
        tolerance=answer.get("tolerance"),
        bound=answer.get("bound"),
        set_aside=answer.get("setAside"),
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
