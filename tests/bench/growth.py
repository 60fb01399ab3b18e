"""What grows with a shop: the dashboard, a device's history, lists of invoices, at 10,000 and at more requests.

``python tests/bench/growth.py [--requests 1000000] [--rounds 3] [--json FILE]``. The requests, a quarter of them with
an invoice, are written straight into the tables, with as many open ones and invoices for each customer in both shops.
Printed: the 95th percentile of each in CPU time, taken in turns, and the ratio, the median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import run
from rich.console import Console
from rich.table import Table

from helpdesk_core import Agent, Customer, Guest, Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.tables import PREFIX
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.records import Record
from helpdesk_core.commands import AddDevice, DraftInvoice, IssueInvoice, SubmitRequest
from helpdesk_core.guardrails.decisions import decide, evidence
from helpdesk_core.invoices.model import Invoice, Settlement
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import (
    view_dashboard,
    view_device_history,
    view_invoice_list,
    view_own_device_history,
    view_own_invoices,
)

SMALL, EACH, OPEN, CHUNK = 10_000, 50, 3, 10_000
ANNA = Agent(id="anna", name="Anna Nowak")
NOW = datetime.now(UTC)
SETTLED = (Settlement.PAID, Settlement.PAID, Settlement.PAID, Settlement.UNPAID)
WORDS = {"problem": "It does not start.", "device": "Dell XPS 13", "surname": "Nowak", "contact": "jan@example.com"}
INVOICE = {
    "buyer_name": "Jan Nowak",
    "buyer_address": "ul. Prosta 1, 00-001 Warszawa",
    "lines": [{"text": "Screen", "unit_price": "620", "tax_rate": 2300}],
}


class Grown:
    """A shop on a file, filled with requests and invoices."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path, self.size, self.customers = folder / f"{size}.sqlite", size, size // EACH
        settings = Settings(company="Shop", address="Warszawa", tax_rates=(2300,), currency="PLN")
        self.desk = Helpdesk(SqlStore.sqlite(self.path), secret=[bytes(range(32))], settings=settings)
        self.model = self._issued()
        with sqlite3.connect(self.path) as db:
            db.execute("PRAGMA synchronous=OFF")
            for start in range(0, size, CHUNK):
                numbers = range(start, min(start + CHUNK, size))
                self._insert(db, [self._request(n) for n in numbers])
                invoices = [self._invoice(n) for n in numbers if self._has_invoice(n)]
                self._insert(db, [invoice for invoice, _ in invoices])
                self._insert(db, [decision for _, decision in invoices])
                db.commit()
            db.execute("ANALYZE")
        db.close()
        self.devices = [self._device(n) for n in range(7, size, size // 20)]

    def _issued(self) -> Invoice:
        """One that the desk itself issued: the others are copies of it."""
        desk, today = self.desk, NOW.date()
        made = desk.do(desk.read(SubmitRequest, WORDS), Guest())
        days = {"sold_on": today, "due_on": today + timedelta(days=14)}
        drafted = desk.do(desk.read(DraftInvoice, {"request": made.request, **INVOICE, **days}), ANNA)
        sent = {"request": made.request, "digest": drafted.digest, "unconfirmed": "yes"}
        issued = desk.do(desk.read(IssueInvoice, sent), ANNA)
        with desk.reading() as reader:
            found = reader.load(Invoice, issued.invoice)
        assert found is not None
        return found

    def _id(self, n: int) -> str:
        return f"{n * 2654435761 % 2**32:08x}{n:024x}"

    def _has_invoice(self, n: int) -> bool:
        return n // self.customers % 4 == 0

    def _request(self, n: int) -> ServiceRequest:
        closed = n // self.customers >= OPEN
        at = NOW - timedelta(seconds=30 * (self.size - n))
        return run._request(n, SMALL).changed(
            customer=f"c{n % self.customers}",
            phase=Phase.CANCELLED if closed else Phase.IN_REVIEW,
            status="cancelled" if closed else "in_review",
            closed_at=at if closed else None,
            created_at=at,
            updated_at=at,
            has=("invoices",) if self._has_invoice(n) else (),
        )

    def _invoice(self, n: int) -> tuple[Invoice, Record]:
        at = NOW - timedelta(seconds=30 * (self.size - n))
        bare = self.model.changed(
            id=f"i{n:031}",
            request=self._id(n),
            number=f"FV/2020/{n + 1}",
            sequence=n + 1,
            issued_at=at,
            issued_on=at.date(),
            settlement=SETTLED[n % 4],
        )
        made = bare.committed(Effect.PUBLISH, f"{n:032}")
        decision = decide(Effect.PUBLISH, made, subject=made.request, by=evidence(ANNA), now=at)
        return made.changed(decided=decision.id), decision

    def _device(self, n: int) -> tuple[Customer, str, str]:
        owner = Customer(id=f"c{n % self.customers}")
        serial = str(self._request(n).serial)
        made = self.desk.do(self.desk.read(AddDevice, {"brand": "Dell", "model": "XPS 13", "serial": serial}), owner)
        return owner, made.device, self._id(n)

    @staticmethod
    def _insert(db: sqlite3.Connection, records: list[Any]) -> None:
        if not records:
            return
        kind = records[0].record_type
        marks = ", ".join("?" * len(kind.columns))
        db.executemany(f"INSERT INTO {PREFIX}{kind.name} VALUES ({marks})", map(kind.encode, records))

    def looks(self) -> dict[str, Callable[[int], Any]]:
        """What is looked at, by the number of the look."""
        desk, customers, devices = self.desk, self.customers, self.devices

        def customer(n: int) -> Customer:
            return Customer(id=f"c{n * 37 % customers}", signed_in_at=datetime.now(UTC))

        def history(n: int) -> Any:
            owner, device, _ = devices[n % len(devices)]
            return desk.view(view_own_device_history, owner, device)

        return {
            "dashboard": lambda n: desk.view(view_dashboard, customer(n)),
            "history of a device, staff": lambda n: desk.view(view_device_history, ANNA, devices[n % len(devices)][2]),
            "history of a device, owner": history,
            "invoices, all": lambda n: desk.view(view_invoice_list, ANNA),
            "invoices, unpaid": lambda n: desk.view(view_invoice_list, ANNA, settlement=Settlement.UNPAID),
            "invoices, by number": lambda n: desk.view(view_invoice_list, ANNA, number=f"FV/2020/{n % 200 + 1}"),
            "invoices of a customer": lambda n: desk.view(view_own_invoices, customer(n)),
        }


def p95s(looks: tuple[Callable[[int], Any], ...], times: int = 600) -> list[float]:
    """The 95th percentile of each in milliseconds of CPU time, taken call by call in turns."""
    taken: list[list[float]] = [[] for _ in looks]
    for n in range(times):
        for place, look in enumerate(looks):
            taken[place].append(run.cpu(lambda look=look, n=n: look(n)) * 1000)
    return [sorted(one)[int(times * 0.95)] for one in taken]


def ratios(small: Grown, large: Grown, rounds: int) -> Iterable[tuple[str, float, float, float]]:
    """For each look the two percentiles and their ratio, medians of the rounds; the first one warms up."""
    few, many = small.looks(), large.looks()
    for name in few:
        pairs = [p95s((few[name], many[name])) for _ in range(rounds + 1)][1:]
        before, after = (statistics.median(one) for one in zip(*pairs, strict=True))
        yield name, before, after, statistics.median(b / a for a, b in pairs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    table = Table("", "at 10,000, ms", f"at {given.requests:,}, ms", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        small, large = Grown(Path(folder), SMALL), Grown(Path(folder), given.requests)
        found = list(ratios(small, large, given.rounds))
    for name, before, after, ratio in found:
        table.add_row(name, f"{before:.2f}", f"{after:.2f}", f"{ratio:.2f}")
    Console().print(table)
    if given.json:
        given.json.write_text(json.dumps({name: ratio for name, _, _, ratio in found}, indent=1))


if __name__ == "__main__":
    main()
