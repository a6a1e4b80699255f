"""The bridge to the engine: one process of Node, asked by lines of JSON over its standard input and output (docs/bridge.md)."""

import atexit
import json
import os
import subprocess
import tempfile
import threading
from typing import IO, Any, Callable, Dict, List, Optional

from ._errors import InputError, RunError, SurefootError
from ._interrupt import uninterrupted
from ._node import find_node
from ._version import __version__

VERSION = 1

_HERE = os.path.dirname(os.path.abspath(__file__))
# In a wheel it lies here; in a checkout and in the npm package where it is built.
_PLACES = (
    os.path.join(_HERE, "bridge.mjs"),
    os.path.join(_HERE, os.pardir, os.pardir, os.pardir, "dist", "bridge", "bridge.mjs"),
)
_MOST_SHOWN = 4000

Reply = Callable[[Dict[str, Any]], Dict[str, Any]]
"""What is said to a question of the engine's amid a request."""

_shared: Dict[Optional[str], "Bridge"] = {}
_sharing = threading.Lock()


class BridgeEnded(RunError):
    """The engine's process has ended, or was ended. What was told is known here: the next call starts another one."""


class Bridge:
    """A process of the engine. Threads may share it: it answers one request at a time."""

    @staticmethod
    def shared(node: Optional[str] = None) -> "Bridge":
        """The one of this process; another one where that has ended, and after a fork."""
        with _sharing:
            bridge = _shared.get(node)
            if bridge is None or not bridge.is_alive:
                bridge = _shared[node] = Bridge(node)
            return bridge

    def __init__(self, node: Optional[str] = None) -> None:
        program = next((place for place in _PLACES if os.path.isfile(place)), None)
        if program is None:
            raise InputError(
                "no-engine",
                f"This installation of surefoot is without its engine ({_PLACES[0]} is missing): "
                "install a wheel that was built after `npm run build`.",
            )
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._is_busy = False
        self._asked = 0
        self._forgotten: List[int] = []
        self._complaints: IO[bytes] = tempfile.TemporaryFile()
        # In a session of its own it does not get the Ctrl-C that is meant for Python.
        self._process = subprocess.Popen(
            [find_node(node), program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,
        )
        atexit.register(self.close)
        told = self.call("hello", bridge=VERSION)
        if told["surefoot"] != __version__:
            self.close()
            raise InputError(
                "engine-version",
                f"The engine is Surefoot {told['surefoot']}, and the package {__version__}.",
                "Install both of one version.",
            )

    @property
    def is_alive(self) -> bool:
        return self._owner == os.getpid() and self._process.poll() is None

    def call(self, op: str, reply: Optional[Reply] = None, **request: Any) -> Any:
        """The engine's answer. Raises InputError for what it refuses, and BridgeEnded where it has ended.

        `reply` answers what the engine asks meanwhile.
        """
        if self._owner != os.getpid():
            raise RunError(
                "other-process",
                "This race belongs to the process that made it.",
                "Train in other processes, and tell the losses in that one.",
            )
        with self._lock, uninterrupted():
            if self._is_busy:
                raise InputError(
                    "race-busy", "The race waits for what its proposer gives, and says nothing meanwhile.", "Go by the state that the proposer is told."
                )
            while self._forgotten:
                self._exchange({"op": "close", "race": self._forgotten.pop()})
            answer = self._exchange({"op": op, **request}, reply)
        if "error" in answer:
            raise _error_of(answer["error"])
        return answer["answer"]

    def forget(self, race: int) -> None:
        """A race that is no longer used. Sends nothing at once: this may be called during another request."""
        self._forgotten.append(race)

    def _exchange(self, request: Dict[str, Any], reply: Optional[Reply] = None) -> Dict[str, Any]:
        self._asked += 1
        answer = self._said({"id": self._asked, **request})
        while reply is not None and "ask" in answer:
            self._is_busy = True
            try:
                said = reply(answer)
            except BaseException:
                self._process.kill()
                raise
            finally:
                self._is_busy = False
            answer = self._said(said)
        return answer

    def _said(self, line: Dict[str, Any]) -> Dict[str, Any]:
        """What comes back for a line."""
        text = json.dumps(line, allow_nan=False).encode() + b"\n"
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
            told = self._process.stdout.readline()
        except OSError as error:
            raise self._ended(str(error)) from error
        except BaseException:
            # A conversation that broke off amid a line.
            self._process.kill()
            raise
        if not told.endswith(b"\n"):
            raise self._ended("it gave no answer")
        answer: Dict[str, Any] = json.loads(told)
        return answer

    def _ended(self, why: str) -> BridgeEnded:
        self._process.kill()
        status = self._process.wait()
        how = f"by signal {-status}" if status < 0 else f"with status {status}"
        self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, self._complaints.tell() - _MOST_SHOWN))
        said = self._complaints.read().decode(errors="replace").strip()
        return BridgeEnded(
            "engine-ended",
            f"The engine's process ended {how}: {why}." + (f" It said:\n{said}" if said else ""),
            "Nothing that was told is lost: do the same again, and another process goes on from there.",
        )

    def close(self) -> None:
        """Ends the process. It ends by itself where Python has gone."""
        if self._owner != os.getpid():
            return
        atexit.unregister(self.close)
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.close()
        except OSError:
            pass
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()
        self._complaints.close()


def _error_of(error: Dict[str, Any]) -> SurefootError:
    what = str(error["what"])
    if error.get("code") == "defect":
        return RunError("defect", f"{what}\n{error.get('stack', '')}", str(error["fix"]))
    kind = InputError if error["name"] == "InputError" else RunError
    return kind(str(error["code"]), what, str(error["fix"]), error.get("allowed"))
