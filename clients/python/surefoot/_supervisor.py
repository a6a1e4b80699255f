"""Starts Surefoot and ends it in good order when the process that called has gone: run as a script,
with a folder and the command as arguments. It then removes the folder, because nothing else does.

Its standard input is a pipe from that process. A byte means Ctrl-C, which Surefoot takes as it does at a terminal: the first keeps
what is finished and ends, the second ends at once. The end of the pipe means that the process has gone, however it ended.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading

PATIENCE_SECONDS = 15


def main() -> None:
    folder, *command = sys.argv[1:]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    gone = threading.Event()

    def leave() -> None:
        status = child.wait()
        if not gone.is_set():
            os._exit(status if status >= 0 else 128 - status)

    threading.Thread(target=leave, daemon=True).start()
    while os.read(0, 1) != b"":
        child.send_signal(signal.SIGINT)
    gone.set()
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
