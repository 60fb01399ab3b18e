"""kill -9 of workers and of the process that serves pages, at any moment, again and again:

    python tests/trouble/kills.py sqlite --rounds 200
    python tests/trouble/kills.py postgresql --rounds 200

Ctrl+C ends it after the present round; what came of it until then is told all the same.

Staff reply and strangers ask for help over HTTP. A form whose answer never came is sent again, as it was, when the
pages are back. Asked afterwards: is everything there that was answered, is anything there twice or half, what went out?
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from typing import Any

import attrs
import httpx2 as httpx
from processes import accounts_of, browser, database, desk_on, free_port, is_up, kill, machine, say, serve, start, work
from test_killed_workers import ANNA, WORDS, judged

from helpdesk_core.base.queries import Query
from helpdesk_core.commands import TakeRequest
from helpdesk_core.conversations.model import ThreadMessage
from helpdesk_core.notifications.model import State
from helpdesk_core.triage.queue import NEWEST, QUEUE_COLUMNS
from smtp_server import Mailbox, local

_MESSAGES = Query(ThreadMessage, equals=("tenant",), order=("at", "id"))


class NotTaken(Exception):
    """A page came, and it was not the one that says that all is well."""

    def __init__(self, page: Any, *, words: str = "") -> None:
        kept = "" if not words else ", words kept" if words in page.text else ", WORDS LOST"
        super().__init__(f"{page.status_code}{kept}")
        self.text = page.text


@attrs.define
class Person:
    """Somebody who sends forms, one after the other, and sends one again that was not answered."""

    number: int
    visitor: Any
    sent: set[str] = attrs.field(factory=set)
    answered: set[str] = attrs.field(factory=set)
    open: tuple[str, str, dict[str, str]] | None = None
    looked: int = 0
    stops: bool = False

    def post(self, words: str, path: str, form: dict[str, str]) -> None:
        """Send a form; ``words`` are what is looked for afterwards."""
        self.open = (words, path, form)
        self.sent.add(words)
        answer = self.visitor.client.post(path, data=form, follow_redirects=False)
        if answer.status_code != 303:
            raise NotTaken(answer, words=words)
        self.answered.add(words)
        self.open = None

    def send_what_is_open(self) -> None:
        """The form that was not answered, as it was."""
        if self.open is not None:
            self.post(*self.open)

    def until_killed(self, do: Any, errors: list[BaseException]) -> None:
        """Send what is open, then more and more."""
        self.looked, self.stops = 0, False
        try:
            self.send_what_is_open()
            while not self.stops:
                do(self)
                self.looked += 1
        except httpx.TransportError:
            return
        except BaseException as error:
            errors.append(error)


def hidden(page: Any, action: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    import re
    from html import unescape

    form = next((one for one in re.findall(r"<form.*?</form>", page.text, re.S) if f'{action}"' in one), None)
    if form is None:
        raise NotTaken(page)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found}


def replies(references: list[str]) -> Any:
    """What a member of staff does: open a request, answer."""

    def reply(person: Person) -> None:
        own = references[person.number :: 2]  # two who write to one request would have to look again
        reference = random.choice(own).replace("-", "")
        page = person.visitor.open(f"/staff/requests/{reference}")
        words = f"reply {person.number} {len(person.sent)}."
        form = hidden(page, "/reply") | {"text": words}
        person.post(words, f"/staff/requests/{reference}/reply", form)

    return reply


def ask_for_help(person: Person) -> None:
    """What a stranger does: two pages, then a summary, which makes the request."""
    number = len(person.sent)
    # Letters alone: what mixes them with digits may be taken for a secret, and is not found again then.
    name = "Nowak" + "".join(chr(ord("a") + int(digit)) for digit in f"{person.number}{number:04}")
    # A network (/24) for each: one may ask so often an hour.
    person.visitor.client.headers["x-forwarded-for"] = f"10.{person.number}.{number % 250}.{number // 250 + 1}"
    person.visitor.client.cookies.clear()
    page = person.visitor.open("/quick-help")
    form = hidden(page, "/quick-help") | {"problem": f"problem {name}", "device": "Dell", "urgency": "soon"}
    page = person.visitor.client.post("/quick-help", data=form)
    form = hidden(page, "/quick-help/contact") | {"surname": name, "contact": f"{name}@example.com"}
    page = person.visitor.client.post("/quick-help/contact", data=form)
    person.post(name, "/quick-help/check", hidden(page, "/quick-help/check"))


def run(url: str, rounds: int, seed: int = 1) -> dict[str, int]:
    """All of it; returns what came of it."""
    mailbox, chance = Mailbox(), random.Random(seed)
    server = local(mailbox)
    server.start()
    desk, port = desk_on(url, server.port), free_port()
    accounts = accounts_of(desk)
    anna = accounts.add_staff("anna@example.com", "Anna", "correct horse battery", role="admin")
    taken = [desk.do(desk.read(TakeRequest, WORDS | {"contact": f"c{n}@example.com"}), ANNA) for n in range(12)]
    references = [str(one.reference) for one in taken]
    staff = [Person(n, browser(port, session=accounts.start_session(anna.id))) for n in range(2)]
    strangers = [Person(n, browser(port)) for n in range(2, 4)]
    people = [*staff, *strangers]
    reply, errors, killed = replies(references), list[BaseException](), Counter[str]()
    everything = Everything(url, server.port, port)
    ended = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    for number in range(rounds):
        if ended.is_set():
            say(f"ended after {number} rounds")
            break
        everything.start()
        threads = [threading.Thread(target=one.until_killed, args=(reply, errors)) for one in staff]
        threads += [threading.Thread(target=one.until_killed, args=(ask_for_help, errors)) for one in strangers]
        for thread in threads:
            thread.start()
        if number % 5:  # in every fifth round the kill may come while something starts
            _wait_for_answers(people)
        time.sleep(chance.uniform(0.0, 0.5))
        killed += everything.kill("pages" if number % 2 else "workers")
        if not number % 2:
            time.sleep(chance.uniform(0.0, 0.2))
        for one in people:
            one.stops = True
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        if number % 10 == 9:
            answered = sum(len(one.answered) for one in people)
            say(f"round {number + 1} of {rounds}: {answered} forms answered, {len(mailbox.mails)} mails")
    say("no more kills: what is open is sent, what waits is delivered")
    everything.kill("pages")
    everything.kill("workers")
    _send_what_is_open(url, server.port, port, people)
    _deliver_all(desk)
    found = judged(desk, mailbox) | compared(desk, staff, strangers) | {f"kills of {n}": c for n, c in killed.items()}
    desk.close()
    server.stop()
    return found


@attrs.define
class Everything:
    """The pages and two workers; what was killed is started anew."""

    url: str
    smtp: int
    port: int
    pages: Any = None
    workers: list[Any] = attrs.field(factory=list)

    def start(self) -> None:
        """Start what does not run."""
        if not self.workers:
            self.workers = [start(work, self.url, self.smtp, 1) for _ in range(2)]
        if self.pages is None:
            self.pages = start(serve, self.url, self.smtp, self.port)
            if not is_up(self.port, 300):
                os.kill(self.pages.pid, signal.SIGUSR1)
                time.sleep(2)
                raise RuntimeError("the pages do not come up")

    def kill(self, which: str) -> Counter[str]:
        """kill -9; returns how many of what."""
        found = [one for one in ([self.pages] if which == "pages" else self.workers) if one is not None]
        kill(*found)
        if which == "pages":
            self.pages = None
        else:
            self.workers = []
        return Counter({which: len(found)})


def _wait_for_answers(people: list[Person]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and not all(one.looked for one in people):
        time.sleep(0.005)


def _send_what_is_open(url: str, smtp: int, port: int, people: list[Person]) -> None:
    pages = start(serve, url, smtp, port)
    assert is_up(port, 300)
    for one in people:
        one.send_what_is_open()
    kill(pages)


def _deliver_all(desk: Any) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        desk.deliver(500)
        if not waiting(desk):
            return
        time.sleep(0.3)


def waiting(desk: Any) -> int:
    """How many messages wait."""
    from test_killed_workers import all_rows

    return sum(row.state is State.WAITING for row in all_rows(desk))


def compared(desk: Any, staff: list[Person], strangers: list[Person]) -> dict[str, int]:
    """What the people sent beside what is there."""
    with desk.reading() as reader:
        texts = Counter(str(one.text) for one in reader.find(_MESSAGES, {}, limit=1_000_000))
        names, after = Counter[str](), None
        while page := reader.find(NEWEST, {}, after=after, limit=500):
            names.update(str(row[QUEUE_COLUMNS.index("surname")]) for row in page)
            after = NEWEST.cursor_of(page[-1])
    problems = {f"problem {name}" for one in strangers for name in one.sent}
    answered = {words for one in staff for words in one.answered}
    asked = {name for one in strangers for name in one.answered}
    return {
        "forms answered": len(answered) + len(asked),
        "answered and not there": sum(texts[words] == 0 for words in answered)
        + sum(names[name] == 0 for name in asked),
        "there twice": sum(count > 1 for words, count in texts.items() if words.startswith("reply"))
        + sum(count > 1 for name, count in names.items() if name != "Nowak"),
        "half": sum((texts[one] == 0) != (names[one.removeprefix("problem ")] == 0) for one in problems),
    }


NEVER = ("answered and not there", "there twice", "half", "lost", "waiting", "codes twice", "sent more often")
NEVER += ("broken histories",)


def main() -> None:
    """Run, print, and fail if something is lost, half, or too often there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="kills at other moments: long runs may be split")
    given = parser.parse_args()
    with database(given.kind) as url:
        begun = time.monotonic()
        found = run(url, given.rounds, given.seed)
    print(f"\n{given.kind}, {given.rounds} rounds in {time.monotonic() - begun:.0f} s, {machine()}")
    for name, count in found.items():
        print(f"  {name}: {count}")
    sys.exit(any(found[name] for name in NEVER))


if __name__ == "__main__":
    main()
