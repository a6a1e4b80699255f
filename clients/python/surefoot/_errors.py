"""Every error that Surefoot raises on purpose: what happened, what is allowed, what to do."""

from typing import Optional


class SurefootError(Exception):
    """Base of all. `str()` is the whole text; `code` is stable and meant for programs, e.g. `unknown-option`."""

    def __init__(self, code: str, what: str, fix: str = "", allowed: Optional[str] = None) -> None:
        lines = [what]
        if allowed is not None:
            lines.append(f"Allowed: {allowed}")
        if fix:
            lines.append(f"Fix: {fix}")
        super().__init__("\n".join(lines))
        self.code = code
        self.what = what
        self.allowed = allowed
        self.fix = fix


class InputError(SurefootError, ValueError):
    """What was given cannot be used: nothing has been done."""


class RunError(SurefootError, RuntimeError):
    """It could not go on; what had been finished is kept."""


# Tracebacks name them as they are imported.
for _error in (SurefootError, InputError, RunError):
    _error.__module__ = "surefoot"
