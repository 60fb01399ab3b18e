"""A mail server that breaks off, stalls, answers nonsense or refuses one of two: nothing is lost, no code is sent
twice, another mail at most once more and under the same id."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from email import message_from_bytes, policy
from typing import Any

import pytest

import journeys as j
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.commands import ReplyToCustomer
from helpdesk_core.notifications.model import IN_DOUBT, OF_SUBJECT, State
from helpdesk_core.ports import Retry, Unavailable, Unsure
from helpdesk_core.testing import NotifierSuite, make_desk
from wild_servers import GARBAGE, HANG_UP, STALL, Wild, smtp, wild

BEFORE = ("greets", "mail", "rcpt", "data")
"""Steps at which a server has surely not taken the mail."""


def notifier(server: Wild) -> SmtpNotifier:
    return SmtpNotifier(
        host="127.0.0.1", port=server.port, sender="help@shop.example", starttls=False, tls=False, timeout=1.0,
        patience=1.0,
    )  # fmt: skip


def says_a_code(mail: bytes) -> bool:
    text = message_from_bytes(mail, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    return re.search(r"\b\d{6}\b", text) is not None


def rounds(desk: Any, many: int = 6) -> None:
    """Delivery goes on for some hours."""
    for _ in range(many):
        while desk.deliver(500).total:
            pass
        desk.clock.move(minutes=30)


def states(desk: Any, made: Any) -> list[tuple[State, str]]:
    with desk.reading() as reader:
        return sorted((row.state, row.reason) for row in reader.find(OF_SUBJECT, {"subject": made.request}, limit=99))


DOUBTS = {"hangs up": HANG_UP, "stalls": STALL, "goes on": b"354 more\r\n", "preliminary": b"100 so\r\n"} | GARBAGE


@pytest.mark.parametrize("name", DOUBTS)
def test_an_end_without_a_word_is_a_doubt(name: str) -> None:
    """The last dot was sent: whatever is no yes and no refusal says nothing of the mail."""
    with wild(smtp, dot=DOUBTS[name]) as server:
        assert isinstance(notifier(server).send(NotifierSuite().outgoing()), Unsure)
    assert len(server.mails) == 1


@pytest.mark.parametrize("name", ["hangs up", "another protocol", "bytes", "a number beyond all"])
def test_no_code_goes_out_twice(name: str) -> None:
    """The server takes each mail, and never says so: the code is sent once, the link once more; then a person decides.
    A reply to a customer goes out at most twice, under one id."""
    with wild(smtp) as server:
        desk = make_desk(notifiers=[notifier(server)])
        made, _ = j.in_phase(desk, "in_review")
        rounds(desk, 1)
        server.mails.clear()
        server.answers = {"dot": DOUBTS[name]}
        new = j.submit(desk, contact="other@example.com")
        j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="It is ready.")
        rounds(desk)
    mails = {one["Message-ID"]: one for one in map(message_from_bytes, server.mails)}
    assert len(server.mails) == 4
    assert len(mails) == 2
    assert [says_a_code(one) for one in server.mails if b"other@" in one] == [True, False]
    assert states(desk, new) == [(State.FAILED, IN_DOUBT)]


@pytest.mark.parametrize("step", BEFORE)
@pytest.mark.parametrize("name", GARBAGE)
def test_nonsense_before_the_mail_costs_a_try(name: str, step: str) -> None:
    """It waits, as for a server that is away."""
    with wild(smtp, **{step: GARBAGE[name]}) as server:
        assert isinstance(notifier(server).send(NotifierSuite().outgoing()), Unavailable | Retry)
    assert server.mails == []


@pytest.mark.parametrize("step", BEFORE)
def test_after_nonsense_it_goes_out_once(step: str) -> None:
    """When the server has come to its senses."""
    with wild(smtp, **{step: GARBAGE["a number beyond all"]}) as server:
        desk = make_desk(notifiers=[notifier(server)])
        j.submit(desk)
        rounds(desk, 2)
        server.answers = {}
        rounds(desk)
    assert len(server.mails) == 1


@pytest.mark.parametrize("step", [*BEFORE, "dot"])
@pytest.mark.parametrize("how", [STALL, HANG_UP])
def test_a_server_that_stalls_or_hangs_up_ends_nothing(step: str, how: bytes | None) -> None:
    """Nothing is lost, whichever step it is; once it works again what waited is there, at most once more."""
    with wild(smtp, **{step: how}) as server:
        desk = make_desk(notifiers=[notifier(server)])
        made = [j.submit(desk, contact=f"customer{n}@example.com") for n in range(3)]
        desk.deliver(500)
        server.answers = {}
        rounds(desk)
        per_receiver = [message_from_bytes(mail)["To"] for mail in server.mails]
        assert {per_receiver.count(f"customer{n}@example.com") for n in range(3)} <= {1, 2}
        assert [states(desk, one) for one in made] == [[(State.DONE, "")]] * 3
        assert sum(map(says_a_code, server.mails)) <= 3


def goes_on(server: Wild, line: Any) -> None:
    """Answers all but one step, whose answer has a next line before each time limit, for ever."""
    incoming, (step,) = line.makefile("rb"), server.answers
    if step == "greets":
        go_on(server, line, b"220-")
    line.sendall(b"220 here\r\n")
    while command := incoming.readline():
        if command[:4].decode().strip().lower() == step:
            go_on(server, line, b"250-")
        line.sendall(b"354 go on\r\n" if command.startswith(b"DATA") else b"250 yes\r\n")
        if command.startswith(b"DATA"):
            server.mails.append(b"".join(iter(incoming.readline, b".\r\n")))
            go_on(server, line, b"250-")


def go_on(server: Wild, line: Any, begins: bytes) -> None:
    for _ in range(100):
        line.sendall(begins + b"more\r\n")
        server.over.wait(0.1)


@pytest.mark.parametrize(
    ("step", "answer"), [("greets", Unavailable), ("ehlo", Unavailable), ("mail", Unavailable), ("dot", Unsure)]
)
def test_an_answer_without_an_end_holds_nobody(step: str, answer: type) -> None:
    """Each of its lines is in time, and there is always one more."""
    with wild(goes_on, **{step: STALL}) as server:
        begun = time.monotonic()
        assert isinstance(notifier(server).send(NotifierSuite().outgoing()), answer)
        assert time.monotonic() - begun < 5


_DJANGO = """
import sys, django
from django.conf import settings
settings.configure(EMAIL_HOST="127.0.0.1", EMAIL_PORT=int(sys.argv[1]), EMAIL_TIMEOUT=1,
    DEFAULT_FROM_EMAIL="help@shop.example")
