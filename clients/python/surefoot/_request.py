"""One question to a run folder, as it can be asked again: what is trained, how it is judged, and where it is kept."""

import contextlib
import glob
import os
import sys
import tempfile
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from ._calls import check_call, unvaried
from ._driving import drive
from ._engine import EngineGiven, find_engine
from ._errors import InputError
from ._executing import Executor, ExecutorServer, check_executor, places_of
from ._experiment import Candidates, configurations_of, experiment_name, experiment_of, write_json
from ._events import PLACE, Decision, Events, Training
from ._functions import as_given, functions_of, write_commands
from ._inspecting import INSPECTOR, Inspect, Inspector
from ._known import Found, flags_of
from ._listening import Heard
from ._progress import Progress
from ._proposing import PROPOSER, Propose, Proposer
from ._sending import COMMANDS

Train = Union[Callable[..., Any], Mapping[str, Callable[..., Any]], str, "os.PathLike[str]"]
"""A function that trains once and returns the loss; several by name; or the path of an experiment file."""
Path = Union[str, "os.PathLike[str]"]

_EXPERIMENT = "experiment.json"
_FILES = "files"


class Answered(NamedTuple):
    """What Surefoot answered: where, in which words, and by which version."""

    folder: str
    text: str
    version: str


@dataclass(frozen=True)
class Request:
    command: str
    """Of Surefoot: `select`, `measure`, ..."""
    train: Train
    candidates: Optional[Candidates]
    """Of several functions by the same names."""
    settings: Mapping[str, Any]
    """Of the experiment, by the names that they have in Python."""
    flags: Sequence[Tuple[str, Any]]
    """Of the command: name, and value; True stands for a flag without one, None and False for none."""
    out: Optional[Path] = None
    engine: EngineGiven = None
    progress: bool = True
    """Whether anything but warnings is shown meanwhile."""
    version: Optional[str] = None
    """Of the engine that answered before."""
    known: Any = None
    """What a race begins with."""
    propose: Optional[Propose] = None
    inspect: Optional[Inspect] = None
    on_trial: Optional[Callable[[Training], Any]] = None
    on_decision: Optional[Callable[[Decision], Any]] = None
    executor: Optional[Executor] = None
    kept: Any = field(default=None, repr=False)
    """The folder that stands for `out` as long as anybody asks."""

    def ask(self) -> Tuple["Request", Answered]:
        """Asks, and gives the request that goes on from there beside the answer."""
        if self.executor is not None:
            check_executor(self.executor, self.settings)
        engine = find_engine(self.engine)
        if self.version not in (None, engine.version):
            raise InputError(
                "engine-version",
                f"The engine is surefoot {engine.version} now, and {self.version} has trained so far.",
                f"Install surefoot {self.version} again, or ask anew in another folder.",
                "one version of the engine for a run",
            )
        kept = self.kept
        if self.out is None and kept is None:
            kept = tempfile.TemporaryDirectory(prefix="surefoot-run-")
        out = os.path.abspath(self.out if self.out is not None else kept.name)
        with tempfile.TemporaryDirectory(prefix="surefoot-call-") as folder:
            text = self._ask_in(folder, engine.command, out)
        return replace(self, version=engine.version, kept=kept), Answered(out, text, engine.version)

    def _ask_in(self, folder: str, engine: List[str], out: str) -> str:
        command = [*engine, self.command, *([self.candidates.place_in(folder)] if isinstance(self.candidates, Found) else [])]
        if not callable(self.train) and not isinstance(self.train, Mapping):
            return self._drive(folder, [*command, self._file(), "--out", out], {})
        functions = functions_of(self.train, self.candidates, {**self.settings, "inspect": self.inspect})
        for one in functions:
            one.check()
            said = unvaried(one.train) if self.progress else None
            if said is not None:
                sys.stderr.write(f"surefoot: {said}\n")
        path = os.path.join(folder, _EXPERIMENT)
        files = _linked(self.settings.get("files"), folder)
        settings = {key: value for key, value in self.settings.items() if key not in ("files", "name")}
        title = str(self.settings.get("name") or experiment_name("-".join(one.model or one.name for one in functions)))
        names = {path: "the call"}
        with contextlib.ExitStack() as opened:
            listening: List[Heard] = []
            inspector = None
            if self.inspect is not None:
                listed = configurations_of(functions[0].candidates)
                inspector = opened.enter_context(contextlib.closing(Inspector(self.inspect, listed, os.path.join(folder, COMMANDS))))
                listening.append(inspector)
            write_json(path, experiment_of(title, functions, files, settings, None if inspector is None else INSPECTOR))
            for one in functions:
                sent = opened.enter_context(contextlib.closing(one.send(folder, self.executor)))
                if isinstance(sent.server, ExecutorServer):
                    listening.append(sent.server)
                if sent.blind_to:
                    _tell_blind(one.name, sent.blind_to)
                names.update(one.names)
            write_commands(functions, folder)
            return self._drive(folder, [*command, path, "--out", out], names, listening)

    def _file(self) -> str:
        """The experiment file that was given instead of a function."""
        if not isinstance(self.train, (str, os.PathLike)):
            check_call(self.train, [])  # type: ignore[arg-type]
        path = os.fspath(self.train)  # type: ignore[arg-type]
        given = [name for name, value in {**self.settings, "inspect": self.inspect, "executor": self.executor}.items() if value is not None]
        if self.candidates is not None and not isinstance(self.candidates, Found):
            given.insert(0, "candidates")
        if given:
            raise InputError(
                "stands-in-file",
                f"{', '.join(given)} stands beside the experiment file {path}.",
                f"Write it into {path}.",
                "what is not part of an experiment: budget, minutes, workers, out, fresh and the like",
            )
        return path

    def _drive(self, folder: str, command: List[str], named: Dict[str, str], listening: Sequence[Heard] = ()) -> str:
        for name, value in self.flags:
            flag = f"--{name.replace('_', '-')}"
            if value is True:
                command.append(flag)
            elif isinstance(value, (list, tuple)):
                for member in value:
                    command.extend((flag, str(member)))
            elif value is not None and value is not False:
                command.extend((flag, str(value)))
        places = None if self.executor is None or dict(self.flags).get("workers") else places_of(self.executor)
        if places is not None:
            command.extend(("--workers", str(places)))
        if not self.progress:
            command.append("--quiet")
        if self.known is not None:
            command.extend(flags_of(self.known, folder))
        place = os.path.join(folder, COMMANDS)
        proposer = None
        if self.propose is not None:
            proposer = Proposer(self.propose, self.train, place)
            command.extend(("--propose", PROPOSER))
        path = os.pathsep.join([place, os.environ.get("PATH", "")])
        environment = {**os.environ, "PATH": path, "SUREFOOT_CALLER": "python"}
        listeners = [*listening, *([] if proposer is None else [proposer])]
        with contextlib.nullcontext() if proposer is None else contextlib.closing(proposer):
            shown = Progress(self.progress)
            as_listed = as_given(self.train, self.candidates)
            with contextlib.closing(Events(folder, shown.renew, as_listed, self.on_trial, self.on_decision)) as events:
                environment[PLACE] = events.path
                return drive(command, folder, environment, shown, named, listeners, events).text


