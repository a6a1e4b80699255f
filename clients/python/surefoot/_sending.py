"""Gets a function into the processes that Surefoot trains in, by the first way that works.

1. Copies of this process (`_forking.py`), where neither threads nor CUDA have been started: any function goes.
2. Fresh processes that import it by its name, where it stands in a module.
3. Fresh processes that read it from cloudpickle, where that is installed: functions of a notebook or a script, lambdas, closures.

Surefoot is given the one command `python-function` in all cases: a script in the folder of the call, which is first on its PATH. What
the function is made of lies in that folder as files, by which Surefoot finds what has changed since a run was begun.
"""

import functools
import json
import os
import pickle
import shlex
import shutil
import stat
import sys
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union

from ._calls import Call, name_of
from ._captured import Captured, changed_since_import
from ._errors import InputError
from ._executing import Executor, ExecutorServer, is_of_threads
from ._forking import ForkServer, reason_not_to_fork
from ._worker import serve

COMMANDS = "bin"
"""The folder, in that of the call, that is first on the PATH of Surefoot."""
COMMAND = "python-function"
CAPTURED = "captured"
ROOT = "function"


class SentFunction:
    """A function on its way: `folder` has all that Surefoot is told of it. Closing it ends its processes."""

    def __init__(
        self, function: Callable[..., Any], configurations: Sequence[Mapping[str, Any]], folder: str, called: Type[Call], executor: Optional[Executor] = None
    ) -> None:
        captured = Captured(function, ROOT)
        self.blind_to: List[str] = [f"{name_of(function)}{way[len(ROOT):]}" for way in captured.blind_to]
        """What it captures that has no content to be told, by name."""
        self.server: Union[ForkServer, ExecutorServer, None] = None
        reason = reason_not_to_fork() if executor is None else None if is_of_threads(executor) else "the executor has processes of its own"
        _write_captured(captured, os.path.join(folder, CAPTURED), are_imported=reason is not None)
        if reason is None:
            _refuse_stale(captured)
        listed = (list(map(dict, configurations)), called)
        sent = called(function, configurations) if reason is None else _payload_of(function, listed, reason)
        if executor is not None:
            self.server = ExecutorServer(folder, executor, sent)
        elif isinstance(sent, bytes):
            _write_payload(sent, folder)
        else:
            self.server = ForkServer(folder, functools.partial(serve, sent))
        if self.server is None:
            _write_command(folder, "_worker.py")
        else:
            _write_command(folder, "_connector.py", "-I", "-S")

    def close(self) -> None:
        if self.server is not None:
            self.server.close()


def _payload_of(function: Any, call: Tuple[Any, ...], reason: str) -> bytes:
    """A function as other processes can read it; `call`: what it is called with, and by which class."""
    place = _place_of(function)
    return pickle.dumps((place, *call)) if place is not None else _pickled(function, call, reason)


def _write_payload(content: bytes, folder: str) -> None:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = [os.path.abspath(place) for place in sys.path]
    with open(os.path.join(folder, "start.json"), "w", encoding="utf-8") as file:
        json.dump({"path": path, "package": package, "folder": os.getcwd()}, file)
    with open(os.path.join(folder, "function.pickle"), "wb") as file:
        file.write(content)


def _place_of(function: Any) -> Optional[Dict[str, str]]:
    """Module and name by which fresh processes find the same function; None where they cannot."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    if not module or not name or module == "__main__" or getattr(sys.modules.get(module), "__file__", None) is None:
        return None
    found: Any = sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part, None)
    return {"module": module, "name": name} if found is function else None


def _pickled(function: Any, call: Tuple[Any, ...], reason: str) -> bytes:
    name = name_of(function)
    cloudpickle = _cloudpickle()
    if cloudpickle is None:
        raise InputError(
            "train-not-sent",
            f"{name} cannot be sent to worker processes: this process cannot be copied, since {reason}, and {name} stands in no module.",
            f"Put it into a file and import it (from training import {_file_name(name)}), or install cloudpickle.",
            "a function that another process can import; with cloudpickle, any",
        )
    try:
        content: bytes = cloudpickle.dumps((function, *call))
        return content
    except Exception as error:
        raise InputError(
            "train-not-sent",
            f"{name} cannot be sent to worker processes: cloudpickle says {type(error).__name__}: {error}.",
            f"Make inside the function what cannot be sent, or put it into a file and import it (from training import {_file_name(name)}).",
            "a function that another process can import, or one whose globals and closure can be pickled",
        ) from error


def _cloudpickle() -> Any:
    try:
        import cloudpickle  # type: ignore[import-untyped,import-not-found,unused-ignore]

        return cloudpickle
    except ImportError:
        pass
    try:
        # scikit-learn brings it along.
        from joblib.externals import cloudpickle as brought  # type: ignore[import-untyped,import-not-found,unused-ignore]

        return brought
    except ImportError:
        return None


def _file_name(name: str) -> str:
    return name if name.isidentifier() else "train"


def _refuse_stale(captured: Captured) -> None:
    stale = changed_since_import(captured.functions)
    if stale:
        raise InputError(
            "code-stale",
            f"{', '.join(stale)} has changed since it was imported: this process would train with the old code.",
            "Start Python again, or reload the module (importlib.reload).",
            "modules as they stand in their files",
        )


def _write_captured(captured: Captured, folder: str, are_imported: bool) -> None:
    """A file for each part. Modules that workers will import are linked to: nobody may change them while they train."""
    os.makedirs(folder)
    for way, digest in captured.parts.items():
        with open(os.path.join(folder, way.replace("/", "_")[:200]), "w", encoding="utf-8") as file:
            file.write(f"{digest}\n")
    for path in captured.files:
        copy = os.path.join(folder, "modules", _below_its_root(path))
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        if are_imported:
            os.symlink(path, copy)
        else:
            shutil.copyfile(path, copy)


def _below_its_root(path: str) -> str:
    """The way to a module's file from where Python looks for modules: the same wherever a project lies."""
    roots = [os.path.abspath(place) for place in sys.path]
    inside = [os.path.relpath(path, root) for root in roots if path.startswith(os.path.join(root, ""))]
    return min(inside, key=len, default=os.path.basename(path))


def _write_command(folder: str, script: str, *options: str) -> None:
    if not sys.executable:
        raise InputError("no-python", "sys.executable is empty: no worker can be started.", "Start Python as a program of its own.")
    path = os.path.join(folder, COMMANDS, COMMAND)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    words = [sys.executable, *options, os.path.join(os.path.dirname(os.path.abspath(__file__)), script), folder]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\nexec {' '.join(map(shlex.quote, words))}\n")
    os.chmod(path, stat.S_IRWXU)
