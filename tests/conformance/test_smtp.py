"""Mail by SMTP as providers have it: TLS from the first byte, senders, domains, and what their answers mean."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trustme

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.smtp_connection import connect
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.ports import Retry, Sent, Unavailable, Undeliverable, Unsure
from helpdesk_core.testing import NotifierSuite
from smtp_server import Local, Mailbox, free_port, local, only


@contextmanager
def running(mailbox: Mailbox, **options: Any) -> Iterator[Local]:
    controller = local(mailbox, **options)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


def notifier(port: int, **options: Any) -> SmtpNotifier:
    return SmtpNotifier(
        **(
            {"host": "localhost", "port": port, "sender": "help@shop.example", "starttls": False, "timeout": 5}
            | options
        )
    )


def message(to: str = "maria@example.com", **values: Any) -> Any:
    return NotifierSuite().outgoing(contact=Contact(ContactKind.EMAIL, to), **values)


@pytest.fixture
def certificate(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> ssl.SSLContext:
    """A server's context whose certificate this process trusts."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return context


def test_tls_begins_with_the_first_byte_or_after_starttls(mailbox: Mailbox, certificate: ssl.SSLContext) -> None:
    """RFC 8314 and RFC 3207."""
    with running(mailbox, tls=certificate) as server:
        assert isinstance(notifier(server.port, tls=True).send(message()), Sent)
    with running(mailbox, tls_context=certificate, require_starttls=True) as server:
        assert isinstance(notifier(server.port, starttls=True).send(message()), Sent)
    assert len(mailbox.mails) == 2


@pytest.mark.parametrize("starttls", [True, False])
def test_a_server_that_does_not_speak_first_waits_for_tls(
    starttls: bool, mailbox: Mailbox, certificate: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    """On whatever port: some have 2465 beside 465. Its silence is waited out once; nothing goes without TLS."""
    with running(mailbox, tls=certificate) as server:
        caplog.set_level("INFO", "helpdesk_core.smtp")
        sends = notifier(server.port, starttls=starttls, timeout=1)
        assert isinstance(sends.send(message()), Sent)
        assert isinstance(sends.send(message()), Sent)
        assert not sends.problems()
        assert caplog.text.count("did not speak first") == 1
        assert isinstance(notifier(server.port, tls=False, timeout=1).send(message()), Unavailable)


def test_on_port_465_tls_begins_with_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bool, int]] = []

    def ask(server: smtplib.SMTP, host: str, port: int) -> tuple[int, bytes]:
        asked.append((isinstance(server, smtplib.SMTP_SSL), port))
        return 220, b"ready"

    monkeypatch.setattr(smtplib.SMTP, "connect", ask)
    for port in (465, 587):
        connect("mail.shop.example", port, None, 1, ssl.create_default_context())
    assert asked == [(True, 465), (False, 587)]


