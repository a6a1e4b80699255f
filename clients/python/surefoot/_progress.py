"""Shows how far a run is, and what is said of it."""

import os
import sys
import time
from typing import Any

FIRST_SECONDS = 10.0
"""Where lines stay, the first comes after so long, and each other after EVERY_SECONDS."""
EVERY_SECONDS = 60.0


class Progress:
    """The line that says how far a run is: renewed in place in a notebook and on a terminal, elsewhere, as in a file, one a minute."""

    def __init__(self, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._display: Any = None
        self._drawn = False
        self._said_at = time.monotonic() - EVERY_SECONDS + FIRST_SECONDS
        self._is_terminal = is_shown and sys.stderr is not None and sys.stderr.isatty()
        self._is_notebook = is_shown and in_notebook()

    def renew(self, line: str) -> None:
        if self._is_notebook:
            content = {"text/plain": line}
            if self._display is None:
                self._display = sys.modules["IPython"].display.display(content, raw=True, display_id=True)
            else:
                self._display.update(content, raw=True)
        elif self._is_terminal:
            width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            sys.stderr.write(f"\r\x1b[2K{line[: width - 1]}")
            sys.stderr.flush()
            self._drawn = True
        elif self._is_shown and time.monotonic() - self._said_at >= EVERY_SECONDS:
            self._said_at = time.monotonic()
            self.say(line)

    def say(self, line: str, is_needed: bool = False) -> None:
        """Shows a line that stays; warnings, and what is needed, where nothing else is shown, too."""
        if line.strip() == "" or (not self._is_shown and not is_needed and not line.startswith("surefoot: warning:")):
            return
        self.close()
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def close(self) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
        if self._display is not None:
            self._display.update({"text/plain": ""}, raw=True)
        self._drawn = False


def in_notebook() -> bool:
    """Whether this is a kernel of Jupyter."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
