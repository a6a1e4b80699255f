"""A function of this process as a command of Surefoot: the run goes on in another process, and asks while this one waits for it."""

import json
import os
import stat
from typing import Any, Callable, Optional, Protocol

_SCRIPT = """#!/bin/sh
cd "${0%/*}" || exit
IFS= read -r asked
printf '%s\\n' "$asked" > NAME.asked
IFS= read -r answer < NAME.answer && [ -n "$answer" ] && printf '%s\\n' "$answer"
"""


class Heard(Protocol):
    """What a run is driven with: it can be read where something is to be taken in; `error` ends the run."""

    error: Optional[BaseException]

    def fileno(self) -> int: ...

    def answer(self) -> Any: ...


class Listener:
    """Answers the command `name`, which it writes into `folder`: one value of JSON on its input, one as a line of its output.

    By two named pipes and the words of a shell alone, which starts nothing more: there may be thousands of questions.
    """

    def __init__(self, folder: str, name: str, answer: Callable[[Any], Any]) -> None:
        self._answer = answer
        self.error: Optional[BaseException] = None
        """What the function raised, or what is wrong with what it gave."""
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(_SCRIPT.replace("NAME", name))
        os.chmod(path, stat.S_IRWXU)
        self._asked, self._told = self._pipe(f"{path}.asked"), self._pipe(f"{path}.answer")
        self._rest = b""

    @staticmethod
    def _pipe(path: str) -> int:
        os.mkfifo(path, 0o600)
        # Open at both ends: neither side waits for the other to open it, and none sees an end.
        return os.open(path, os.O_RDWR)

    def fileno(self) -> int:
        """Readable where something is asked."""
        return self._asked

    def answer(self) -> None:
        """Takes what is asked, and answers it; of one that fails or is interrupted it says nothing, so that nobody waits for it. Keeps why it failed."""
        *asked, self._rest = (self._rest + os.read(self._asked, 65536)).split(b"\n")
        for line in asked:
            self._tell(line)

    def _tell(self, asked: bytes) -> None:
        told = ""
        try:
            told = json.dumps(self._answer(json.loads(asked)))
        except Exception as error:
            self.error = error
        finally:
            text = f"{told}\n".encode()
            while text:
                text = text[os.write(self._told, text) :]

    def close(self) -> None:
        os.close(self._asked)
        os.close(self._told)
