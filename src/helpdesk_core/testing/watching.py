"""What the suites watch while an adapter works: what it logs, and whether it asks the network."""

from __future__ import annotations

import contextlib
import io
import logging
import socket
import traceback
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def logged(but: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Everything that is logged within, at every level, by loggers that propagate and by those that do not.

    Args:
        but: Loggers of the test's own peer, with those below them; they do not count.

    Yields:
        The records as text, tracebacks included.
    """
    found: list[str] = []
    made, level, threshold = logging.getLogRecordFactory(), logging.root.level, logging.root.manager.disable

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        one = made(*args, **kwargs)
        if not any(one.name == name or one.name.startswith(f"{name}.") for name in but):
            trace = "".join(traceback.format_exception(*one.exc_info)) if one.exc_info else ""
            found.append(f"{one.getMessage()} {trace}")
        return one

    logging.setLogRecordFactory(record)
    logging.root.setLevel(logging.DEBUG)
    logging.disable(logging.NOTSET)
    try:
        yield found
    finally:
        logging.setLogRecordFactory(made)
        logging.root.setLevel(level)
        logging.disable(threshold)


@contextlib.contextmanager
def network() -> Iterator[list[str]]:
    """A network that answers nobody.

    Yields:
        The hosts and addresses that were asked for within, also where the adapter caught the error.
    """
    asked: list[str] = []

    def refuse(*args: Any, **_: Any) -> Any:
        asked.append(str(next((one for one in args if not isinstance(one, socket.socket)), "")))
        raise OSError("no network while this is tested")

    with contextlib.ExitStack() as stack:
        for owner, name in (
            (socket, "getaddrinfo"),
            (socket, "create_connection"),
            (socket.socket, "connect"),
            (socket.socket, "connect_ex"),
            (socket.socket, "sendto"),
        ):
            own = vars(owner).get(name)
            setattr(owner, name, refuse)
            stack.callback(setattr, owner, name, own) if own else stack.callback(delattr, owner, name)
        yield asked


def forgeries(signature: str) -> list[str]:
    """Values that look like a right signature and are not: beginnings of it, its end, more than it, another letter.

    Args:
        signature: The header's right value.

    Returns:
        Wrong values.
    """
    middle = len(signature) // 2
    other = "0" if signature[middle] != "0" else "1"
    beginnings = [signature[:length] for length in (1, 8, middle, len(signature) - 4)]
    changed = f"{signature[:middle]}{other}{signature[middle + 1 :]}"
    return [*beginnings, signature[middle:], signature + signature, changed]


class Watched(io.BytesIO):
    """A stream that notes the largest piece it was asked for."""

    largest = 0

    def read(self, size: int | None = -1) -> bytes:
        """A piece."""
        self.largest = max(self.largest, len(self.getvalue()) if size is None or size < 0 else size)
        return super().read(size)
