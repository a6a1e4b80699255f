"""The command that proposes for a search: hands the state on its standard input to the process that called, and prints what that answers.

Run as a script, with the path of the socket as its argument. Ends with status 1 where the function failed: it tells its error itself.
"""

import socket
import sys


def main(path: str) -> int:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(path)
    connection.sendall(sys.stdin.buffer.read())
    connection.shutdown(socket.SHUT_WR)
    answer = connection.makefile("rb").read()
    sys.stdout.buffer.write(answer)
    return 0 if answer else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
