"""A proposer of the user's own, asked by a search while it goes on: it is called in this process, so that it may keep what it likes."""

import inspect
import json
import os
import shlex
import shutil
import socket
import sys
import tempfile
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence

from ._calls import check_call, described
from ._errors import InputError
from ._values import as_numbers, plain


class Tried(NamedTuple):
    """A candidate that was trained."""

    id: str
    config: Dict[str, Any]
    trainings: int
    """That came out."""
    estimate: float
    """The criterion, by its trainings and what its settings say, as a loss: lower is better."""


class ProposalState(NamedTuple):
    """What a proposer is told at a look of the search."""

    trainings: int
    """So far; no other look has as many."""
    most: int
    """At most so many configurations join at this look."""
    tried: List[Tried]
    """The best first."""


Propose = Callable[[ProposalState], Sequence[Mapping[str, Any]]]
"""Gives configurations that are to join the search, or an empty list."""


class Proposer:
    """Answers the command `words`, which Surefoot starts for each look. Closing it removes its socket."""

    def __init__(self, propose: Propose, train: Optional[Callable[..., Any]]) -> None:
        if not callable(propose) or inspect.iscoroutinefunction(propose):
            raise InputError(
                "propose",
                f"propose is {described(propose)}." if not callable(propose) else "propose is an async function: a search does not wait for it.",
                "Write one, such as: def propose(state): return [{'lr': 0.01}]",
                "a function from what was tried to a list of configurations",
            )
        self._propose = propose
        self._train = train
        self.error: Optional[BaseException] = None
        """What it raised, or what is wrong with what it gave."""
        # Paths of sockets are short.
        self._folder = tempfile.mkdtemp(prefix="surefoot-propose-")
        path = os.path.join(self._folder, "socket")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(path)
        self.listener.listen(1)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_propose_client.py")
        self.words = " ".join(map(shlex.quote, [sys.executable, "-I", "-S", script, path]))

    def answer(self) -> None:
        """Takes one request, and answers it; of one that fails it says nothing, and keeps why."""
        connection, _ = self.listener.accept()
        with connection:
            with connection.makefile("rb") as sent:
                told = sent.read()
            try:
                connection.sendall(json.dumps(self._proposed(json.loads(told))).encode())
            except Exception as error:
                self.error = error

    def close(self) -> None:
        self.listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _proposed(self, state: Any) -> List[Any]:
        tried = [Tried(one["id"], one["configuration"], one["trainings"], as_numbers(one["estimate"])) for one in state["tried"]]
        given = self._propose(ProposalState(state["trainings"], state["most"], tried))
        if not isinstance(given, (list, tuple)) or not all(isinstance(one, Mapping) for one in given):
            raise InputError(
                "propose",
                f"propose gave {described(given)}.",
                "Correct the function.",
                "a list of configurations such as [{'lr': 0.01}], or an empty one",
            )
        configurations = [plain(dict(one), f"propose: [{place}]") for place, one in enumerate(given)]
        if self._train is not None:
            check_call(self._train, configurations)
        return configurations
