"""The shipped notifier suite, on every notifier of ours; SMTP against a real server in this process."""

from __future__ import annotations

import io
from typing import Any

import pytest

from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.mail_page import as_html
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.ports import FurtherLink
from helpdesk_core.testing import CapturingNotifier, NotifierSuite
from smtp_server import Local, Mailbox


@pytest.fixture
def smtp(server: Local) -> SmtpNotifier:
    return SmtpNotifier(
        host="127.0.0.1",
        port=server.port,
        sender="help@shop.example",
        sender_name="Sklep Żółw",
        starttls=False,
        timeout=5,
    )


class TestSmtp(NotifierSuite):
    peer_loggers = ("mail", "asyncio")

    @pytest.fixture
    def notifier(self, smtp: SmtpNotifier, mailbox: Mailbox) -> Any:
        self.mailbox = mailbox
        return smtp

    def peer(self, what: str) -> None:
        self.mailbox.mode = what

    def tries(self) -> int:
        return self.mailbox.tries

    def receivers(self) -> list[str]:
        return self.mailbox.receivers

    def received(self) -> list[str]:
        return [f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}" for mail in self.mailbox.mails]


def test_a_mail_says_that_a_machine_sent_it(smtp: SmtpNotifier, mailbox: Mailbox) -> None:
    """H13, RFC 3834: Auto-Submitted, multipart text and HTML in the receiver's language."""
    smtp.send(NotifierSuite().outgoing())
    (mail,) = mailbox.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<helpdesk.shop.example>"
    assert mail["Content-Language"] == "pl"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "&lt;b&gt;&amp; więcej&lt;/b&gt;" in mail.get_body(("html",)).get_content()


def test_a_mail_shows_the_shop_and_one_way_in() -> None:
    """Its name above, its words, a button with the address to copy below it, the sign-off last, and where it is; the
    same in text. Nothing is loaded from anywhere."""
    face = {"shop": "Fix & Go", "whereabouts": ("ul. Puławska 12", "+48 22 123 45 67")}
    outgoing = NotifierSuite().outgoing(link_text="Otwórz zgłoszenie", closing=("Z poważaniem\nFix & Go",), **face)
    html, link = as_html(outgoing), "https://help.example.com/r/abc"
    order = [
        ">Fix &amp; Go<",
        "Dzień dobry,",
        f'<a class="bt" href="{link}"',
        f"<bdi>{link}",
        "Z poważaniem<br>Fix",
        "ul.",
    ]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert not any(loads in html for loads in ("src=", "url(", "@import"))
    assert "prefers-color-scheme:dark" in html
    assert outgoing.text.endswith(
        f"Otwórz zgłoszenie:\n\n{link}\n\nZ poważaniem\nFix & Go\n\nul. Puławska 12 · +48 22 123 45 67"
    )


def test_mails_of_one_request_thread(smtp: SmtpNotifier, mailbox: Mailbox) -> None:
    """Retry mails refer to the first one's Message-ID; a mail sent twice carries the same one."""
    suite = NotifierSuite()
    for outgoing in (suite.outgoing("k1", first=True), suite.outgoing("k2"), suite.outgoing("k2")):
        smtp.send(outgoing)
    first, second, again = mailbox.mails
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]
    assert second["Message-ID"] == again["Message-ID"] != first["Message-ID"]


def test_a_second_link_stands_below_the_first() -> None:
    """With its words in both, before the sign-off; a word or an address breaks out of neither."""
    further = FurtherLink(words="Odstąp <tutaj>", address="https://help.example.com/r/abc?about=withdrawal&x=\"'")
    outgoing = NotifierSuite().outgoing(link_text="Otwórz", closing=("Fix & Go",), further=further)
    html = as_html(outgoing)
    order = ["<bdi>https://help", "about=withdrawal&amp;x=&quot;&#x27;", "Odstąp &lt;tutaj&gt;</a>", "Fix &amp; Go"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert outgoing.text.endswith(f"r/abc\n\nOdstąp <tutaj>:\n\n{further.address}\n\nFix & Go")


@pytest.mark.parametrize("field", ["lines", "reply", "link", "language"])
def test_nothing_breaks_out_of_the_page(field: str) -> None:
    """Whatever stands in a message, a link or a language: the HTML of a mail is text in tags of our own."""
    evil = "\"'><script>alert(1)</script>&"
    values = {"lines": (evil,), "reply": CustomerText(mark_safe(evil))}
    made = as_html(NotifierSuite().outgoing(**{field: values.get(field, evil)}))
    assert "<script" not in made
    assert "&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in made


def test_nothing_breaks_out_of_a_header(smtp: SmtpNotifier, mailbox: Mailbox) -> None:
    """A line break in a subject stays in the subject."""
    smtp.send(NotifierSuite().outgoing(subject="Hello\r\nBcc: victim@example.com"))
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: victim@example.com"


class TestConsole(NotifierSuite):
    capabilities = frozenset({"keys"})
    foreign = None

    @pytest.fixture
    def notifier(self) -> Any:
        self.stream = io.StringIO()
        return ConsoleNotifier(self.stream)

    def received(self) -> list[str]:
        return [part for part in self.stream.getvalue().split("--- to ") if part]

    def receivers(self) -> list[str]:
        return [part.partition(": ")[0] for part in self.received()]


class TestCapturing(NotifierSuite):
    capabilities = frozenset({"keys"})

    @pytest.fixture
    def notifier(self) -> Any:
        self.capturing = CapturingNotifier()
        return self.capturing

    def received(self) -> list[str]:
        return [f"{outgoing.subject}\n{outgoing.text}" for outgoing in self.capturing.sent]

    def receivers(self) -> list[str]:
        return [outgoing.contact.value for outgoing in self.capturing.sent]
