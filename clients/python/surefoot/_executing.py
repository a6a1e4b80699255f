"""Trains by an executor of the caller's: a pool of processes or threads, joblib's, Dask's, or anything that submits a call and gives a future.

Surefoot asks as it asks any command that stays, in as many places as there are workers. Each place is a thread of this process, which hands a
training to the executor and waits. A training that the executor loses has failed, with the reason; an executor that takes no more ends the run.
"""

import asyncio
import contextlib
import itertools
import json
import os
import select
import socket
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Protocol, Tuple, Union

from ._calls import Call, described
from ._errors import InputError, RunError
from ._forking import receive, with_short_path
from ._trainer import PROTOCOL, NoLoss, _as_answer, _called, _with_files, reporting
from ._worker import called_by

_LOOKS_SECONDS = 0.5
_number = itertools.count()


class Future(Protocol):
    """What is known of a call that was submitted."""

    def add_done_callback(self, fn: Callable[[Any], Any], /) -> Any: ...

    def result(self) -> Any: ...

    def cancel(self) -> Any: ...


class Executor(Protocol):
    """`concurrent.futures.Executor`, `dask.distributed.Client`, or whatever else submits a call and gives a future."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Any: ...


def is_of_threads(executor: Any) -> bool:
    """Whether it trains in this process."""
    return isinstance(executor, ThreadPoolExecutor)


def check_executor(executor: Any, beside: Mapping[str, Any]) -> None:
    """Raises InputError for what cannot train, and for what stands `beside` it and is its own affair."""
    if callable(getattr(executor, "submit", None)):
        given = [name for name in ("gpus", "trials_per_gpu", "resources") if beside.get(name) is not None]
        if not given:
            return
        raise InputError(
            "executor-resources", f"{given[0]} stands beside executor, which says itself where a training runs.", f"Leave {given[0]} out, and have the executor share them out."
        )
    raise InputError(
        "executor",
        f"executor is {described(executor)}, which submits nothing.",
        "Give a pool; of joblib that is joblib.externals.loky.get_reusable_executor(max_workers=4).",
        "concurrent.futures' ProcessPoolExecutor, a Client of dask.distributed, or an object whose submit(function, *arguments) gives a future",
    )


def places_of(executor: Any) -> Optional[int]:
    """How many calls it takes at the same time; None where it does not tell."""
    workers = getattr(executor, "_max_workers", None)
    if isinstance(workers, int):
        return workers
    threads: Optional[Callable[[], Dict[str, int]]] = getattr(executor, "nthreads", None)
    return None if threads is None else sum(threads().values()) or None


class Told(NamedTuple):
    """What a training came to, as it travels back."""

    answer: Optional[Dict[str, Any]]
    fault: str = ""
    trace: str = ""


def train(sent: Union[Call, bytes], message: Dict[str, Any], _: int) -> Told:
    """One training, wherever it is; the number sets equal trainings apart for executors that take equal calls for one."""
    call = called_by(sent) if isinstance(sent, bytes) else sent
    losses: List[float] = []
    try:
        with reporting(lambda _, loss: losses.append(loss)):
            answer = _called(call, message)
    except NoLoss as error:
        return Told(None, str(error))
    except Exception as error:
        return Told(None, f"{type(error).__name__}: {error}", traceback.format_exc())
    return Told({**answer, **({"lossPerEpoch": losses} if losses else {})})


class ExecutorServer:
    """Takes the connections of `_connector.py`, one a place, as a ForkServer does, and hands their trainings on. `folder` is its user's alone."""

    def __init__(self, folder: str, executor: Executor, sent: Union[Call, bytes]) -> None:
        """`sent`: for threads the function itself, for others as they can read it."""
        self._sent = sent
        self._executor = executor
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with_short_path(folder, "socket", self._listener.bind)
        self._listener.listen(64)
        self._woken, self._wake = os.pipe()
        self._under_way: List[Future] = []
        self._is_closed = False
        self.error: Optional[BaseException] = None
        """That it takes no more trainings."""
        threading.Thread(target=self._accept, daemon=True).start()

    def fileno(self) -> int:
        """Readable where the executor takes no more."""
        return self._woken

    def answer(self) -> None:
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        """Trainings that have begun go on in the executor, and nobody waits for them."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for future in self._under_way:
            future.cancel()
        self._is_closed = True
        os.close(self._wake)
        os.close(self._woken)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            _, (asked, told, errors) = receive(connection)
            with open(asked, "rb") as lines, open(told, "wb") as answers, open(errors, "w", encoding="utf-8", errors="replace") as complaints:
                for answer, trace in self._answers(map(json.loads, lines), connection):
                    complaints.write(trace)
                    complaints.flush()
                    answers.write(json.dumps(answer).encode() + b"\n")
                    answers.flush()
            connection.sendall(json.dumps(0).encode())

    def _answers(self, messages: Iterator[Dict[str, Any]], connection: socket.socket) -> Iterator[Tuple[Dict[str, Any], str]]:
        for message in messages:
            if message["type"] == "hello":
                yield {"type": "ready", "protocol": PROTOCOL, "saysBegun": True}, ""
            elif message["type"] == "train":
                identity = message["id"]
                yield {"type": "begun", "id": identity}, ""
                told = self._trained(message, connection)
                if told is None:
                    return
                if told.answer is None:
                    yield {"type": "error", "id": identity, "message": told.fault}, told.trace
                else:
                    yield {**_as_answer(_with_files(told.answer, message), "loss"), "type": "result", "id": identity}, ""
            else:
                return

    def _trained(self, message: Dict[str, Any], connection: socket.socket) -> Optional[Told]:
        """None where nobody waits for it any more."""
        try:
            future: Future = self._executor.submit(train, self._sent, message, next(_number))
        except Exception as error:
            if self._is_closed:
                return None
            self.error = RunError(
                "executor-ended",
                f"The executor takes no more trainings: {type(error).__name__}: {error}.",
                "Make another one, and make the same call again: what is finished is kept, if the call has an `out`.",
            )
            os.write(self._wake, b"x")
            return None
        self._under_way.append(future)
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())
        while not done.wait(_LOOKS_SECONDS):
            # A connector says nothing; what can be read is its end.
            if select.select([connection], [], [], 0)[0]:
                future.cancel()
                return None
        self._under_way.remove(future)
        try:
            told: Told = future.result()
            return told
        except (Exception, asyncio.CancelledError) as error:
            return Told(None, f"The executor lost it: {type(error).__name__}: {error}", traceback.format_exc())
