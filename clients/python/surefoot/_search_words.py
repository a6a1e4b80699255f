"""What a claim over candidates that were never trained rests on, in the words of reports; empty where every candidate is raced by its own trainings."""

import math
from typing import Any, Dict, List, Optional

Search = Optional[Dict[str, Any]]
"""Of the answer of a race: docs/bridge.md."""


def assumed(search: Search) -> str:
    """After a comma, what is assumed, and what that may miss."""
    if not search:
        return ""
    audit = search["audit"]
    missed = f" (by {audit['tried']:,} drawn at random at most {100 * audit['atMost']:.2g} % of the space is better)" if audit and audit["tried"] else ""
    return f", if candidates with like settings train alike{missed}"


def searched(search: Dict[str, Any]) -> str:
    if not search["isDrawn"]:
        return f"all {search['candidates']:,}"
    return f"{search['candidates']:,} {'drawn and proposed' if search.get('proposed') else 'drawn from the space'}"


def grounds(search: Search, tolerance: float, are_equal: bool) -> List[str]:
    """A sentence each: by own trainings alone, by the audit, and what was known before."""
    if not search:
        return []
    return [_tried(search, are_equal) + _refused(search), *_audited(search, tolerance, are_equal), *map(_known, search.get("known", []))]


def _tried(search: Dict[str, Any], are_equal: bool) -> str:
    left = search["candidates"] - search["tried"]
    who = f"the {search['tried']:,} tried" if left else f"all {search['tried']:,}"
    others = f"; of the {left:,} not tried they say nothing" if left else ""
    bound = search["amongTried"]
    if math.isfinite(bound):
        by = f" by more than {bound:.4g}" if bound else ""
        return f"By their own trainings alone none of {who} is better{by} (95 %){others}."
    if are_equal:
        return f"By their own trainings alone nothing is known of {who}, since every training has given the same loss{others}."
    return f"The trainings are too few yet to say by themselves how much better than the winner one of {who} may be{others}."


def _refused(search: Dict[str, Any]) -> str:
    """Of what the user's proposer gave."""
    count = search.get("refused", 0)
    return f" {count:,} proposed configuration{' was' if count == 1 else 's were'} refused." if count else ""


def _audited(search: Dict[str, Any], tolerance: float, are_equal: bool) -> List[str]:
    audit = search["audit"]
    if not audit or not audit["tried"] or are_equal:
        return []
    by = f"better by more than {tolerance:.4g}" if tolerance else "better"
    found = f"{audit['open']:,} may be {by}" if audit["open"] else f"none is {by}"
    planned = f" ({audit['drawn']:,} are planned)" if audit["tried"] < audit["drawn"] else ""
    missed = "" if audit["open"] else " A single exception may have been missed."
    plural = "" if audit["tried"] == 1 else "s"
    return [f"Of {audit['tried']:,} random candidate{plural}{planned} {found}: at most {100 * audit['atMost']:.2g} % of the space is (95 %).{missed}"]


def _known(one: Dict[str, Any]) -> str:
    if not one["used"]:
        return f"The prior from {one['name']} is not used: it makes predictions no better."
    return f"The prior from {one['name']} says where to look. The claim rests on it, too; own trainings, audit and fresh trainings do not."
