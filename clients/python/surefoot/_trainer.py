"""Surefoot's helper for trainers in Python: one file, no dependencies, Python 3.9 or newer. It is part of the package `surefoot`.

Every command that Surefoot starts finds the package on Python's path; `surefoot init --client python` copies this one file, as surefoot.py,
beside a script that is also started by hand. Write

    from surefoot import trainer

    @trainer
    def train(config, seeds, sample):
        ...
        return loss                       # or {"loss": loss, "accuracy": accuracy, ...}; where accuracy is raced, it alone will do

The same script works one-shot and long-lived; what stands above the function runs once per process. Put the decorated
function last in the file: it serves trials from there on. Without Surefoot around it, the decorator does nothing and the
function can be called and tested as usual.

`config` is the candidate's configuration, as a dict. `seeds` has `init`, `sample`, `order` and `noise`, each an integer in
[0, 2**31), and `split` where data are divided anew. `sample` has `size` (0 = everything), `seed`, `classes` (0 for quantities) and what the experiment hands over: `indices`, or
the files `training`, `selection`, `final` and `pool`, each with `load()`. `trial` is the whole description of the trial (`folder` for files worth keeping,
`replicate`, ...), and `seed` is `seeds.init`. Parameters are filled by these names, in any order; any other name is a setting
of the configuration, as in `def train(depth, rate, seed)`, and `**settings` gets the settings that no parameter names.

Before each trial Python's `random`, and NumPy and PyTorch where they have been imported, are seeded with `seeds.init`.
Whatever is printed goes to standard error.

`report(epoch, loss)` after each epoch, or `trial.report(epoch, loss)`, tells how training goes; it is kept with the trial. A training that is
given up returns NaN.

A dict may also have `predictions`, which are kept where the run keeps them (`trial.get("predictions")` tells, for those that take long):
`{"kind": "probabilities", "selection": array, "final": array, "targets": {"selection": array}}`, a row for each example. The kind is
`probabilities` (of each class), `labels` (class numbers 0, 1, ...) or `values`; the examples and their order are the same in every trial.

Protocol version 1; see docs/trainer-protocol.md.
"""

from __future__ import annotations

import array
import contextlib
import functools
import hashlib
import inspect
import json
import os
import random
import struct
import sys
import threading
import time
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Set, Tuple, TypeVar

    Function = TypeVar("Function", bound=Callable[..., Any])
    Message = Dict[str, Any]
    _Told = Dict[str, Any]
else:
    _Told = dict

PROTOCOL = 1
__all__ = ["report", "trainer"]

# What `import surefoot` gives where the whole package is found.
IN_PACKAGE = (
    "Candidate",
    "Decision",
    "InputError",
    "Kept",
    "Race",
    "RaceAnswer",
    "RaceResult",
    "Rival",
    "RunError",
    "Space",
    "StudyResult",
    "SurefootError",
    "Training",
    "Trial",
    "assure",
    "compare",
    "couple",
    "curve",
    "integer",
    "keep",
    "load_run",
    "log",
    "measure",
    "one_of",
    "recheck",
    "replay",
    "select",
    "uniform",
)

# Frames of these say nothing of what went wrong.
_OWN_FILES = (__file__, os.path.join(os.path.dirname(__file__), "_calls.py"))

_reporter: Optional[Callable[[int, float], None]] = None
_of_thread = threading.local()

# Of larger files Surefoot compares the size alone.
_LARGEST_HASHED_BYTES = 16 * 1024 * 1024
_INSTALLED = {"site-packages", "dist-packages", "node_modules", "__pycache__"}


class Seeds:
    """One integer for each source of randomness: `init`, `sample`, `order`, `noise`."""

    if TYPE_CHECKING:
        init: int
        sample: int
        order: int
        noise: int

    def __init__(self, values: Mapping[str, int]) -> None:
        self.__dict__.update(values)

    def __getitem__(self, name: str) -> int:
        return int(self.__dict__[name])

    def __repr__(self) -> str:
        return f"Seeds({self.__dict__})"


class TrialTold(_Told):
    """The whole description of a trial, a dict (docs/trainer-protocol.md)."""

    def report(self, epoch: int, loss: float) -> None:
        """As `report`."""
        report(epoch, loss)


