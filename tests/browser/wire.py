"""A wire between browser and server that a test can cut, or let swallow an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_PIECE = 65536


class Wire:
    """Passes bytes on to the server at `base`. `cut()`: nothing goes through, nobody is let in;
    `swallow(path)`: the next request for a path reaches the server, its answer nobody.
    """

    def __init__(self, base: str) -> None:
        self._target = ("127.0.0.1", urlsplit(base).port or 80)
        self._open: set[socket.socket] = set()
        self._down = False
        self._swallowed = b""
        self._door = socket.create_server(("127.0.0.1", 0))
        self.swallowed = threading.Event()
        self.base = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """No connection from now on."""
        self._down = True
        for end in list(self._open):
            self._shut(end)

    def mend(self) -> None:
        """There is one again."""
        self._down = False

    def swallow(self, path: str) -> None:
        """The answer to the next request for this path is lost on its way."""
        self._swallowed = f"POST {path} ".encode()

    def close(self) -> None:
        """No more connections, ever."""
        self.cut()
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                end, _address = self._door.accept()
                if self._down:
                    end.close()
                    continue
                server = socket.create_connection(self._target)
                self._open |= {end, server}
                lost = threading.Event()
                for ends in ((end, server, False), (server, end, True)):
                    threading.Thread(target=self._pass, args=(*ends, lost), daemon=True).start()

    def _pass(
        self, source: socket.socket, sink: socket.socket, back: bool, lost: threading.Event
    ) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                if not back and self._swallowed and piece.startswith(self._swallowed):
                    self._swallowed = b""
                    lost.set()
                if back and lost.is_set():
                    self.swallowed.set()
                    break
                sink.sendall(piece)
        self._shut(source)
        self._shut(sink)

    def _shut(self, end: socket.socket) -> None:
        self._open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wired(base: str) -> Iterator[Wire]:
    """A wire to the server at `base`, taken away at the end."""
    wire = Wire(base)
    try:
        yield wire
    finally:
        wire.close()
