"""The figures: what the whole pipeline takes, as shares of plain sqlite3 doing the same statements on the same tables.

``nox -s bench -- [--rounds 7] [--million] [--json FILE]``; with ``--pages`` only the pages beside a bare "hello" (see
`pages`). CPU time, medians of interleaved rounds; nothing here is asserted. 1.0 would be no cost at all beyond the
database; 0.5 is twice its time.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pages
from rich.console import Console
from rich.progress import track
from rich.table import Table

from helpdesk_core import Agent, Customer, Guest, Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Cursor
from helpdesk_core.base.records import Record
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.conversations.model import Side, ThreadMessage
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.customer_rooms.views import view_customer_list
from helpdesk_core.devices.rules import AddDevice
from helpdesk_core.guardrails.redaction import redact
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.service_requests.model import ServiceRequest, Source, Urgency, serial_values
from helpdesk_core.views import view_device_history, view_own_device_history, view_queue

ANNA = Agent(id="anna", name="Anna Nowak")
TEXT = (
    "The laptop does not start since yesterday evening, the charger light is on and the fan turns for a moment. " * 2
)[:200]
START = datetime(2026, 1, 1, tzinfo=UTC)
console = Console()
Statements = list[tuple[str, Any, bool]]


class Shop:
    """A desk on a file, filled in bulk by the codec."""

    def __init__(self, folder: Path, size: int, synchronous: str = "NORMAL", thread: int = 0) -> None:
        self.path = folder / f"{secrets.token_hex(4)}.sqlite"
        self.store = SqlStore.sqlite(self.path, synchronous=synchronous)
        self.desk = Helpdesk(self.store, secret=[bytes(range(32))], settings=Settings())
        self.requests: list[ServiceRequest] = []
        self._fill(size, thread)

    def _fill(self, size: int, thread: int) -> None:
        rows = [_request(n, size) for n in range(size)]
        self.requests = rows[-2000:] if size else []
        self._insert(rows)
        if thread:
            request = rows[0].id
            self._insert([
                ThreadMessage(id=f"m{n:031}", tenant="shop", salt="s", request=request, side=Side.CUSTOMER,
                              author="guest", at=START + timedelta(seconds=n), text=CustomerText(mark_safe(TEXT)))
                for n in range(thread)
            ])  # fmt: skip

    def _insert(self, records: Sequence[Record]) -> None:
        if not records:
            return
        kind = records[0].record_type
        marks = ", ".join("?" * len(kind.columns))
        with sqlite3.connect(self.path) as db:
            db.executemany(f"INSERT INTO helpdesk_core_{kind.name} VALUES ({marks})", map(kind.encode, records))
        db.close()
        with sqlite3.connect(self.path) as db:
            db.execute("ANALYZE")
        db.close()

    def record(self, do: Callable[[], Any]) -> list[Statements]:
        """Run once and write down each operation's statements."""
        found: Statements = []
        sessions: Any = self.store.sessions
        originals = sessions.reading, sessions.writing

        def watch(make: Any, writes: bool) -> Any:
            @contextmanager
            def watched(**given: Any) -> Iterator[Any]:
                with make(**given) as cursor:
                    found.extend([("BEGIN IMMEDIATE", (), False)] if writes else [])
                    yield _Recorder(cursor, found)
                    found.extend([("COMMIT", (), False)] if writes else [])

            return watched

        sessions.reading, sessions.writing = watch(originals[0], False), watch(originals[1], True)
        try:
            do()
        finally:
            sessions.reading, sessions.writing = originals
        return [found]


