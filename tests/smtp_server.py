"""An SMTP server in this process that does as it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server


class Mailbox:
    """What the SMTP server does with a mail, as told."""

    def __init__(self) -> None:
        self.mode = "ok"
        self.tries = 0
        self.mails: list[Any] = []
        self.senders: list[str | None] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mode == "refused":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.tries += 1
        if self.mode == "down":
            return "451 4.3.0 try again later"
        if self.mode == "hangs_up":
            server.transport.abort()
            return "421 closing"
        self.senders.append(envelope.mail_from)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Local(Controller):
    def factory(self) -> Server:
        return Server(self.handler, enable_SMTPUTF8=True, hostname="localhost")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Local]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Local(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()
