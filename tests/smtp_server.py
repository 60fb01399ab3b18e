"""SMTP servers in this process that do as they are told."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult


class Mailbox:
    """What the SMTP server does with a mail, as told: by ``mode``, or by its answer to a step of the conversation."""

    def __init__(self) -> None:
        self.mode = "ok"
        self.answers: dict[str, str] = {}
        self.tries = 0
        self.seconds = 0.0
        self.mails: list[Any] = []
        self.raw: list[bytes] = []
        self.senders: list[str | None] = []
        self.receivers: list[str] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if "MAIL" in self.answers:
            self.tries += 1
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mode == "refused" or "RCPT" in self.answers:
            return self.answers.get("RCPT", "550 5.1.1 no such mailbox")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.tries += 1
        if self.mode == "down" or "DATA" in self.answers:
            return self.answers.get("DATA", "451 4.3.0 try again later")
        if self.seconds:
            time.sleep(self.seconds)
        if self.mode == "hangs_up":
            server.transport.abort()
            return "421 closing"
        self.senders.append(envelope.mail_from)
        self.receivers += envelope.rcpt_tos
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.raw.append(envelope.content)
        return "250 OK"


class Local(Controller):
    """One server; ``options`` are aiosmtpd's."""

    options: dict[str, Any] = {}

    def factory(self) -> Server:
        return Server(self.handler, hostname="localhost", **({"enable_SMTPUTF8": True} | self.options))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def local(mailbox: Mailbox, *, tls: ssl.SSLContext | None = None, **options: Any) -> Local:
    """A server that is not started yet; with ``tls`` TLS begins with the first byte."""
    made = Local(mailbox, hostname="127.0.0.1", port=free_port(), ssl_context=tls)
    made.options = options
    return made


def only(password: str, heard: list[str] | None = None) -> dict[str, Any]:
    """Options of a server that takes mail from whoever knows the password; ``heard`` are those that were tried."""

    def sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        if heard is not None:
            heard.append(data.password.decode())
        return AuthResult(success=data.password == password.encode(), handled=False)

    return {"authenticator": sign_in, "auth_required": True}


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Local]:
    controller = local(mailbox)
    controller.start()
    yield controller
    controller.stop()