def _tell_blind(name: str, ways: Sequence[str]) -> None:
    more = f" and {len(ways) - 3} more" if len(ways) > 3 else ""
    sys.stderr.write(
        f"surefoot: {name} captures what has no content to be told, and counts it by its name and type alone: {', '.join(ways[:3])}{more}. "
        f"To have a later call see that it has changed, make it inside {name}, or name its file: files=[...].\n"
    )


def _linked(files: Any, folder: str) -> List[str]:
    """Files that losses depend on, under the paths that they have from here, wherever the experiment is written."""
    patterns: List[Path] = [] if files is None else [files] if isinstance(files, (str, os.PathLike)) else list(files)
    for pattern in patterns:
        found = [path for path in sorted(glob.glob(os.fspath(pattern), recursive=True)) if os.path.isfile(path)]
        if not found:
            raise InputError(
                "files-missing",
                f'files: "{os.fspath(pattern)}" matches no file in {os.getcwd()}.',
                "Correct the pattern, or leave it out.",
                "paths and patterns such as data/*.csv",
            )
        for path in found:
            link = os.path.join(folder, _FILES, os.path.relpath(path).replace(os.pardir, "up"))
            os.makedirs(os.path.dirname(link), exist_ok=True)
            if not os.path.lexists(link):
                os.symlink(os.path.abspath(path), link)
    return [_FILES] if patterns else []
