"""Ctrl-C between two steps, and not amid one: a conversation that breaks off in the middle of a line is lost."""

import signal
import threading
from contextlib import contextmanager
from typing import Any, Iterator, List


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds the first Ctrl-C back until the end of the block; a second one is not held back."""
    before = signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None
    if not callable(before):
        yield
        return
    pressed: List[Any] = []

    def note(number: int, frame: Any) -> None:
        if pressed:
            before(number, frame)
        pressed.append(frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        before(signal.SIGINT, pressed[0])
