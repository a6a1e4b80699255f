"""What a full run tells while it goes on: every training, every decision, and how far it is."""

import json
import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional

from ._values import as_numbers

PLACE = "SUREFOOT_EVENTS"
"""The variable by which Surefoot knows where to tell it."""


@dataclass(frozen=True)
class Training:
    """One training that has ended."""

    id: str
    candidate: str
    """Id of its candidate."""
    label: str
    """What sets that apart from the others."""
    config: Dict[str, Any]
    """As it was listed."""
    replicate: int
    phase: str
    """`race`, or `fresh`: after the race, to say what the winner is worth; of a study its stage."""
    seeds: Dict[str, int]
    status: str
    """`completed`, `diverged`, `failed` or `timed-out`."""
    loss: Optional[float]
    """Infinite where it diverged; None where it failed, and where it gave a score alone, which stands among the metrics."""
    metrics: Dict[str, float]
    seconds: float
    failure: Optional[str]


@dataclass(frozen=True)
class Decision:
    """What a race has decided; candidates by their ids."""

    survivors: List[str]
    """That may be the best, the leader first."""
    eliminated: List[str]
    """That left with this decision."""
    leader: str
    value: float
    """Its criterion so far."""


class Events:
    """Hears of a run by a named pipe, and calls what wants to know; what that raises ends the run, which the same call goes on with."""

    error: Optional[BaseException] = None

    def __init__(
        self,
        folder: str,
        show: Callable[[str], None],
        as_listed: Callable[[Dict[str, Any]], Dict[str, Any]],
        on_trial: Optional[Callable[[Training], Any]],
        on_decision: Optional[Callable[[Decision], Any]],
    ) -> None:
        self.path = os.path.join(folder, "events")
        os.mkfifo(self.path, 0o600)
        # Open at both ends, so that neither side waits for the other.
        self._pipe = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        self._rest = b""
        self._show = show
        self._as_listed = as_listed
        self._on_trial = on_trial
        self._on_decision = on_decision

    def fileno(self) -> int:
        return self._pipe

    def answer(self) -> bool:
        """Takes what has been told; False where there was nothing."""
        try:
            *lines, self._rest = (self._rest + os.read(self._pipe, 65536)).split(b"\n")
        except BlockingIOError:
            return False
        for line in lines:
            self._take(json.loads(line))
        return True

    def finish(self) -> None:
        """Takes what is left."""
        while self.answer():
            pass

    def close(self) -> None:
        os.close(self._pipe)

    def _take(self, told: Dict[str, Any]) -> None:
        kind = told.pop("kind")
        told.update(as_numbers({name: told[name] for name in ("loss", "metrics", "value") if name in told}))
        if kind == "progress":
            self._show(told["text"])
        elif kind == "training" and self._on_trial is not None:
            self._on_trial(Training(**{**told, "config": self._as_listed(told["config"])}))
        elif kind == "decision" and self._on_decision is not None:
            self._on_decision(Decision(**told))
