"""A mailbox whose server answers nonsense, breaks off, numbers anew or refuses the password: nothing is lost, nothing
is there twice, and reading goes on by itself."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest

from helpdesk_core.adapters.mail import MailChannel
from helpdesk_core.adapters.mail.imap import ImapMailbox
from helpdesk_core.channels.views import view_inbound
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_outages
from journeys import ANNA
from mail_in import shapes as s
from parts import pairs
from reference_app.channels import mailbox as reading
from reference_app.channels.mailbox import MailboxReader
from waiting import until
from wild_servers import GARBAGE, HANG_UP, Folder, Wild, wild

pytest.importorskip("imap_tools")
STEPS = ("greets", "capability", "login", "select", "search", "fetch", "store")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(reading, "_MOST_PAUSE", 0.3)


def mail(number: int, text: str = s.SAID) -> bytes:
    """From nobody we know, so that it is held for a person."""
    return s.mail(text, headers={"From": "a@example.com, b@example.com"}, Message_ID=f"<{number}@example.com>")


def mailbox(server: Wild) -> ImapMailbox:
    return ImapMailbox(host="127.0.0.1", port=server.port, user="serwis", password="right", tls=False)


def brought(desk: Any) -> list[str]:
    """The words of what came in."""
    while desk.deliver(500).total:
        pass
    return sorted(str(one.text) for one in desk.show(view_inbound, ANNA).rows)


@pytest.mark.parametrize("step, name", pairs(STEPS, [*GARBAGE, "hangs up"], 4))
def test_nonsense_ends_no_reading(step: str, name: str) -> None:
    """At whatever step: later the mail is there, once."""
    folder = Folder({1: mail(1)})
    desk = make_desk(channels=[MailChannel()])
    with wild(folder, **{step: GARBAGE.get(name, HANG_UP)}) as server, MailboxReader(desk, mailbox(server), wait=0.05):
        assert until(lambda: server.connections > 1)
        server.answers = {}
        assert until(lambda: folder.seen == {1})
    assert len(brought(desk)) == 1


def test_a_mail_at_which_the_line_breaks_stops_no_other() -> None:
    """In the middle of it, again and again: those behind it are read."""
    folder = Folder({n: mail(n, f"Mail number {n} of four") for n in range(1, 5)}, breaks={1: 40, 3: 0})
    desk = make_desk(channels=[MailChannel()])
    with wild(folder) as server, MailboxReader(desk, mailbox(server), wait=0.05):
        assert until(lambda: folder.seen >= {2, 4})
        assert len(brought(desk)) == 2
        folder.breaks = {}
        assert until(lambda: folder.seen == {1, 2, 3, 4})
    assert len(brought(desk)) == 4


def test_a_mailbox_that_is_numbered_anew_brings_nothing_twice() -> None:
    """It was put back from a backup (RFC 3501, 2.3.1.1): other numbers, and nothing counts as read."""
    folder = Folder({1: mail(1, "The first of them"), 2: mail(2, "The second of them")})
    desk = make_desk(channels=[MailChannel()])
    with wild(folder) as server, MailboxReader(desk, mailbox(server), wait=0.05):
        assert until(lambda: folder.seen == {1, 2})
        before = brought(desk)
        folder.mails = {7: folder.mails[2], 8: folder.mails[1], 9: mail(3, "A new one, the third")}
        folder.validity, folder.seen = 2, set()
        assert until(lambda: folder.seen == {7, 8, 9})
    assert brought(desk) == sorted([*before, "A new one, the third"])


def test_a_refused_password_is_tried_with_pauses(caplog: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of the log for as long as it lasts, without the password; reading goes on when it is right again."""
    monkeypatch.setattr(reading, "_MOST_PAUSE", 600.0)
    pauses: list[float] = []
    folder = Folder({1: mail(1)}, password="another")
    desk = make_desk(channels=[MailChannel()])
    with wild(folder) as server:
        reader = MailboxReader(desk, mailbox(server), wait=0.05)
        monkeypatch.setattr(reader._stop, "wait", lambda seconds: pauses.append(seconds) or time.sleep(0.005))
        with caplog.at_level(logging.WARNING), reader:
            assert until(lambda: len(pauses) >= 20)
            assert pauses[:3] == [0.02, 0.04, 0.08]
            assert pauses[19] == 600.0
            assert caplog.text.count("the mailbox cannot be read") == 1
            assert "right" not in caplog.text
            folder.password = "right"
            assert until(lambda: folder.seen == {1})
            assert until(lambda: "can be read again" in caplog.text)
            reader._stop.set()


def test_staff_are_told_of_a_mailbox_that_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is and since when, once it has lasted; no more after the next good round, also one of another process."""
    monkeypatch.setattr(reading, "_TOLD_SECONDS", 0.2)
    folder = Folder({1: mail(1)}, password="another")
    desk = make_desk(channels=[MailChannel()])

    def told() -> list[str]:
        return [one.reason for one in desk.view(view_outages, ANNA)]

    with wild(folder) as server:
        with MailboxReader(desk, mailbox(server), wait=0.05):
            assert until(lambda: folder.tried)
            assert until(lambda: told() == ["mailbox_refused"])
            since = desk.view(view_outages, ANNA)[0].since
            assert desk.health().stands_still
            server.answers = {"greets": HANG_UP}
            assert until(lambda: told() not in ([], ["mailbox_refused"]))
            assert desk.view(view_outages, ANNA)[0].since == since
        folder.password, server.answers = "right", {}
        with MailboxReader(desk, mailbox(server), wait=0.05):
            assert until(lambda: told() == [])
    assert (desk.health().unread_seconds, desk.health().stands_still) == (None, False)


def test_a_desk_that_fails_is_no_fault_of_the_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its disk is full: the mailbox was read."""
    monkeypatch.setattr(reading, "_TOLD_SECONDS", 0.0)
    folder, tries = Folder({1: mail(1)}), []
    desk = make_desk(channels=[MailChannel()])

    def full(*given: Any) -> None:
        tries.append(given)
        raise OSError("no space left on device")

    monkeypatch.setattr(type(desk), "receive", full)
    with wild(folder) as server, MailboxReader(desk, mailbox(server), wait=0.05):
        assert until(lambda: len(tries) > 2)
    assert desk.view(view_outages, ANNA) == ()


def test_a_line_that_ends_now_and_then_costs_no_time() -> None:
    """Servers end connections; after the hundredth the next one is made as soon as after the first."""
    folder = Folder({1: mail(1)})
    with wild(folder) as server:
        reader = MailboxReader(make_desk(channels=[MailChannel()]), mailbox(server), wait=0.02)
        with reader:
            for _ in range(8):
                server.answers = {"search": HANG_UP}
                seen = server.connections
                assert until(lambda seen=seen: server.connections > seen)  # type: ignore[misc]
                server.answers = {}
                assert until(lambda: reader._pause == 0.02)
