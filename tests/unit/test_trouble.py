"""Trouble on the way: what is away, slow, broken, killed or unknown costs time, and no message."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import journeys as j
from helpdesk_core import Guest, Helpdesk, StoreError
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.commands import ReplyToCustomer, ReplyToShop, RequestCode, RetryDelivery
from helpdesk_core.desk.leases import LEASE_SECONDS
from helpdesk_core.notifications.model import FAILED, OF_SUBJECT, OutboxRow, State
from helpdesk_core.ports import Retry, Sent, Unavailable, Unsure
from helpdesk_core.testing import CapturingNotifier, make_desk

CODE = re.compile(r"\b\d{6}\b")


class Remembering(CapturingNotifier):
    """Keeps every try, and does what it is told to before it answers."""

    def __init__(self, answers: list[Any] | None = None) -> None:
        super().__init__()
        self.tried: list[Any] = []
        self.answers = answers or []
        self.first: Callable[[], Any] = lambda: None

    def send(self, outgoing: Any) -> Any:
        self.tried.append(outgoing)
        self.first()
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer
        return Sent(outgoing.key)


def with_reply(desk: Helpdesk) -> Any:
    """A request whose customer is to be told of a reply, and nothing else that waits."""
    made, _ = j.in_phase(desk, "in_review")
    desk.deliver(500)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    return made


def rows(desk: Helpdesk, made: Any) -> list[OutboxRow]:
    with desk.reading() as reader:
        return list(reader.find(OF_SUBJECT, {"subject": made.request}, limit=100))


def desk_with(notifier: Any, store: Any = None) -> Any:
    return make_desk(store, notifiers=[notifier])


def test_what_the_shop_can_mend_gives_up_no_message(store: Any) -> None:
    """A day without a mail server, ten messages: all of them go out when it is back, each once."""
    notifier = Remembering()
    desk = desk_with(notifier, store)
    for n in range(10):
        j.submit(desk, contact=f"customer{n}@example.com")
    notifier.first = lambda: notifier.answers.append(Unavailable("server_not_reached", 60))
    until = desk.clock() + timedelta(hours=24)
    while desk.clock() < until:
        report = desk.deliver(500)
        assert (report.failed, report.dropped, report.done) == (0, 0, 0)
        desk.clock.move(minutes=15)
    assert len(notifier.tried) <= 24 * 4, "one at a time asks whether the channel works again"
    notifier.first, notifier.tried = (lambda: None), []
    desk.clock.move(minutes=15)
    while desk.deliver(500).total:
        pass
    assert len({one.key for one in notifier.tried}) == len(notifier.tried) == 10


def test_a_channel_that_is_away_is_asked_by_one_message_only(store: Any) -> None:
    """The others wait without a try, with the reason that staff read; another channel is none the worse."""
    texts = CapturingNotifier([ContactKind.PHONE])
    mail = Remembering([Unavailable("server_not_reached", 60)] * 99)
    desk = make_desk(store, notifiers=[mail, texts])
    for n in range(10):
        j.submit(desk, contact=f"customer{n}@example.com")
    assert (desk.deliver().waiting, len(mail.tried)) == (10, 1)
    desk.clock.move(seconds=61)
    assert (desk.deliver().waiting, len(mail.tried)) == (10, 2)
    mail.answers = []
    desk.clock.move(seconds=61)
    assert desk.deliver().done == 10


def test_a_killed_worker_sends_no_code_twice(store: Any) -> None:
    """Killed after the mail server took it: the next worker sends the link again, at most once, and no code."""
    notifier = Remembering()
    desk = desk_with(notifier, store)
    made = j.submit(desk)
    notifier.first = lambda: (_ for _ in ()).throw(KeyboardInterrupt)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            desk.deliver()
        assert desk.deliver().total == 0
        desk.clock.move(seconds=LEASE_SECONDS + 1)
    notifier.first = lambda: None
    first, second = notifier.tried
    assert [bool(CODE.search(one.text)) for one in (first, second)] == [True, False]
    assert first.key == second.key
    assert second.link == first.link
    assert desk.deliver().failed == 1, "a third time is for a person to decide"
    (row,) = rows(desk, made)
    assert (row.state, row.reason) == (State.FAILED, "in_doubt")
    j.do(desk, RetryDelivery, j.BOSS, row=row.id)
    assert desk.deliver().done == 1
    assert len(notifier.tried) == 3


def test_a_doubt_is_a_doubt_whatever_came_between(store: Any) -> None:
    """The line broke after the last word, then the server was away: still no code the second time."""
    notifier = Remembering([Unsure("line_broke"), Retry("busy", 1)])
    desk = desk_with(notifier, store)
    made, _ = j.in_phase(desk, "confirmed")
    notifier.answers, notifier.tried = [], []
    desk.deliver(500)
    notifier.answers, notifier.tried = [Unsure("line_broke"), Unavailable("down", 1)], []
    desk.clock.move(minutes=2)
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    for _ in range(3):
        desk.deliver()
        desk.clock.move(minutes=2)
    assert [bool(CODE.search(one.text)) for one in notifier.tried] == [True, False, False]


def test_a_late_first_mail_says_how_to_get_a_code(store: Any) -> None:
    """The mail server was away for an hour: the code in the mail would be dead, so there is none."""
    notifier = Remembering([Unavailable("down", 3600)])
    desk = desk_with(notifier, store)
    j.submit(desk)
    desk.deliver()
    desk.clock.move(hours=1)
    assert desk.deliver().done == 1
    assert not CODE.search(notifier.tried[-1].text)
    assert "ask for a new one" in notifier.tried[-1].text


def test_a_clock_that_is_set_back_holds_up_no_message(store: Any) -> None:
    """New ones, those that wait for the mail server, and those of a worker that was killed go out within a minute;
    nothing goes out twice."""
    notifier = Remembering()
    desk = desk_with(notifier, store)
    made = with_reply(desk)
    notifier.tried = []
    notifier.answers = [Retry("busy", 900)]
    assert desk.deliver().waiting == 1
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="another")
    desk.clock.move(hours=-1)
    desk.deliver(500)
    desk.clock.move(seconds=60)
    assert desk.deliver(500).done == 2
    assert len(notifier.tried) == 3
    desk.clock.move(hours=3)
    desk.deliver(500)
    assert len(notifier.tried) == 3
    assert desk.verify() == ()


class Flaky(MemoryStore):
    """A store that is away at times."""

    away = False

    def complete(self, *args: Any, **options: Any) -> bool:
        return self._there() and super().complete(*args, **options)

    def claim(self, *args: Any, **options: Any) -> Any:
        return self._there() and super().claim(*args, **options)

    def renew(self, *args: Any, **options: Any) -> bool:
        return self._there() and super().renew(*args, **options)

    def begin(self, *args: Any, **options: Any) -> Any:
        return self._there() and super().begin(*args, **options)

    def read(self, *args: Any, **options: Any) -> Any:
        return self._there() and super().read(*args, **options)

    def _there(self) -> bool:
        if self.away:
            raise StoreError("OperationalError")
        return True


def test_what_was_done_while_the_store_was_away_is_not_done_again() -> None:
    """A mail went out, and the database was restarted before that could be written down: it is written down first of
    all when it is back, and sent once."""
    notifier, store = Remembering(), Flaky()
    desk = desk_with(notifier, store)
    made = with_reply(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="another")
    notifier.tried = []
    notifier.first = lambda: setattr(store, "away", True)
    for _ in range(3):
        with pytest.raises(StoreError):
            desk.deliver()
    store.away, notifier.first = False, lambda: None
    assert desk.deliver().done == 1, "the other one"
    assert len({one.key for one in notifier.tried}) == len(notifier.tried) == 2
    assert {row.state for row in rows(desk, made)} == {State.DONE}


def test_a_store_that_goes_away_before_anything_was_sent_leaves_no_doubt() -> None:
    """The code still goes out, once, when it is back."""
    notifier, store = Remembering(), Flaky()
    desk = desk_with(notifier, store)
    j.submit(desk)
    claim = store.claim

    def claim_and_go(*args: Any, **options: Any) -> Any:
        items = claim(*args, **options)
        store.away = bool(items)
        return items

    store.claim = claim_and_go  # type: ignore[method-assign]
    with pytest.raises(StoreError):
        desk.deliver()
    assert notifier.tried == []
    store.away, store.claim = False, claim  # type: ignore[method-assign]
    desk.deliver()
    desk.clock.move(seconds=LEASE_SECONDS + 1)
    desk.deliver()
    (sent,) = notifier.tried
    assert CODE.search(sent.text)


@pytest.mark.parametrize("raised", [ValueError("hunter2"), SystemExit(1), KeyError("x"), RecursionError()])
def test_a_hosts_callback_that_raises_stops_no_other(raised: BaseException, caplog: Any) -> None:
    """The row waits and says why; the words of the error are in no log."""

    def colleague(assignee: str | None) -> Any:
        raise raised

    desk = make_desk(staff_recipient=colleague)
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToShop, guest, request=made.request, text="t")
    j.submit(desk, contact="other@example.com")
    report = desk.deliver(500)
    assert (report.failed, report.dropped) == (0, 0)
    assert report.waiting >= 1
    assert any(one.contact.value == "other@example.com" for one in desk.notifier.sent)
    assert {row.reason for row in rows(desk, made) if row.state is State.WAITING} == {"job_raised"}
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("raised", [ValueError("hunter2"), SystemExit(1)])
def test_a_notifier_that_raises_ends_nothing(raised: BaseException) -> None:
    """All of its messages wait; a code that may have been sent goes no second time."""
    notifier = Remembering([raised])
    desk = desk_with(notifier)
    j.submit(desk)
    made = with_reply(make_desk())
    assert made
    desk.deliver()
    desk.clock.move(seconds=LEASE_SECONDS + 1)
    desk.deliver()
    assert [bool(CODE.search(one.text)) for one in notifier.tried] == [True, False]
    with desk.reading() as reader:
        assert list(reader.find(FAILED, {})) == []


@pytest.mark.parametrize(
    "column, value",
    [("job", "from_a_newer_release"), ("payload", '{"notice":"from_a_newer_release"}'), ("subject_type", "newer"),
     ("state", "waiting"), ("payload", "no JSON at all"), ("payload", "[]"), ("payload", "{}")],
)  # fmt: skip
def test_a_row_that_this_release_does_not_know_stops_no_other(column: str, value: str, sqlite_store: Any) -> None:
    """It waits with a reason, for a newer worker; the others go out."""
    desk = make_desk(sqlite_store)
    strange = j.submit(desk)
    with sqlite_store.sessions.writing() as cursor:
        cursor.execute(f"UPDATE helpdesk_core_outbox SET {column} = ?", (value,))
    for n in range(4):
        j.submit(desk, contact=f"other{n}@example.com")
    report = desk.deliver()
    assert report.done == (5 if column == "state" else 4)
    assert (report.failed, report.dropped) == (0, 0)
    with sqlite_store.sessions.reading() as cursor:
        cursor.execute("SELECT state, reason FROM helpdesk_core_outbox WHERE subject = ?", (strange.request,))
        state, reason = cursor.fetchone()
    assert (state, bool(reason)) == (("done", False) if column == "state" else ("waiting", True))


def test_a_slow_mail_server_and_two_workers_send_once() -> None:
    """A mail takes longer than a lease: it is renewed for as long as the worker lives."""
    store, notifier = MemoryStore(), Remembering()
    desks = [make_desk(store, notifiers=[notifier]) for _ in range(2)]
    clock = desks[0].clock
    for desk in desks:
        desk.clock = clock
        object.__setattr__(desk._delivery, "renew_every", 0.02)
    for n in range(6):
        j.submit(desks[0], contact=f"customer{n}@example.com")

    def slow() -> None:
        for _ in range(4):
            clock.move(seconds=20)
            time.sleep(0.08)

    notifier.first = slow

    def work(desk: Any) -> None:
        while desk.deliver(1).total:
            pass

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.key for one in notifier.tried}) == len(notifier.tried) == 6


def test_without_any_channel_everything_waits(store: Any) -> None:
    """No notifier is a mistake of configuration: nothing is dropped for it."""
    desk = make_desk(store, notifiers=[])
    made = j.submit(desk)
    assert desk.deliver().waiting == 1
    assert [(row.state, row.reason) for row in rows(desk, made)] == [(State.WAITING, "no_notifier")]
    later = make_desk(store)
    later.clock.move(minutes=1)
    assert later.deliver().done == 1


def test_a_channel_that_cannot_say_whom_it_reaches_reaches_nobody() -> None:
    """It raises when it is asked: the next channel takes the message."""

    class Broken(CapturingNotifier):
        name = "broken"

        def accepts(self, contact: Contact) -> bool:
            raise LookupError(contact.value)

    sound = CapturingNotifier()
    desk = make_desk(notifiers=[Broken(), sound])
    j.submit(desk)
    assert desk.deliver().done == 1
    assert len(sound.sent) == 1


def test_a_connection_in_use_is_closed_when_all_are_renewed(sqlite_store: SqlStore) -> None:
    """Whoever has it goes on; given back it is used no more, and no garbage keeps it open."""
    sessions = sqlite_store.sessions
    with sessions.engine.connect() as held:  # type: ignore[attr-defined]
        driver = held.connection.driver_connection
        sessions.renew()  # type: ignore[attr-defined]
        assert held.execute(sa.text("SELECT 1")).scalar() == 1
    with sessions.engine.connect() as after:  # type: ignore[attr-defined]
        assert after.connection.driver_connection is not driver
    assert driver is not None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        driver.execute("SELECT 1")