class Files:
    """NPY files of some examples: paths `inputs`, `targets` (None where they are not told), `weights` (None where all count alike), `features` by name."""

    def __init__(self, paths: Message) -> None:
        self.inputs = paths["inputs"]
        self.targets = paths.get("targets")
        self.weights = paths.get("weights")
        self.features = paths["features"]

    def load(self) -> Tuple[Any, Any]:
        """`(inputs, targets)` as NumPy arrays, one row an example; None in place of targets that are not told."""
        import numpy

        return numpy.load(self.inputs), None if self.targets is None else numpy.load(self.targets)

    def load_weights(self) -> Any:
        """How much each example counts, as a NumPy array; None where all count alike."""
        import numpy

        return None if self.weights is None else numpy.load(self.weights)

    def load_features(self) -> Dict[str, Any]:
        """The extra features as a dict of NumPy arrays."""
        import numpy

        return {name: numpy.load(path) for name, path in self.features.items()}


class Sample:
    """Which examples to train on, as the experiment hands them over."""

    def __init__(self, values: Message) -> None:
        self.size = values["size"]
        self.seed = values["seed"]
        self.classes = values.get("classes", 0)
        self.indices = values.get("indices")
        self.training = self._files(values, "training")
        self.selection = self._files(values, "selection")
        self.final = self._files(values, "final")
        self.pool = self._files(values, "pool")

    @staticmethod
    def _files(values: Message, name: str) -> Optional[Files]:
        return Files(values[name]) if name in values else None


def trainer(function: Function) -> Function:
    """Serves Surefoot's trials with `function`, if Surefoot has started this program; else gives it back as it is."""
    if os.environ.get("SUREFOOT_PROTOCOL") == "long-lived":
        _loaded.look()
        with _ProtocolStream() as stream:
            _serve(function, stream)
    elif "SUREFOOT_TRIAL" in os.environ:
        _loaded.look()
        with _ProtocolStream():
            _train_once(function)
    return function


def report(epoch: int, loss: float) -> None:
    """Tells of the loss after an epoch (0, 1, ...), every epoch in turn; it is kept as the trial's loss per epoch.

    The same kind of figure in every trial: the training loss, or the loss on examples set aside. Returns nothing.
    """
    to = getattr(_of_thread, "reporter", _reporter)
    if to is not None:
        to(epoch, float(loss))


@contextlib.contextmanager
def reporting(reporter: Callable[[int, float], None]) -> Iterator[None]:
    """Has what this thread reports go to `reporter`: other threads may train at the same time."""
    _of_thread.reporter = reporter
    try:
        yield
    finally:
        del _of_thread.reporter


