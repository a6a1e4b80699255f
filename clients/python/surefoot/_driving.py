"""Starts Surefoot, shows how far it is, and ends it in good order: at Ctrl-C, and when this process ends in any way."""

import os
import re
import selectors
import subprocess
import sys
from typing import List, Mapping, NamedTuple, NoReturn, Optional, Sequence, Union

from ._errors import InputError, RunError
from ._events import Events
from ._listening import Heard
from ._progress import Progress
from ._python_words import in_python

_STATUS_BAD_INPUT = 2
_STATUS_UNDECIDED = (3, 4)
_PROGRESS = re.compile(r"\[\d[^\]]*\] ")
# Notebooks ask every program for colours.
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_supervisor.py")


class Ended(NamedTuple):
    """How a command ended that found an answer."""

    status: int
    text: str
    """What it printed."""


def drive(
    command: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
    shown: Progress,
    named: Mapping[str, str],
    listeners: Sequence[Heard] = (),
    events: Optional[Events] = None,
) -> Ended:
    """Runs a command of Surefoot to its end. `folder` is removed if this process goes first; `shown` takes what is said; `named` replaces words in messages.

    Raises InputError, RunError, what a listener has failed with, or KeyboardInterrupt once Ctrl-C has been heard and what was finished is kept.
    """
    supervised = [sys.executable, "-I", "-S", _SCRIPT, folder, *command]
    pipe = subprocess.PIPE
    # A session of its own: the Ctrl-C of a terminal comes to this process alone, which passes it on once.
    process = subprocess.Popen(
        supervised, stdin=pipe, stdout=pipe, stderr=pipe, env=dict(environment), start_new_session=True
    )
    assert process.stdin is not None
    interruptions = 0
    try:
        reader = _Reader(process, shown, named, [*listeners, *([] if events is None else [events])])
        while True:
            try:
                if not reader.read():
                    break
            except KeyboardInterrupt:
                interruptions += 1
                process.stdin.write(b"i")
                process.stdin.flush()
        if events is not None:
            events.finish()
    finally:
        shown.close()
        process.stdin.close()
        status = process.wait()
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.stderr.close()
    if interruptions > 0:
        raise KeyboardInterrupt
    failed = next((one.error for one in listeners if one.error is not None), None)
    if failed is not None:
        raise failed
    # It may fail with an answer, which is what was asked for: where every training diverged, and where a file could not be written.
    has_answered = status == 1 and reader.has_answered()
    if status == 0 or status in _STATUS_UNDECIDED or has_answered:
        reader.say_held(is_needed=has_answered)
        return Ended(status, reader.text())
    _raise(status, reader.held or reader.told[-20:], named)


class _Reader:
    """Takes in what the program prints, line by line where it is about its progress."""

    def __init__(self, process: "subprocess.Popen[bytes]", shown: Progress, named: Mapping[str, str], listeners: Sequence[Heard]) -> None:
        self.told: List[str] = []
        self.held: List[str] = []
        """What began with the last word of the program itself: a notice where it goes on, else the error that it ended with."""
        self._shown = shown
        self._named = named
        self._output = bytearray()
        self._rest = b""
        self._selector = selectors.DefaultSelector()
        assert process.stdout is not None and process.stderr is not None
        self._errors = process.stderr
        self._open = 2
        for stream in (process.stdout, process.stderr):
            self._selector.register(stream, selectors.EVENT_READ)
        for one in listeners:
            self._selector.register(one, selectors.EVENT_READ, one.answer)

    def text(self) -> str:
        return in_python(_plain_text(self._output), self._named)

    def has_answered(self) -> bool:
        """Whether it printed one. What it complains of then is what could not be made or written beside it."""
        return len(self._output) > 0

    def read(self) -> bool:
        """Waits for something, and takes it; False once there will be nothing more."""
        if self._open == 0:
            return False
        for key, _ in self._selector.select():
            if key.data is not None:
                key.data()
                continue
            data = os.read(key.fd, 65536)
            if data == b"":
                self._selector.unregister(key.fileobj)
                self._open -= 1
            elif key.fileobj is self._errors:
                *lines, self._rest = (self._rest + data).split(b"\n")
                for line in lines:
                    self._take(_plain_text(line))
            else:
                self._output += data
        return True

    def _take(self, line: str) -> None:
        if _PROGRESS.match(line):
            # Told by its events, too, more often.
            self.say_held()
            return
        self.told.append(line)
        if line.startswith("surefoot: "):
            self.say_held()
        if self.held or (line.startswith("surefoot: ") and not line.startswith("surefoot: warning:")):
            self.held.append(line)
        else:
            self._shown.say(in_python(line, self._named))

    def say_held(self, is_needed: bool = False) -> None:
        for line in self.held:
            self._shown.say(in_python(line, self._named), is_needed)
        self.held.clear()


def _plain_text(printed: Union[bytes, bytearray]) -> str:
    return _COLOURS.sub("", printed.decode("utf-8", "replace"))


def _raise(status: int, told: Sequence[str], named: Mapping[str, str]) -> NoReturn:
    text = in_python("\n".join(told).strip(), named)
    text = re.sub(r"^surefoot: ", "", text)
    parts = re.split(r"\n(Allowed|Fix): ", text)
    named_parts = dict(zip(parts[1::2], parts[2::2]))
    kind = InputError if status == _STATUS_BAD_INPUT else RunError
    what = parts[0] or f"surefoot ended with exit status {status} and said nothing."
    code = "refused" if kind is InputError else "run-failed"
    raise kind(code, what, named_parts.get("Fix", ""), named_parts.get("Allowed"))
