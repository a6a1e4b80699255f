"""A proposer of the user's own, asked by a search while it goes on: it is called in this process, so that it may keep what it likes."""

from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Sequence

from ._calls import check_call, check_function, described
from ._errors import InputError
from ._listening import Listener
from ._values import as_numbers, plain

PROPOSER = "python-proposer"


class Tried(NamedTuple):
    """A candidate that was trained."""

    id: str
    config: Dict[str, Any]
    trainings: int
    """That came out."""
    estimate: float
    """The criterion, by its trainings and what its settings say, as a loss: lower is better."""


class Refused(NamedTuple):
    """A configuration that was proposed and may not take part."""

    config: Dict[str, Any]
    why: str
    """What is wrong with it, and what would be allowed."""


class ProposalState(NamedTuple):
    """What a proposer is told at a look of the search."""

    trainings: int
    """So far; no other look has as many."""
    most: int
    """At most so many configurations join at this look."""
    tried: List[Tried]
    """The best first."""
    refused: Sequence[Refused] = ()
    """Of what was proposed at the look before: what may not take part, and why. The others of that look were taken."""


Propose = Callable[[ProposalState], Sequence[Mapping[str, Any]]]
"""Gives configurations that are to join the search, or an empty list."""


def check_propose(propose: Any) -> None:
    """Raises InputError for what is no function that gives configurations at once."""
    check_function(
        propose,
        "propose",
        "a search does not wait for it",
        "Write one, such as: def propose(state): return [{'lr': 0.01}]",
        "a function from what was tried to a list of configurations",
    )


def proposed_by(propose: Propose, state: Any) -> List[Dict[str, Any]]:
    """What it gives for a state as the engine tells it. Raises what it raises, and InputError for what is no list of configurations."""
    tried = [Tried(one["id"], one["configuration"], one["trainings"], as_numbers(one["estimate"])) for one in state["tried"]]
    refused = [Refused(one["configuration"], one["why"]) for one in state["refused"]]
    given = propose(ProposalState(state["trainings"], state["most"], tried, refused))
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, Mapping) for one in given):
        raise InputError(
            "propose",
            f"propose gave {described(given)}.",
            "Correct the function.",
            "a list of configurations such as [{'lr': 0.01}], or an empty one",
        )
    return [plain(dict(one), f"propose: [{place}]") for place, one in enumerate(given)]


class Proposer(Listener):
    """Is asked at each look of a search."""

    def __init__(self, propose: Propose, train: Any, folder: str) -> None:
        check_propose(propose)
        self._propose = propose
        self._train = train
        super().__init__(folder, PROPOSER, self._proposed)

    def _proposed(self, state: Any) -> Dict[str, List[Dict[str, Any]]]:
        told: Dict[str, List[Dict[str, Any]]] = {"configurations": [], "refused": []}
        for one in proposed_by(self._propose, state):
            try:
                self._check(one)
                told["configurations"].append(one)
            except InputError as error:
                told["refused"].append({"configuration": one, "why": str(error)})
        return told

    def _check(self, one: Dict[str, Any]) -> None:
        """Raises InputError where a function would not see a setting; the engine refuses what is of none of several functions."""
        if callable(self._train):
            check_call(self._train, [one])
        elif isinstance(self._train, Mapping):
            for name, own in one.items():
                if name in self._train and isinstance(own, Mapping):
                    check_call(self._train[name], [own])
