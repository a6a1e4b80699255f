"""Trains in copies of this process: the way that any function can go, lambdas and those of a closure too.

`ForkServer` copies this process once (`fork`). The copy keeps the function as it was then and waits at a Unix socket in a folder that
is its user's alone. Surefoot starts for each of its places the command of `_connector.py`, which hands its standard input, output and
error to the copy; that forks again, and the child serves the trainer protocol over them. So nothing stands between Surefoot and the
training, and no port is open.

Who ends when:
- Surefoot ends a connector (a timeout, the end of a run): its socket closes, and the copy kills the child with all that it started.
- A child ends by itself: the connector ends with its exit code or signal, which Surefoot keeps as the trial's failure.
- The process that called ends in any way: the pipe from it closes. `_supervisor.py` has Surefoot stop then, and once its connectors
  are gone, the copy ends; at the latest after `PATIENCE_SECONDS`.

A process that has started threads, or CUDA, is not copied: locks that other threads hold would never be given back in the copy.
"""

import array
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
import warnings
from typing import Any, Callable, Dict, List, Optional

PATIENCE_SECONDS = 20.0
_OPENMP = ("libgomp", "libiomp", "libomp")
_STARTS_THREADS = ("jax", "tensorflow")
_PR_SET_PDEATHSIG = 1


def reason_not_to_fork() -> Optional[str]:
    """Why this process should not be copied now; None where it can be."""
    if sys.platform != "linux":
        return f"{sys.platform} cannot copy a process safely"
    for name in _STARTS_THREADS:
        if name in sys.modules:
            return f"{name} is loaded, and runs threads"
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        return "CUDA has been started"
    threads = threading.active_count()
    if threads > 1:
        return f"{threads - 1} other thread{'s are' if threads > 2 else ' is'} running"
    # NumPy's own threads come to terms with a copy, those of OpenMP do not.
    if len(os.listdir("/proc/self/task")) > threads and _has_openmp():
        return "a library has started threads (OpenMP)"
    return None


def _has_openmp() -> bool:
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            return any(name in line for line in file for name in _OPENMP)
    except OSError:
        return True


class ForkServer:
    """A copy of this process, which trains in copies of itself. `folder` is one that only this user can enter."""

    def __init__(self, folder: str, serve: Callable[[], None]) -> None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with_short_path(folder, "socket", listener.bind)
        listener.listen(64)
        there, here = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Threads that are there now are known to bear it: `reason_not_to_fork`.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                os.close(here)
                _Copy(listener, there, serve).run()
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(there)
        listener.close()
        self._pipe = here

    def close(self) -> None:
        """Ends the copy and all that it trains."""
        os.write(self._pipe, b"x")
        os.close(self._pipe)
        os.waitpid(self._pid, 0)


class _Copy:
    def __init__(self, listener: socket.socket, parent: int, serve: Callable[[], None]) -> None:
        self._listener = listener
        self._parent = parent
        self._serve = serve
        self._children: Dict[int, socket.socket] = {}

    def run(self) -> None:
        # Ctrl-C is for the process that called; what ends here, ends by its pipe.
        os.setsid()
        # Readers of the caller's output must not wait for this copy.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nowhere, number)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        gc.freeze()
        until: Optional[float] = None
        while until is None or (self._children and time.monotonic() < until):
            sources: List[Any] = [self._listener, woken, *self._children.values()]
            if until is None:
                sources.append(self._parent)
            ready, _, _ = select.select(sources, [], [], None if until is None else 0.1)
            if self._parent in ready:
                if os.read(self._parent, 1) == b"x":
                    break
                until = time.monotonic() + PATIENCE_SECONDS
            if woken in ready:
                os.read(woken, 512)
            for pid, connection in list(self._children.items()):
                if connection in ready:
                    _kill(pid)
            self._reap()
            if self._listener in ready:
                self._take(wake, woken)
        for pid in self._children:
            _kill(pid)

    def _take(self, *own: int) -> None:
        connection, _ = self._listener.accept()
        try:
            environment, streams = receive(connection)
        except (OSError, ValueError):
            connection.close()
            return
        pid = os.fork()
        if pid == 0:
            self._be_child(environment, streams, [connection.fileno(), *own])
        for stream in streams:
            os.close(stream)
        self._children[pid] = connection

    def _be_child(self, environment: Dict[str, str], streams: List[int], own: List[int]) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
            others = [connection.fileno() for connection in self._children.values()]
            for descriptor in [*streams, *own, *others, self._listener.fileno(), self._parent]:
                os.close(descriptor)
            os.environ.clear()
            os.environ.update(environment)
            # Those of a test runner or a notebook belong to the process that called.
            sys.stdin = open(0, encoding="utf-8", closefd=False)
            sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
            sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
            self._serve()
            status = 0
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
            if isinstance(ending.code, str):
                print(ending.code, file=sys.stderr)
        except BaseException:
            traceback.print_exc()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status)

    def _reap(self) -> None:
        """Tells connectors how their children ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            # What it left running goes with it.
            _kill_group(pid)
            connection = self._children.pop(pid, None)
            if connection is not None:
                try:
                    connection.sendall(json.dumps(status).encode())
                except OSError:
                    pass
                connection.close()


def _kill(pid: int) -> None:
    """A child that is not waited for yet, with all that it started."""
    _kill_group(pid)
    os.kill(pid, signal.SIGKILL)


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass


def receive(connection: socket.socket) -> Any:
    """The environment and the three standard streams of a connector."""
    connection.settimeout(10)
    descriptors = array.array("i")
    data, ancillary, _, _ = connection.recvmsg(16, socket.CMSG_SPACE(3 * descriptors.itemsize))
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    size = int(data.decode())
    text = b""
    while len(text) < size:
        piece = connection.recv(size - len(text))
        if piece == b"":
            raise ValueError("the connector has gone")
        text += piece
    connection.settimeout(None)
    return json.loads(text), list(descriptors)


def with_short_path(folder: str, name: str, use: Callable[[str], None]) -> None:
    """A Unix socket's path has 107 characters at most, and temporary folders may be deep."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        use(f"/proc/self/fd/{descriptor}/{name}")
    finally:
        os.close(descriptor)
