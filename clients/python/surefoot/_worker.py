"""Serves trials with a function: in a copy of the process that called, or as a script in a fresh one (see `_sending.py`)."""

import functools
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
        call = called_by(content.read())
    from surefoot._worker import serve as serve_in_package

    serve_in_package(call)


@functools.lru_cache(maxsize=4)
def called_by(content: bytes) -> Callable[..., Any]:
    """A function as it was sent (`_payload_of` in _sending.py), with the way it is called; the same one again where the same was sent."""
    function, configurations, called = pickle.loads(content)
    if isinstance(function, dict):
        function = _found(function["module"], function["name"])
    call: Callable[..., Any] = called(function, configurations)
    return call


def _found(module: str, name: str) -> Any:
    import importlib

    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


if __name__ == "__main__":
    main(sys.argv[1])