def test_a_certificate_nobody_vouches_for_is_not_trusted(
    mailbox: Mailbox, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor another host's, nor a server that offers no TLS: no password is said to it (RFC 3207), nothing is sent, and
    no message is given up."""
    heard: list[str] = []
    signed_in = {"username": "help", "password": "right"}
    with running(mailbox, tls=certificate, **only("right", heard)) as server:
        other_name = notifier(server.port, tls=True, host="127.0.0.1", **signed_in)
        assert other_name.send(message()) == Unavailable("tls_failed")
    monkeypatch.delenv("SSL_CERT_FILE")
    for options, way in (({"tls": certificate}, {"tls": True}), ({"tls_context": certificate}, {"starttls": True})):
        with running(mailbox, **options, **only("right", heard)) as server:
            assert notifier(server.port, **way, **signed_in).send(message()) == Unavailable("tls_failed")
    with running(mailbox, auth_require_tls=False, **only("right", heard) | {"auth_required": False}) as server:
        assert notifier(server.port, starttls=True, **signed_in).send(message()) == Unavailable("tls_failed")
    assert (mailbox.tries, heard) == (0, [])


def test_the_envelope_sender_is_the_sender(mailbox: Mailbox, server: Local) -> None:
    """Many providers refuse an empty one; who wants no bounces can have it, or another."""
    for options in ({}, {"bounces": ""}, {"bounces": "bounces@shop.example"}):
        notifier(server.port, **options).send(message())
    assert mailbox.senders == ["help@shop.example", "<>", "bounces@shop.example"]


@pytest.mark.parametrize(
    "sender, shown, envelope",
    [
        ("Serwis Żółw <pomoc@shop.example>", "Serwis Żółw <pomoc@shop.example>", "pomoc@shop.example"),
        ('"Shop, Ltd." <help@shop.example>', '"Shop, Ltd." <help@shop.example>', "help@shop.example"),
        ("pomoc@żółw.example", "pomoc@xn--w-uga1v8h.example", "pomoc@xn--w-uga1v8h.example"),
    ],
)
def test_a_sender_is_read_as_people_write_it(
    sender: str, shown: str, envelope: str, mailbox: Mailbox, server: Local
) -> None:
    """With its name, and a domain in any letters."""
    assert isinstance(notifier(server.port, sender=sender).send(message()), Sent)
    (mail,) = mailbox.mails
    assert str(mail["From"]) == shown
    assert mailbox.senders == [envelope]
    assert mail["Message-ID"].endswith(f"@{envelope.partition('@')[2]}>")


@pytest.mark.parametrize("wrong", [{"sender": "shop"}, {"sender": ""}, {"bounces": "unassigned"}, {"port": 0}])
def test_what_is_no_address_is_refused_at_once(wrong: dict[str, Any]) -> None:
    """When the notifier is made, not when the first mail fails."""
    with pytest.raises(ConfigurationError):
        SmtpNotifier(**({"host": "h", "sender": "help@shop.example"} | wrong))


def test_a_receiver_is_written_as_the_server_takes_it(mailbox: Mailbox) -> None:
    """Letters beyond ASCII before the @ go only to a server that knows them (RFC 6531), and to a notifier that was told
    so."""
    with running(mailbox) as server:
        for typed in ("jan@żółw.example", "żółw@żółw.example"):
            contact = Contact.parse(typed)
            assert isinstance(notifier(server.port, smtputf8=True).send(message(contact.value)), Sent)
            assert notifier(server.port, smtputf8=True).accepts(contact)
            assert notifier(server.port).accepts(contact) is (typed == "jan@żółw.example")
    assert mailbox.receivers == ["jan@xn--w-uga1v8h.example", "żółw@xn--w-uga1v8h.example"]
    with running(mailbox, enable_SMTPUTF8=False) as server:
        answer = notifier(server.port, smtputf8=True).send(message("żółw@xn--w-uga1v8h.example"))
    assert answer == Undeliverable("address_not_supported")


ANSWERS = [
    ("MAIL", "550 5.7.60 client has no permission to send as this sender", Unavailable),
    ("MAIL", "530 5.7.0 must issue a STARTTLS command first", Unavailable),
    ("MAIL", "451 4.3.2 later", Unavailable),
    ("RCPT", "550 5.1.1 no such mailbox", Undeliverable),
    ("RCPT", "550 no such user", Undeliverable),
    ("RCPT", "551 user not local", Undeliverable),
    ("RCPT", "553 5.1.3 bad address", Undeliverable),
    ("RCPT", "554 5.7.1 <maria@example.com>: relay access denied", Unavailable),
    ("RCPT", "550 relay not permitted", Unavailable),
    ("RCPT", "530 5.7.0 authentication required", Unavailable),
    ("RCPT", "550 5.7.1 your network is on a list", Retry),
    ("RCPT", "552 5.2.2 mailbox full", Retry),
    ("RCPT", "450 4.2.0 greylisted", Retry),
    ("DATA", "554 5.6.0 content not wanted", Undeliverable),
    ("DATA", "550 5.4.5 daily quota exceeded", Retry),
    ("DATA", "552 quota exceeded", Retry),
    ("DATA", "554 5.7.1 too many mails today", Retry),
    ("DATA", "451 4.3.0 later", Retry),
]


@pytest.mark.parametrize("step, says, means", ANSWERS)
def test_only_the_receivers_own_refusal_ends_a_message(
    step: str, says: str, means: type[Any], mailbox: Mailbox, server: Local
) -> None:
    """What the shop can mend keeps it waiting: sign-in, sender, relaying, reputation, quota."""
    mailbox.answers[step] = says
    answer = notifier(server.port).send(message())
    assert type(answer) is means
    assert "maria" not in answer.reason  # type: ignore[union-attr]


def test_a_refused_sign_in_is_the_shops_matter(mailbox: Mailbox, certificate: ssl.SSLContext) -> None:
    """No message is given up for a password that ran out."""
    with running(mailbox, tls_context=certificate, require_starttls=True, **only("right")) as server:
        signed_in = {"username": "help", "password": "right", "starttls": True}
        assert isinstance(notifier(server.port, **signed_in).send(message()), Sent)
        assert notifier(server.port, **signed_in | {"password": "old"}).send(message()) == Unavailable(
            "sign_in_refused"
        )
        assert isinstance(notifier(server.port, starttls=True).send(message()), Unavailable)


def test_a_line_that_breaks_after_the_last_word_leaves_a_doubt(mailbox: Mailbox, server: Local) -> None:
    """The server may have taken it; before that, it surely has not."""
    mailbox.mode = "hangs_up"
    assert notifier(server.port).send(message()) == Unsure("line_broke")
    assert isinstance(notifier(free_port()).send(message()), Unavailable)
