"""Finds the installed surefoot, the program that runs experiments, and starts it."""

import json
import os
import re
import shutil
import subprocess
from typing import List, NamedTuple, Optional, Sequence, Union

from ._errors import InputError
from ._node import find_node
from ._version import __version__

EngineGiven = Union[str, "os.PathLike[str]", Sequence[str], None]
"""The program surefoot: a path, or a command with its arguments; None looks for it."""

_HOW = "Install it: npm install surefoot (Node.js 20.19 or newer), or say where it is: engine=..., or the variable SUREFOOT_ENGINE."


class Engine(NamedTuple):
    command: List[str]
    version: str


def find_engine(given: EngineGiven = None) -> Engine:
    """The program that was named, or the one that `npx --no-install surefoot` would start: of the nearest node_modules, then on PATH.

    Raises InputError where there is none (`engine-missing`), and where its version is not that of this package (`engine-version`).
    """
    command = _command_of(given or os.environ.get("SUREFOOT_ENGINE") or _installed())
    engine = Engine(command, _version_of(command))
    if engine.version != __version__:
        raise InputError(
            "engine-version",
            f"The engine {' '.join(command)} is surefoot {engine.version}, and this package is {__version__}.",
            f"Install the same: npm install surefoot@{__version__}, or pip install surefoot=={engine.version}.",
            "the same version of both",
        )
    return engine


def _installed() -> Optional[str]:
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, "node_modules", ".bin", "surefoot")
        if os.path.exists(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return shutil.which("surefoot")
        folder = parent


def _command_of(given: EngineGiven) -> List[str]:
    if given is None:
        raise InputError("engine-missing", "The program surefoot, which runs experiments, was not found.", _HOW)
    if not isinstance(given, (str, os.PathLike)):
        return [os.fspath(word) for word in given]
    path = os.fspath(given)
    found = path if os.path.isfile(path) else shutil.which(path)
    if found is None:
        raise InputError("engine-missing", f"There is no program {path}.", _HOW)
    target = os.path.realpath(found)
    # A script of Node's is started by the Node that we find: it need not be on PATH.
    return [find_node(), target] if target.endswith((".js", ".mjs", ".cjs")) else [found]


def _version_of(command: Sequence[str]) -> str:
    """By package.json beside the program, which takes no time; else the program is asked."""
    script = command[-1]
    if script.endswith("main.js"):
        try:
            with open(os.path.join(os.path.dirname(script), "..", "..", "package.json"), encoding="utf-8") as file:
                content = json.load(file)
            if content.get("name") == "surefoot":
                return str(content["version"])
        except (OSError, ValueError, KeyError):
            pass
    try:
        asked = subprocess.run([*command, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError("engine-missing", f"{' '.join(command)} could not be started: {error}.", _HOW) from error
    lines = asked.stdout.split()
    if asked.returncode != 0 or not lines or not re.match(r"\d+\.\d+", lines[-1]):
        raise InputError("engine-missing", f"{' '.join(command)} is not surefoot: it tells no version.", _HOW)
    return lines[-1]
