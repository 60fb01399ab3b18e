"""Mail servers that break every rule: each step of the conversation answers what it is told to, or nothing at all."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import attrs

HANG_UP = b""
"""An answer that is none: the connection is closed."""
STALL = None
"""An answer that never comes: the connection stays open."""
GARBAGE = {
    "bytes": bytes(range(128, 256)) * 4 + b"\r\n",
    "another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n",
    "an empty line": b"\r\n",
    "nulls": b"\0\0\0\r\n",
    "a number that is none": b"-50 x\r\n",
    "a number beyond all": b"650 x\r\n",
    "endless": b"x" * 20_000 + b"\r\n",
}


@attrs.define
class Wild:
    """One server; ``answers`` are what it says at a step in place of what it should."""

    converse: Callable[[Wild, Any], None]
    answers: dict[str, bytes | None] = attrs.field(factory=dict)
    mails: list[bytes] = attrs.field(factory=list)
    steps: list[str] = attrs.field(factory=list)
    connections: int = 0
    socket: Any = attrs.field(factory=lambda: socket.create_server(("127.0.0.1", 0)))
    over: threading.Event = attrs.field(factory=threading.Event)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.socket.getsockname()[1])

    def say(self, line: Any, step: str, right: bytes) -> bytes:
        """Answer; returns what was said. Raises OSError where the conversation ends here."""
        self.steps.append(step)
        answer = self.answers.get(step, right)
        if answer is STALL:
            self.over.wait(60)
        if not answer:
            raise ConnectionAbortedError
        line.sendall(answer)
        return answer

    def serve(self) -> None:
        """One conversation after the other has a thread of its own."""
        while not self.over.is_set():
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._one, args=(line,), daemon=True).start()

    def _one(self, line: Any) -> None:
        with line, suppress(OSError):
            self.converse(self, line)


@contextmanager
def wild(converse: Callable[[Wild, Any], None], **answers: bytes | None) -> Iterator[Wild]:
    """A server that runs until the block ends."""
    made = Wild(converse, dict(answers))
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.over.set()
        made.socket.close()


def smtp(server: Wild, line: Any) -> None:
    """Takes mails: steps are ``greets``, the commands in small letters, and ``dot`` for a mail's end. A mail counts as
    taken as soon as its last dot has come, whatever is said then."""
    incoming = line.makefile("rb")
    server.say(line, "greets", b"220 here\r\n")
    while command := incoming.readline():
        step = command[:4].decode("latin-1").strip().lower()
        if step == "rcpt" and f"rcpt {command.partition(b'<')[2].partition(b'@')[0].decode()}" in server.answers:
            step = f"rcpt {command.partition(b'<')[2].partition(b'@')[0].decode()}"
        said = server.say(line, step, b"354 go on\r\n" if step == "data" else b"250 yes\r\n")
        if step == "data" and said.startswith(b"354"):
            mail = b"".join(iter(incoming.readline, b".\r\n"))
            server.mails.append(mail)
            server.say(line, "dot", b"250 taken\r\n")


@attrs.define
class Folder:
    """What an IMAP server shows: mails by their number, and which were read."""

    mails: dict[int, bytes] = attrs.field(factory=dict)
    seen: set[int] = attrs.field(factory=set)
    validity: int = 1
    breaks: dict[int, int] = attrs.field(factory=dict)
    """Within which mails the line breaks, after how many bytes."""
    password: str = "right"
    tried: list[float] = attrs.field(factory=list)

    def __call__(self, server: Wild, line: Any) -> None:
        """Steps are ``greets`` and the commands in small letters."""
        incoming = line.makefile("rb")
        server.say(line, "greets", b"* OK here\r\n")
        while command := incoming.readline():
            tag, _, rest = command.strip().partition(b" ")
            name = rest.partition(b" ")[0].decode().lower()
            if name == "uid":
                name = rest.split(b" ")[1].decode().lower()
            done = b" OK done\r\n"
            if name == "login":
                self.tried.append(time.monotonic())
                done = done if f'"{self.password}"'.encode() in rest else b" NO wrong\r\n"
            server.say(line, name, self._answer(server, line, name, rest) + tag + done)

    def _answer(self, server: Wild, line: Any, name: str, rest: bytes) -> bytes:
        match name:
            case "capability":
                return b"* CAPABILITY IMAP4REV1\r\n"
            case "select":
                return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] so\r\n" % (len(self.mails), self.validity)
            case "search":
                new = [str(one).encode() for one in sorted(self.mails) if one not in self.seen]
                return b"* SEARCH " + b" ".join(new) + b"\r\n"
            case "store":
                self.seen.add(int(rest.split(b" ")[2]))
            case "fetch":
                return self._mail(line, int(rest.split(b" ")[2]), rest)
        return b""

    def _mail(self, line: Any, number: int, rest: bytes) -> bytes:
        mail = self.mails.get(number)
        if mail is None:
            return b""
        if b"SIZE" in rest:
            return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, len(mail))
        begin = b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (number, len(mail))
        if number in self.breaks:
            line.sendall(begin + mail[: self.breaks[number]])
            raise ConnectionAbortedError
        return begin + mail + b")\r\n"