from helpdesk_core.adapters.django.mail import DjangoMail
from helpdesk_core.testing import NotifierSuite
print(type(DjangoMail().send(NotifierSuite().outgoing())).__name__)
"""


@pytest.mark.parametrize("name", ["hangs up", "another protocol", "endless", "a number beyond all"])
def test_djangos_backend_leaves_the_same_doubt(name: str) -> None:
    """Its errors say less: what is no refusal may have been taken."""
    with wild(smtp, dot=DOUBTS[name]) as server:
        command = [sys.executable, "-W", "ignore", "-c", _DJANGO, str(server.port)]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "Unsure"
    assert len(server.mails) == 1


def test_one_of_two_is_refused() -> None:
    """The other's mail goes out; the refused one is where staff see it."""
    with wild(smtp, **{"rcpt jan": b"550 5.1.1 no such mailbox\r\n"}) as server:
        desk = make_desk(notifiers=[notifier(server)])
        refused, taken = (j.submit(desk, contact=f"{name}@example.com") for name in ("jan", "maria"))
        rounds(desk)
        assert [message_from_bytes(mail)["To"] for mail in server.mails] == ["maria@example.com"]
        assert states(desk, taken) == [(State.DONE, "")]
        assert states(desk, refused) == [(State.FAILED, "smtp_550")]
