"""What a claim over candidates that were never trained rests on, in the words of reports; empty where every candidate is raced by its own trainings."""

import math
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

Search = Optional[Dict[str, Any]]
"""Of the answer of a race: docs/bridge.md."""


@dataclass(frozen=True)
class Quantity:
    """What a claim is about: a criterion of what is raced."""

    criterion: str
    word: str
    higher: bool
    """Whether a larger one is better."""

    @property
    def phrase(self) -> str:
        """`q3 of the loss`."""
        return f"{self.criterion} of the {self.word}"

    def better(self, by: float) -> str:
        """`a q3 of the loss lower by more than 0.02`."""
        way = "higher" if self.higher else "lower"
        if not by:
            return f"a {way} {self.phrase}"
        return f"{'an' if self.criterion[0] in 'aeio' else 'a'} {self.phrase} {way} by more than {by:.4g}"


def assumed(search: Search) -> str:
    """After a comma, what is assumed, and what that may miss."""
    if not search:
        return ""
    audit = search["audit"]
    missed = f"; by {audit['tried']:,} drawn at random at most {100 * audit['atMost']:.2g} % of the space is better" if audit and audit["tried"] else ""
    return f", if candidates with like settings train alike{missed}"


def searched(search: Dict[str, Any]) -> str:
    if not search["isDrawn"]:
        return f"all {search['candidates']:,}"
    return f"{search['candidates']:,} {'drawn and proposed' if search.get('proposed') else 'drawn from the space'}"


def grounds(search: Search, tolerance: float, are_equal: bool, quantity: Quantity) -> List[str]:
    """A sentence each: by own trainings alone, by the audit, and what was known before."""
    if not search:
        return []
    return [
        _tried(search, are_equal, quantity) + _refused(search),
        *_audited(search, tolerance, are_equal, quantity),
        *map(_known, search.get("known", [])),
    ]


def _tried(search: Dict[str, Any], are_equal: bool, quantity: Quantity) -> str:
    left = search["candidates"] - search["tried"]
    who = f"the {search['tried']:,} tried" if left else f"all {search['tried']:,}"
    others = f"; of the {left:,} not tried they say nothing" if left else ""
    bound = search["amongTried"]
    if math.isfinite(bound):
        return f"By their own trainings alone none of {who} has {quantity.better(bound)} (95 %){others}."
    if are_equal:
        return f"By their own trainings alone nothing is known of {who}, since every training has given the same loss{others}."
    return f"The trainings are too few yet to say by themselves how much better the {quantity.phrase} of one of {who} may be than the winner's{others}."


def _refused(search: Dict[str, Any]) -> str:
    """Of what the user's proposer gave."""
    count = search.get("refused", 0)
    return f" {count:,} proposed configuration{' was' if count == 1 else 's were'} refused." if count else ""


def _audited(search: Dict[str, Any], tolerance: float, are_equal: bool, quantity: Quantity) -> List[str]:
    audit = search["audit"]
    if not audit or not audit["tried"] or are_equal:
        return []
    better = quantity.better(tolerance)
    found = f"{audit['open']:,} may have {better}" if audit["open"] else f"none has {better}"
    planned = f" ({audit['drawn']:,} are planned)" if audit["tried"] < audit["drawn"] else ""
    missed = "" if audit["open"] else " A single exception may have been missed."
    plural = "" if audit["tried"] == 1 else "s"
    return [f"Of {audit['tried']:,} random candidate{plural}{planned} {found}: at most {100 * audit['atMost']:.2g} % of the space has (95 %).{missed}"]


def _known(one: Dict[str, Any]) -> str:
    if not one["used"]:
        return f"The prior from {one['name']} is not used: it makes predictions no better."
    return f"The prior from {one['name']} says where to look. The claim rests on it, too; own trainings, audit and fresh trainings do not."
