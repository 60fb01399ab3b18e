"""Whether numbers of invoices have gaps or doubles: sixteen processes that issue as fast as they can.

``python tests/bench/numbering.py [--writers 16] [--each 1000] [--postgres URL]``. Each writer has a request of its own
for every 20 invoices; what is refused because somebody was quicker is asked for again, as a person does. Printed: how
many were issued, the gaps, the doubles, what else went wrong, and how long it took.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from helpdesk_core import Agent, Guest, Helpdesk, Refusal, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import DraftInvoice, IssueInvoice, SubmitRequest
from helpdesk_core.invoices.model import Invoice, InvoiceSeries

ANNA = Agent(id="anna", name="Anna Nowak")
ON_ONE_REQUEST, TRIES = 20, 50
NUMBERS = Query(Invoice, order=("issued_at", "id"), columns=("issued_at", "id", "sequence"))
WORDS = {"problem": "It does not start.", "device": "Dell XPS 13", "surname": "Nowak"}
LINES = [{"text": "Screen", "unit_price": "620", "tax_rate": 2300}]


def opened(place: str) -> Helpdesk:
    """The desk on a file, or on PostgreSQL."""
    store = SqlStore.postgresql(place) if "://" in place else SqlStore.sqlite(Path(place))
    settings = Settings(company="Shop", address="Warszawa", tax_rates=(2300,), currency="PLN")
    return Helpdesk(store, secret=[bytes(range(32))], settings=settings)


def tried(desk: Helpdesk, command: Any) -> Any:
    """What came of it; asked again where somebody was quicker, or the database was busy."""
    for again in range(TRIES):
        try:
            found = desk.handle(command, ANNA)
        except Exception:
            if again == TRIES - 1:
                raise
            time.sleep(0.02 * again)
            continue
        if not isinstance(found, Refusal):
            return found
    raise RuntimeError(f"refused {TRIES} times: {found.code}")


def write(place: str, writer: int, count: int, wrong: Any) -> None:
    """Issue so many."""
    desk, request = opened(place), ""
    today = desk.clock().date()
    days = {"sold_on": today, "due_on": today + timedelta(days=14)}
    for n in range(count):
        try:
            if n % ON_ONE_REQUEST == 0:
                sent = {**WORDS, "contact": f"w{writer}n{n}@example.com"}
                request = desk.do(desk.read(SubmitRequest, sent), Guest()).request
            fields = {"request": request, "buyer_name": f"Writer {writer}", "lines": LINES, **days}
            drafted = tried(desk, desk.read(DraftInvoice, fields))
            sent = {"request": request, "digest": drafted.digest, "unconfirmed": "yes"}
            tried(desk, desk.read(IssueInvoice, sent))
        except Exception as error:
            wrong.put(f"{writer}.{n}: {type(error).__name__}: {error}"[:200])
    desk.close()


def numbers(desk: Helpdesk) -> tuple[list[int], int]:
    """All that were given, and the last of the series."""
    found: list[int] = []
    with desk.reading() as reader:
        last = None
        while page := reader.find(NUMBERS, {}, after=last, limit=1000):
            found += [sequence for _, _, sequence in page]
            last = NUMBERS.cursor_of(page[-1])
        (series,) = reader.find(Query(InvoiceSeries, order=("id",)), {}, limit=2)
    return sorted(found), series.last


def measure(place: str, writers: int, each: int) -> dict[str, Any]:
    """All of it."""
    desk, context = opened(place), multiprocessing.get_context("spawn")
    wrong: Any = context.Queue()
    began = time.monotonic()
    processes = [context.Process(target=write, args=(place, number, each, wrong)) for number in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    took = time.monotonic() - began
    found, last = numbers(desk)
    return {
        "issued": len(found),
        "gaps": len(set(range(1, last + 1)) - set(found)),
        "doubles": len(found) - len(set(found)),
        "wrong": [wrong.get() for _ in range(wrong.qsize())],
        "findings of an audit": len(desk.verify()),
        "seconds": round(took),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--postgres", help="the URL of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.postgres or str(Path(folder) / "shop.sqlite")
        found = measure(place, given.writers, given.each)
    for name, value in found.items():
        Console().print(f"{name}: {value}")


if __name__ == "__main__":
    main()
