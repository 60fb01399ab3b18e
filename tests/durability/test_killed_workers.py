"""kill -9 among workers that send by a real SMTP server: nothing is lost, no code goes out twice, another mail at most
once more and with the same Message-ID."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from deliverer import desk_on

from helpdesk_core import Agent, Guest
from helpdesk_core.commands import ReplyToCustomer, SubmitRequest, TakeRequest
from helpdesk_core.notifications.model import OutboxRow, State
from smtp_server import Local, Mailbox

WORDS = {"problem": "It does not start.", "device": "Dell", "surname": "Nowak"}
ANNA = Agent(id="anna", name="Anna")
SCRIPT = Path(__file__).with_name("deliverer.py")
_CODE = re.compile(r"code is (\d{6})")


def more_messages(desk: Any, number: int) -> None:
    """A guest's request, whose mail says a code; a reply to a customer, whose mail says none."""
    desk.do(desk.read(SubmitRequest, WORDS | {"contact": f"guest{number}@example.com"}), Guest())
    taken = desk.do(desk.read(TakeRequest, WORDS | {"contact": f"customer{number}@example.com"}), ANNA)
    desk.do(desk.read(ReplyToCustomer, {"request": taken.request, "text": "t"}), ANNA)


def kill_while_sending(url: str, server: Local, rounds: int) -> Any:
    """Two workers at a time, killed at a random moment; afterwards one that is left alone. Returns the desk."""
    chance, desk = random.Random(rounds), desk_on(url, server.port)
    for number in range(rounds):
        for one in range(3):
            more_messages(desk, number * 10 + one)
        workers = [
            subprocess.Popen([sys.executable, str(SCRIPT), url, str(server.port)], stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.15))
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.communicate()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        desk.deliver(500)
        if not any(row.state is State.WAITING for row in all_rows(desk)):
            break
        time.sleep(0.3)
    return desk


def all_rows(desk: Any) -> list[OutboxRow]:
    """Every job there ever was."""
    from helpdesk_core.base.queries import Query

    query = Query(OutboxRow, equals=("tenant",), order=("due_at", "id"))
    with desk.reading() as reader:
        return list(reader.find(query, {}, limit=100_000))


def judged(desk: Any, mailbox: Mailbox) -> dict[str, int]:
    """What became of the messages."""
    rows = all_rows(desk)
    per_receiver: dict[str, list[Any]] = {}
    for mail in mailbox.mails:
        per_receiver.setdefault(f"{mail['To']} {mail['Message-ID']}", []).append(mail)
    codes = Counter(
        (mail["To"], found.group(1))
        for mail in mailbox.mails
        if (found := _CODE.search(mail.get_body(("plain",)).get_content()))
    )
    ids = {mail["Message-ID"] for mail in mailbox.mails}
    return {
        "messages": len(rows),
        "mails": len(mailbox.mails),
        "lost": sum(row.state is State.DONE and row.provider_id not in ids for row in rows),
        "in doubt": sum(row.reason == "in_doubt" for row in rows),
        "waiting": sum(row.state is State.WAITING for row in rows),
        "codes twice": sum(count > 1 for count in codes.values()),
        "sent once more": sum(len(mails) == 2 for mails in per_receiver.values()),
        "sent more often": sum(len(mails) > 2 for mails in per_receiver.values()),
        "broken histories": len(desk.verify()),
    }


NEVER = ("lost", "waiting", "codes twice", "sent more often", "broken histories")


def _check(url: str, server: Local, mailbox: Mailbox, rounds: int) -> None:
    desk = kill_while_sending(url, server, rounds)
    found = judged(desk, mailbox)
    desk.close()
    print(found)
    assert found["messages"] >= rounds * 6
    assert {name: found[name] for name in NEVER} == dict.fromkeys(NEVER, 0), found


@pytest.mark.full
def test_a_few_kills(tmp_path: Path, server: Local, mailbox: Mailbox) -> None:
    """On SQLite, in every run of the tests."""
    _check(str(tmp_path / "shop.sqlite"), server, mailbox, rounds=3)


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_many_kills(tmp_path: Path, server: Local, mailbox: Mailbox) -> None:
    """On SQLite."""
    _check(str(tmp_path / "shop.sqlite"), server, mailbox, rounds=60)


@pytest.mark.full
@pytest.mark.postgres
@pytest.mark.timeout(1800)
def test_many_kills_on_postgresql(postgres_url: str, server: Local, mailbox: Mailbox) -> None:
    """On PostgreSQL."""
    _check(postgres_url, server, mailbox, rounds=30)
