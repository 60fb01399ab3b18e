"""What is away for a while, with pages and workers that run: each is a program of its own.

    python tests/trouble/outages.py restarts     PostgreSQL is stopped and started five times
    python tests/trouble/outages.py lock         another process holds SQLite's write lock for 60 seconds
    python tests/trouble/outages.py full-disk    the disk is full for 20 seconds (needs the right to mount)
    python tests/trouble/outages.py slow-mail    the mail server takes 30 seconds for each mail

`helpdesk serve --no-worker` and two `helpdesk worker` run as processes; a member of staff replies all the time, a
stranger asks for help, a visitor opens the start page. Told afterwards: what the pages answered meanwhile, when
delivery went on, what was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs
import httpx2 as httpx
from kills import NEVER, NotTaken, Person, ask_for_help, compared, replies, waiting
from processes import SECRET, accounts_of, browser, desk_on, free_port, is_up, machine, postgresql, say
from test_killed_workers import ANNA, WORDS, judged

from helpdesk_core.commands import TakeRequest
from smtp_server import Local, Mailbox, local


class Timed(Mailbox):
    """Remembers when each mail came, and takes its time without holding up the others."""

    pause = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """See `Mailbox`."""
        await asyncio.sleep(self.pause)
        answer = await super().handle_DATA(server, session, envelope)
        self.moments.append(time.monotonic())
        return answer


@attrs.frozen
class Seen:
    """One answer: when it was asked for, how long it took, what it was."""

    at: float
    seconds: float
    what: str


@attrs.define
class Running:
    """Pages, workers, and people who use them."""

    desk: Any
    mailbox: Timed
    server: Local
    logs: list[Path]
    processes: list[Any]
    visitor: Any
    staff: Person
    stranger: Person
    threads: list[threading.Thread] = attrs.field(factory=list)
    posts: list[Seen] = attrs.field(factory=list)
    looks: list[Seen] = attrs.field(factory=list)
    over: threading.Event = attrs.field(factory=threading.Event)
    gap: float = 0.2

    def act(self, person: Person, do: Callable[[Person], None]) -> None:
        """One form after the other; one that was not taken is sent again, as it was, until it is."""
        while not self.over.wait(self.gap):
            self.posts.append(self.once(person, do))

    def once(self, person: Person, do: Callable[[Person], None]) -> Seen:
        """What came of one form."""
        begun, what = time.monotonic(), "taken"
        try:
            person.send_what_is_open() if person.open else do(person)
        except NotTaken as error:
            what = str(error)
        except httpx.TransportError as error:
            what = f"no answer: {type(error).__name__}"
        return Seen(begun, time.monotonic() - begun, what)

    def settle(self, seconds: float) -> None:
        """People send what is open and stop; the workers deliver what waits."""
        self.over.set()
        say("people stop")
        for thread in self.threads:
            thread.join(120)
        for one in (self.staff, self.stranger):
            one.send_what_is_open()
        until = time.monotonic() + seconds
        while time.monotonic() < until and waiting(self.desk):
            time.sleep(0.5)

    def look(self) -> None:
        """The start page, and a file of it."""
        while not self.over.wait(self.gap):
            for path in ("/", "/static/helpdesk.css", "/quick-help"):
                begun = time.monotonic()
                try:
                    what = str(self.visitor.client.get(path).status_code)
                except httpx.TransportError as error:
                    what = f"no answer: {type(error).__name__}"
                self.looks.append(Seen(begun, time.monotonic() - begun, f"{path} {what}"))

    def tell(self, name: str, outages: list[tuple[float, float]]) -> bool:
        """Print what came of it; returns whether nothing was lost or twice."""
        print(f"{name}, {machine()}")
        for begun, ended in outages:
            posts = [one for one in self.posts if begun - 1 <= one.at <= ended]
            looks = [one for one in self.looks if begun <= one.at <= ended]
            after = [moment for moment in self.mailbox.moments if moment > ended]
            print(
                f"  away for {ended - begun:.0f} s; delivery went on {after[0] - ended:.1f} s later" if after else "  !"
            )
            print(f"    replies: {dict(Counter(one.what for one in posts))}")
            print(f"    slowest {max((one.seconds for one in posts), default=0):.1f} s")
            print(f"    pages: {dict(Counter(one.what for one in looks))}")
            took = [one.seconds for one in looks] or [0.0]
            print(f"    median {statistics.median(took):.3f} s, slowest {max(took):.1f} s")
        found = judged(self.desk, self.mailbox) | compared(self.desk, [self.staff], [self.stranger])
        logs = "".join(path.read_text("utf-8", "replace") for path in self.logs)
        found["tracebacks in the logs"] = logs.count("Traceback")
        for what, count in found.items():
            print(f"  {what}: {count}")
        return not any(found[one] for one in (*NEVER, "tracebacks in the logs"))


@contextmanager
def running(url: str) -> Iterator[Running]:
    """Start all of it; at the end of the block what waits is delivered, and everything is ended."""
    mailbox = Timed()
    server = local(mailbox)
    server.start()
    desk, port = desk_on(url, server.port), free_port()
    accounts = accounts_of(desk)
    anna = accounts.add_staff("anna@example.com", "Anna", "correct horse battery", role="admin")
    taken = desk.do(desk.read(TakeRequest, WORDS | {"contact": "customer@example.com"}), ANNA)
    session = accounts.start_session(anna.id)
    env = os.environ | {
        "HELPDESK_DATABASE": url,
        "HELPDESK_SECRET": SECRET.hex(),
        "HELPDESK_BASE_URL": f"http://localhost:{port}",
        "HELPDESK_SMTP_HOST": "127.0.0.1",
        "HELPDESK_SMTP_PORT": str(server.port),
        "HELPDESK_SMTP_STARTTLS": "no",
        "HELPDESK_SMTP_SENDER": "help@shop.example",
    }
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        logs, processes = [], []
        for number, command in enumerate((["serve", "--no-worker", "--port", str(port)], ["worker"], ["worker"])):
            logs.append(Path(folder) / f"{number}.log")
            log = stack.enter_context(logs[-1].open("wb"))
            line = [sys.executable, "-W", "ignore", "-m", "reference_app.cli", *command]
            processes.append(subprocess.Popen(line, env=env, stdout=log, stderr=log))
        assert is_up(port, 300), logs[0].read_text()
        staff, stranger = Person(0, browser(port, session=session)), Person(2, browser(port))
        made = Running(desk, mailbox, server, logs, processes, browser(port), staff, stranger)
        reply = replies([str(taken.reference)])
        for one, args in ((made.look, ()), (made.act, (staff, reply)), (made.act, (stranger, ask_for_help))):
            made.threads.append(threading.Thread(target=one, args=args, daemon=True))
            made.threads[-1].start()
        say("pages and workers run")
        try:
            yield made
        finally:
            made.over.set()
            for process in processes:
                process.terminate()
            for process in processes:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(60)
                process.kill()
            server.stop()


def restarts() -> bool:
    """PostgreSQL is stopped and started, twice by a crash."""
    with postgresql() as (server, url), running(url) as made:
        time.sleep(8)
        outages = []
        for mode in ("fast", "immediate", "fast", "immediate", "fast"):
            begun = time.monotonic()
            server.stop(mode)
            time.sleep(6)
            server.start()
            outages.append((begun, time.monotonic()))
            say(f"PostgreSQL is back ({mode})")
            time.sleep(10)
        made.settle(120)
        return made.tell("PostgreSQL restarted five times", outages)


def lock() -> bool:
    """Somebody's tool writes for a minute."""
    with tempfile.TemporaryDirectory() as folder:
        url = str(Path(folder) / "shop.sqlite")
        with running(url) as made:
            time.sleep(8)
            begun = time.monotonic()
            other = sqlite3.connect(url, isolation_level=None, timeout=60)
            other.execute("BEGIN IMMEDIATE")
            time.sleep(60)
            other.execute("ROLLBACK")
            other.close()
            outages = [(begun, time.monotonic())]
            say("the lock is free again")
            time.sleep(15)
            made.settle(120)
            return made.tell("SQLite locked for a minute", outages)