def __getattr__(name: str) -> Any:
    if name in IN_PACKAGE and __name__ == "surefoot":
        # `from surefoot import ...` shows the text of this error alone; of an AttributeError it would not.
        raise ImportError(
            f"{__file__} is the helper for trainers alone, and hides the package surefoot, which has {name!r}: move this file away, or import from another folder"
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _train_once(function: Callable[..., Any]) -> None:
    global _reporter
    with open(os.environ["SUREFOOT_TRIAL"], encoding="utf-8") as file:
        trial = json.load(file)
    _require_version(trial["protocol"])
    with open(os.environ.get("SUREFOOT_REPORTS", os.devnull), "a", encoding="utf-8") as reports:

        def send(_: int, loss: float) -> None:
            reports.write(f"{loss!r}\n")
            reports.flush()

        _reporter = send
        load_seconds = time.process_time()
        answer = {**_answer_of(function, trial), "loadSeconds": load_seconds}
    # A reader never sees half a result.
    path = os.environ["SUREFOOT_RESULT"]
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(answer, file)
    os.replace(path + ".part", path)


def _serve(function: Callable[..., Any], stream: _ProtocolStream) -> None:
    global _reporter
    for message in stream:
        kind = message.get("type")
        if kind == "hello":
            stream.send({"type": "ready", "protocol": PROTOCOL, "saysBegun": True})
        elif kind == "train":
            identity = message["id"]
            stream.send({"type": "begun", "id": identity})
            _reporter = functools.partial(_send_epoch, stream, identity)
            try:
                answer = {"type": "result", "id": identity, **_answer_of(function, message)}
            except NoLoss as error:
                answer = {"type": "error", "id": identity, "message": str(error)}
            except Exception as error:
                traceback.print_exception(type(error), error, _below_here(error))
                answer = {"type": "error", "id": identity, "message": f"{type(error).__name__}: {error}"}
            sys.stderr.flush()
            stream.send(answer)
        elif kind == "stop":
            return


class NoLoss(Exception):
    """A function returned something that is not a loss; tells what it is, and what is allowed."""


def _below_here(error: BaseException) -> Optional[TracebackType]:
    """The traceback from the user's own code on."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None and step.tb_frame.f_code.co_filename in _OWN_FILES:
        step = step.tb_next
    return step


def _send_epoch(stream: _ProtocolStream, identity: object, epoch: int, loss: float) -> None:
    stream.send({"type": "epoch", "id": identity, "epoch": epoch, "loss": loss})


def _answer_of(function: Callable[..., Any], trial: Message) -> Message:
    unseeded = _unimported()
    answer = _called(function, trial)
    for name in unseeded & set(sys.modules):
        print(f"surefoot: {name} was imported during the first training, unseeded; import it at the top", file=sys.stderr)
    return {**_as_answer(_with_files(answer, trial), trial.get("score", "loss")), **_loaded.news()}


def _called(function: Callable[..., Any], trial: Message) -> Any:
    """What a function gives for a trial, whose seed everything has by then."""
    seeds = Seeds(trial["seeds"])
    seed_everything(seeds.init)
    given = {
        "config": trial["configuration"],
        "seeds": seeds,
        "seed": seeds.init,
        "sample": Sample(trial["sample"]),
        "trial": TrialTold(trial),
    }
    return call_with(function, given)


GIVEN = ("config", "seeds", "seed", "sample", "trial")


def call_with(function: Callable[..., Any], given: Message) -> Any:
    """Calls a function with a trial, its parameters filled by their names: those of `GIVEN`, and settings of the configuration.

    `**settings` takes the settings that no parameter names, where `config` does not take all of them.
    """
    settings = dict(given["config"])
    positional = []
    named = {}
    parameters = inspect.signature(function).parameters.values()
    takes = {one.name for one in parameters}
    for one in parameters:
        if one.kind is one.VAR_KEYWORD and "config" not in takes:
            named.update({name: value for name, value in settings.items() if name not in takes})
        elif one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL) or not (one.name in given or one.name in settings):
            continue
        else:
            value = given[one.name] if one.name in given else settings[one.name]
            if one.kind is one.POSITIONAL_ONLY:
                positional.append(value)
            else:
                named[one.name] = value
    return function(*positional, **named)


def seed_everything(seed: int) -> None:
    """Seeds Python, and NumPy and PyTorch where they have been imported."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


def _unimported() -> Set[str]:
    return {"numpy", "torch"} - set(sys.modules)


# Words of the protocol; no figure goes by them.
_WORDS = ("type", "id", "loadedCode", "loadSeconds")


def _as_answer(answer: object, alone: str) -> Message:
    """`alone`: what a number alone is."""
    if isinstance(answer, dict):
        return {name: _plain(value) for name, value in answer.items() if name not in _WORDS}
    return {alone: _plain(answer)}


def _plain(value: Any) -> Any:
    """NumPy's and PyTorch's numbers and arrays as Python's own."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(member) for member in value]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return value


_KINDS = ("probabilities", "labels", "values")


def _with_files(answer: Any, trial: Message) -> Any:
    """The answer with its predictions as files in the folder of the trial; without them where nobody keeps any."""
    if not isinstance(answer, dict) or not isinstance(answer.get("predictions"), dict):
        return answer
    told = answer["predictions"]
    rest = {name: value for name, value in answer.items() if name != "predictions"}
    if not trial.get("predictions"):
        return rest
    targets = told.get("targets") or {}
    named = {
        name: _prediction_file(name, told.get("kind"), rows, targets.get(name), trial["folder"])
        for name, rows in told.items()
        if name not in ("kind", "targets")
    }
    # What no file was made of goes as it is, and Surefoot says what is wrong with it.
    return {**rest, "predictions": {**told, **{name: path for name, path in named.items() if path is not None}}}


def _prediction_file(name: str, kind: object, rows: Any, targets: Any, folder: str) -> Optional[str]:
    """The name of the file (docs/log-format.md); None for a path and for what is no table of numbers."""
    try:
        outputs, values = _flat(rows)
        _, truth = (1, array.array("f")) if targets is None else _flat(targets)
    except (TypeError, ValueError, IndexError):
        return None
    if kind not in _KINDS or outputs == 0 or not name.isalnum():
        return None
    if kind == "probabilities" and outputs == 1:
        outputs, values = 2, array.array("f", [part for value in values for part in (1 - value, value)])
    if sys.byteorder == "big":
        values.byteswap()
        truth.byteswap()
    path = f"predictions-{name}.bin"
    with open(os.path.join(folder, path), "wb") as file:
        head = (_KINDS.index(str(kind)), len(values) // outputs, outputs, len(truth))
        file.write(b"SFPRED01" + struct.pack("<4I", *head) + values.tobytes() + truth.tobytes())
    return path


def _flat(rows: Any) -> Tuple[int, array.array[float]]:
    """Numbers of each row, and all of them. Raises TypeError and ValueError for what is no table of numbers."""
    if isinstance(rows, (str, bytes, dict, os.PathLike)):
        raise TypeError
    plain = _plain(rows.to_numpy() if hasattr(rows, "to_numpy") else rows)
    width = len(plain[0]) if isinstance(plain[0], list) else 1
    table = [row if isinstance(row, list) else [row] for row in plain]
    if any(len(row) != width for row in table):
        raise ValueError
    return width, array.array("f", [float(value) for row in table for value in row])


class _Loaded:
    """The user's own files that Python has loaded, hashed when they are first seen, and the versions of packages."""

    def __init__(self) -> None:
        self._library = os.path.dirname(os.__file__) + os.sep
        self._standard: frozenset[str] = getattr(sys, "stdlib_module_names", frozenset())
        self._count = 0
        self._seen: Set[str] = set()
        self._news: Dict[str, Dict[str, str]] = {"files": {}, "versions": {"Python": ".".join(map(str, sys.version_info[:3]))}}

    def look(self) -> None:
        """Takes in what has been loaded since it looked last."""
        if not _code_folders() or len(sys.modules) == self._count:
            return
        self._count = len(sys.modules)
        for name, module in list(sys.modules.items()):
            if name in self._seen:
                continue
            self._seen.add(name)
            members = getattr(module, "__dict__", {})
            path = members.get("__file__")
            path = os.path.abspath(path) if isinstance(path, str) else None
            if path is not None and self._owns(path):
                self._take(path)
            elif "." not in name and not name.startswith("_") and name not in self._standard:
                version = members.get("__version__")
                if isinstance(version, str):
                    self._news["versions"][name] = str(version)

    def news(self) -> Message:
        """What has not been told yet, as a member of an answer."""
        self.look()
        news, self._news = self._news, {"files": {}, "versions": {}}
        return {"loadedCode": news} if _code_folders() and (news["files"] or news["versions"]) else {}

    def _owns(self, path: str) -> bool:
        if path.startswith(self._library) or not _INSTALLED.isdisjoint(path.split(os.sep)):
            return False
        return any(path.startswith(folder + os.sep) for folder in _code_folders())

    def _take(self, path: str) -> None:
        try:
            size = os.path.getsize(path)
            if size > _LARGEST_HASHED_BYTES:
                self._news["files"][path] = f"{size} bytes"
                return
            with open(path, "rb") as file:
                self._news["files"][path] = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            pass


_loaded = _Loaded()


def _code_folders() -> List[str]:
    """Asked again each time: a process may have been copied from one that was not started by Surefoot."""
    return [place for place in os.environ.get("SUREFOOT_CODE_FOLDERS", "").split(os.pathsep) if place]


def _require_version(version: int) -> None:
    if version != PROTOCOL:
        raise SystemExit(f"{__file__} speaks protocol {PROTOCOL}, Surefoot {version}: take the file that came with it.")


class _ProtocolStream:
    """Standard output kept for the protocol alone; everything that is printed, by child processes too, goes to standard error."""

    def __enter__(self) -> _ProtocolStream:
        sys.stdout.flush()
        self._output = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        self._python_stdout, sys.stdout = sys.stdout, sys.stderr
        # Read from the descriptor itself: no other buffer may hold a question back.
        self._rest = b""
        return self

    def __exit__(self, *_: object) -> None:
        sys.stderr.flush()
        sys.stdout = self._python_stdout
        self._output.flush()
        os.dup2(self._output.fileno(), 1)

    def send(self, message: Message) -> None:
        self._output.write(json.dumps(message) + "\n")
        self._output.flush()

    def __iter__(self) -> Iterator[Message]:
        while True:
            line = self._next_line()
            if line is None:
                return
            yield json.loads(line)

    def _next_line(self) -> Optional[bytes]:
        while b"\n" not in self._rest:
            chunk = os.read(0, 65536)
            if chunk == b"":
                return None
            self._rest += chunk
        line, self._rest = self._rest.split(b"\n", 1)
        return line
