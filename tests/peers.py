"""What providers' peers of the tests share: a server on this machine, as long as a block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Calls(BaseHTTPRequestHandler):
    """One call to a peer."""

    def asked(self) -> bytes:
        """What came with it."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def answer(self, status: int, content: bytes) -> None:
        """Say it."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(peer: Any, calls: type[Calls]) -> Iterator[Any]:
    """The peer, whose ``server`` answers while the block lasts."""
    peer.server = ThreadingHTTPServer(("127.0.0.1", 0), calls)
    thread = threading.Thread(target=peer.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield peer
    peer.server.shutdown()
    peer.server.server_close()