def full_disk() -> bool:
    """A small disk of its own, filled up and emptied again."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
        try:
            url = str(Path(folder) / "shop.sqlite")
            with running(url) as made:
                time.sleep(8)
                begun = time.monotonic()
                filler = Path(folder) / "filler"
                with suppress(OSError), filler.open("wb", buffering=0) as file:
                    while file.write(b"x" * 4096):
                        pass
                time.sleep(20)
                filler.unlink()
                outages = [(begun, time.monotonic())]
                say("the disk has room again")
                time.sleep(10)
                made.settle(120)
                return made.tell("the disk full for 20 seconds", outages)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def slow_mail() -> bool:
    """Half a minute for each mail; two workers."""
    with tempfile.TemporaryDirectory() as folder, running(str(Path(folder) / "shop.sqlite")) as made:
        made.gap = 1.0
        time.sleep(3)
        made.mailbox.pause = 30.0
        begun = time.monotonic()
        time.sleep(8)
        made.settle(0)
        health = set()
        while time.monotonic() < begun + 400 and waiting(made.desk):
            found = made.desk.health()
            health.add((found.stands_still, round((found.worker_seconds or 0) / 30)))
            time.sleep(2)
        print("  stands still, half minutes since a worker looked:", sorted(health))
        return made.tell("30 seconds for each mail", [(begun, time.monotonic() - 31)])


WAYS: dict[str, Callable[[], bool]] = {
    "restarts": restarts,
    "lock": lock,
    "full-disk": full_disk,
    "slow-mail": slow_mail,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=WAYS)
    sys.exit(not WAYS[parser.parse_args().way]())
