"""Serves trials with a function: in a copy of the process that called, or as a script in a fresh one (see `_sending.py`)."""

import json
import os
import pickle
import sys
from typing import Any, Callable


def serve(call: Callable[..., Any]) -> None:
    """Answers Surefoot's trials over standard input and output until it says stop."""
    from ._trainer import _loaded, _ProtocolStream, _serve

    _loaded.look()
    with _ProtocolStream() as stream:
        _serve(call, stream)


def main(folder: str) -> None:
    with open(os.path.join(folder, "start.json"), encoding="utf-8") as file:
        start = json.load(file)
    sys.path[:] = start["path"]
    if start["package"] not in sys.path:
        sys.path.append(start["package"])
    os.chdir(start["folder"])
    with open(os.path.join(folder, "function.pickle"), "rb") as content:
        function, configurations, called = pickle.load(content)
    if isinstance(function, dict):
        function = _found(function["module"], function["name"])
    from surefoot._worker import serve as serve_in_package

    serve_in_package(called(function, configurations))


def _found(module: str, name: str) -> Any:
    import importlib

    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


if __name__ == "__main__":
    main(sys.argv[1])
