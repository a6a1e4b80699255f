"""The command of one place where a function is trained in copies of the process that called (see `_forking.py`).

Run as a script, with the folder of the socket as its argument. Hands its standard streams and its environment over, and then ends as
the process that trains with them ends.
"""

import array
import json
import os
import signal
import socket
import sys


def main(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(f"/proc/self/fd/{descriptor}/socket")
    environment = json.dumps(dict(os.environ)).encode("utf-8", "surrogateescape")
    streams = array.array("i", [0, 1, 2])
    size = f"{len(environment):<16}".encode()
    connection.sendmsg([size], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    connection.sendall(environment)
    # From here on they are the other's alone: who closes them is seen.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(nowhere, stream)
    told = b""
    while True:
        piece = connection.recv(64)
        if piece == b"":
            break
        told += piece
    status = json.loads(told) if told else 1 << 8
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main(sys.argv[1])