class _Recorder:
    def __init__(self, cursor: Any, found: Statements) -> None:
        self._cursor, self._found = cursor, found

    def execute(self, sql: str, params: Any = ()) -> Any:
        self._found.append((sql, params, False))
        return self._cursor.execute(sql, params)

    def executemany(self, sql: str, params: Any) -> Any:
        self._found.append((sql, list(params), True))
        return self._cursor.executemany(sql, params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def _request(n: int, size: int) -> ServiceRequest:
    """Three in a hundred are open, as in a shop that is up with its work."""
    closed = n % 100 >= 3 and n < size - 2000 if size > 10_000 else n % 10 >= 3
    created = START + timedelta(minutes=n % 400_000, microseconds=n)
    return ServiceRequest(
        id=f"{n * 2654435761 % 2**32:08x}{n:024x}",
        tenant="shop",
        reference=f"{n:08d}",
        phase=Phase.CANCELLED if closed else Phase.IN_REVIEW,
        status="cancelled" if closed else ("in_review", "sorted")[n % 2],
        priority=n % 4,
        urgency=Urgency.SOON,
        subject=mark_safe("It does not start"),
        last_words=mark_safe("Yes, it stays dark."),
        last_at=created,
        waits=True,
        waits_since=created,
        device=mark_safe("Dell XPS 13"),
        **serial_values(mark_safe(f"XK-{n // 3:07d}")),
        surname=mark_safe("Nowak"),
        language="pl",
        customer=f"c{n % max(1, size // 50)}",
        source=Source.WEB,
        assignee=("anna", "tom", None)[n % 3],
        created_at=created,
        updated_at=created,
        closed_at=created if closed else None,
    )


def raw_connection(path: Path, synchronous: str) -> sqlite3.Connection:
    """What a careful program on plain sqlite3 would use."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON"):
        db.execute(f"PRAGMA {pragma}")
    return db


def replay(db: sqlite3.Connection, operations: list[Statements]) -> None:
    """The same statements, on plain sqlite3."""
    cursor = db.cursor()
    for statements in operations:
        for sql, params, many in statements:
            if many:
                cursor.executemany(sql, params)
            else:
                cursor.execute(sql, params)
                if sql.startswith("SELECT"):
                    cursor.fetchall()


def cpu(do: Callable[[], Any]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    do()
    return time.process_time() - start


class Bench:
    """One operation: done by the desk, and replayed on plain sqlite3."""

    def __init__(
        self,
        name: str,
        shop: Shop,
        one: Callable[[int], Any],
        writes: bool,
        synchronous: str = "NORMAL",
        each: int = 60,
    ) -> None:
        self.name, self.shop, self.one, self.writes, self.synchronous, self.each = (
            name,
            shop,
            one,
            writes,
            synchronous,
            each,
        )
        self.ours: list[float] = []
        self.raw: list[float] = []
        self._n = 0

    def round(self) -> None:
        """One interleaved round: record on a copy, replay it on another, time the desk."""
        numbers = range(self._n, self._n + self.each)
        self._n += self.each
        self.ours.append(cpu(lambda: [self.one(n) for n in numbers]) / self.each)
        self.raw.append(self._raw() / self.each)

    def _raw(self) -> float:
        numbers = range(self._n, self._n + self.each)
        self._n += self.each
        if not self.writes:
            operations = [ops for n in numbers for ops in self.shop.record(lambda n=n: self.one(n))]
            db = raw_connection(self.shop.path, self.synchronous)
            taken = cpu(lambda: replay(db, operations))
            db.close()
            return taken
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.sqlite"
            with sqlite3.connect(self.shop.path) as source, sqlite3.connect(copy) as target:
                source.backup(target)
            source.close()
            target.close()
            operations = [ops for n in numbers for ops in self.shop.record(lambda n=n: self.one(n))]
            db = raw_connection(copy, self.synchronous)
            taken = cpu(lambda: replay(db, operations))
            db.close()
            return taken

    @property
    def share(self) -> float:
        """Plain sqlite3's time as a share of ours."""
        return statistics.median(self.raw) / statistics.median(self.ours)


def writers(shop: Shop) -> tuple[Callable[[int], Any], Callable[[int], Any]]:
    """W1 and W2 on a shop."""
    desk = shop.desk
    words = {"problem": TEXT, "device": "Dell XPS 13", "surname": "Nowak", "contact": "jan@example.com"}
    mark = secrets.token_hex(4)

    def create(n: int) -> None:
        desk.do(desk.read(SubmitRequest, words), Guest(), key=f"{mark}c{n}")

    open_ones = [one for one in shop.requests if one.closed_at is None]

    def reply(n: int) -> None:
        request = open_ones[n % len(open_ones)].id
        status = ("in_progress", "ready")[n // len(open_ones) % 2]
        fields = {"request": request, "text": TEXT, "status": status}
        desk.do(desk.read(ReplyToCustomer, fields), ANNA, key=f"{mark}r{n}")

    return create, reply


def readers(shop: Shop) -> dict[str, Callable[[int], Any]]:
    """W3, W4 with its filters, W6 on a shop."""
    desk, known = shop.desk, shop.requests
    deep = Cursor((2, (START + timedelta(days=100)).isoformat(timespec="microseconds")[:26] + "Z", "0"))

    def track(n: int) -> None:
        fields = {"reference": known[n % len(known)].reference, "surname": "nowak"}
        desk.handle(desk.read(TrackRequest, fields), Guest(client="net"))

    def own(n: int) -> None:
        customer = known[n % len(known)].customer or ""
        desk.view(view_customer_list, Customer(id=customer))

    def owned(one: ServiceRequest) -> tuple[str, str]:
        fields = {"brand": "Dell", "model": "XPS 13", "serial": str(one.serial)}
        owner = Customer(id=one.customer or "")
        return owner.id, desk.do(desk.read(AddDevice, fields), owner).device

    devices = [owned(one) for one in known[:60:3]]

    def own_history(n: int) -> None:
        customer, device = devices[n % len(devices)]
        desk.view(view_own_device_history, Customer(id=customer), device)

    return {
        "device history": lambda n: desk.view(view_device_history, ANNA, known[n % len(known)].id),
        "own device history": own_history,
        "W3 track": track,
        "W4 queue": lambda n: desk.view(view_queue, ANNA),
        "W4 mine": lambda n: desk.view(view_queue, ANNA, assignee="anna"),
        "W4 by status": lambda n: desk.view(view_queue, ANNA, status="in_review"),
        "W4 both": lambda n: desk.view(view_queue, ANNA, assignee="anna", status="in_review"),
        "W4 deep page": lambda n: desk.view(view_queue, ANNA, after=deep.encode()),
        "W6 own list": own,
    }


def p95(do: Callable[[int], Any], times: int = 300) -> float:
    """The 95th percentile of single calls, in CPU seconds."""
    taken = sorted(cpu(lambda n=n: do(n)) for n in range(times))
    return taken[int(len(taken) * 0.95)]


def import_ratio() -> tuple[float, float]:
    """Importing the library ÷ importing attrs, cattrs and pluggy; and ÷ importing all five dependencies."""

    def seconds(code: str) -> float:
        script = f"import time; s=time.process_time(); {code}; print(time.process_time()-s)"
        runs = [
            float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
            for _ in range(9)
        ]
        return statistics.median(runs)

    ours, three = seconds("import helpdesk_core"), seconds("import attrs, cattrs, pluggy")
    five = seconds("import attrs, cattrs, pluggy, sqlalchemy, babel, babel.numbers, babel.dates")
    return ours / three, ours / five


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--million", action="store_true", help="also measure at 1,000,000 requests")
    parser.add_argument("--pages", action="store_true", help="measure the pages only")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.pages:
        figures = pages.figures(options.rounds) | pages.beside_jinja(options.rounds)
    else:
        figures = operations(options)
    table = Table("figure", "value")
    for key, value in figures.items():
        table.add_row(key, f"{value:.2f}")
    console.print(table)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


def operations(options: argparse.Namespace) -> dict[str, float]:
    """The shares of plain sqlite3, and what importing costs."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        normal, full = Shop(folder, 10_000), Shop(folder, 10_000, "FULL")
        create, reply = writers(normal)
        create_full, reply_full = writers(full)
        benches = [
            Bench("W1 create", normal, create, True), Bench("W2 reply", normal, reply, True),
            Bench("W1 create, FULL", full, create_full, True, "FULL"),
            Bench("W2 reply, FULL", full, reply_full, True, "FULL"),
            *(Bench(name, normal, one, False) for name, one in readers(normal).items()),
        ]  # fmt: skip
        for _ in track(range(options.rounds), "rounds", console=console):
            for bench in benches:
                bench.round()
        figures |= {f"{bench.name}, share of plain sqlite3": bench.share for bench in benches}
        figures["redaction of 200 characters, microseconds"] = (
            cpu(lambda: [redact(TEXT) for _ in range(2000)]) / 2000 * 1e6
        )
        figures |= _threads(folder)
        if options.million:
            figures |= _million(folder, normal)
    figures["import ÷ attrs, cattrs, pluggy"], figures["import ÷ the five dependencies"] = import_ratio()
    return figures


def _threads(folder: Path) -> dict[str, float]:
    short, long = Shop(folder, 1, thread=5), Shop(folder, 1, thread=5000)
    taken: dict[str, list[float]] = {"short": [], "long": []}
    ones = {"short": writers(short)[1], "long": writers(long)[1]}
    for round_ in range(9):
        for name, one in ones.items():
            taken[name].append(cpu(lambda one=one, r=round_: [one(r * 100 + n) for n in range(40)]))
    return {"reply to a thread of 5,000 ÷ of 5": statistics.median(taken["long"]) / statistics.median(taken["short"])}


def _million(folder: Path, small: Shop) -> dict[str, float]:
    console.print("filling 1,000,000 requests …")
    large = Shop(folder, 1_000_000)
    ones_small, ones_large = readers(small), readers(large)
    return {
        f"{name}, p95 at 1,000,000 ÷ at 10,000": p95(ones_large[name]) / p95(ones_small[name]) for name in ones_small
    }


if __name__ == "__main__":
    main()
