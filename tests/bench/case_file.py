"""How long papers take beside empty ones: ``python tests/bench/case_file.py [--entries 200] [--labels 1000]``.

A case file and an invoice beside an empty document, a file of labels beside as many empty pages. Both are made in turns
in the same run, with other words each time, since typst remembers what it has set; the figure is the ratio of the
medians of processor time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import attrs
import typst
from rich.console import Console

from helpdesk_core import Agent, Guest, Refusal, Settings
from helpdesk_core.adapters.documents import InvoiceDocuments, ShipmentPapers
from helpdesk_core.adapters.documents.signing import signing_keys
from helpdesk_core.adapters.documents.typesetting import STANDARDS, TypstDocuments
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.case_files.model import CaseFile
from helpdesk_core.case_files.printing import make
from helpdesk_core.commands import (
    DraftInvoice,
    EnterCode,
    IssueInvoice,
    ReplyToCustomer,
    ReplyToShop,
    RequestCode,
    SubmitRequest,
)
from helpdesk_core.contacts.model import CODES
from helpdesk_core.i18n import Translator
from helpdesk_core.invoices.views import InvoiceView
from helpdesk_core.shipments.views import OwnShipment
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.views import view_case_file, view_invoice

ANNA = Agent(id="anna", name="Anna Nowak")
EMAIL = "maria@example.com"


def grown(entries: int) -> tuple[FixtureDesk, CaseFile]:
    """A request with so many entries in its history, and its file."""
    desk = make_desk(settings=Settings(company="Serwis", tax_rates=(2300,), currency="PLN"))
    words = {"problem": "The screen is cracked.", "device": "iPhone 13", "surname": "Nowak", "contact": EMAIL}
    made = desk.do(desk.read(SubmitRequest, words), Guest())
    at = {"link": desk.keyring.link(made.request, made.generation), "contact": EMAIL}
    desk.clock.move(minutes=2)
    desk.do(desk.read(RequestCode, at), Guest())
    with desk.reading() as reader:
        code = max(reader.find(CODES, {"request": made.request}), key=lambda one: one.asked_at)
    entered = desk.do(desk.read(EnterCode, {**at, "code": desk.keyring.code(code.id, code.number)}), Guest())
    guest = desk.guest(entered.grant)
    for number in range(entries):
        text = {"request": made.request, "text": f"Message {number}: when will it be ready? By Thursday, I hope."}
        kind, actor = ((ReplyToShop, guest), (ReplyToCustomer, ANNA))[number % 2]
        desk.do(desk.read(kind, text), actor)  # type: ignore[arg-type]
        desk.clock.move(seconds=timedelta(minutes=1).seconds)
    shown = desk.view(view_case_file, desk.guest(entered.grant), made.request, language="en")
    if isinstance(shown, Refusal):
        raise SystemExit(shown.code)
    return desk, shown.file


def reworded(file: CaseFile, number: int) -> CaseFile:
    """The same file with other words in every message."""
    events = (
        attrs.evolve(
            one,
            words=tuple(
                attrs.evolve(said, text=CustomerText(mark_safe(f"{said.text} ({number})"))) for said in one.words
            ),
        )
        for one in file.history.events
    )
    return attrs.evolve(file, history=attrs.evolve(file.history, events=tuple(events)))


def issued(desk: FixtureDesk, number: int) -> InvoiceView:
    """An invoice of three lines."""
    words = {"problem": "It is broken.", "device": "iPhone 13", "surname": "Nowak", "contact": f"c{number}@example.com"}
    request, today = desk.do(desk.read(SubmitRequest, words), Guest()).request, desk.clock().date()
    lines = [{"text": f"Part {place}", "unit_price": "620", "tax_rate": 2300} for place in range(3)]
    buyer = {"buyer_name": f"Firma {number}", "buyer_address": f"ul. Prosta {number}, 00-001 Warszawa", "lines": lines}
    drafted = desk.do(desk.read(DraftInvoice, {"request": request, "sold_on": today, "due_on": today, **buyer}), ANNA)
    sent = {"request": request, "digest": drafted.digest, "unconfirmed": "yes"}
    return desk.show(view_invoice, ANNA, desk.do(desk.read(IssueInvoice, sent), ANNA).invoice)


def shipment(parcels: int, number: int, now: datetime) -> OwnShipment:
    """One that goes in so many parcels."""
    sender, method = f"Świętosława {number}", "courier"
    return OwnShipment(
        number=f"S-2026-{number:05}", sender=sender, location=None, method=method, point=None, parcels=parcels,
        is_ready=True, packed_at=now, confirmed_at=now, digest="", orders=(),
    )  # fmt: skip


def timed(call: Callable[[], Any]) -> float:
    """How long a call takes, in seconds of this process."""
    began = time.process_time()
    call()
    return time.process_time() - began


def empty(number: int, pages: int = 1) -> Callable[[], object]:
    """A document with nothing on its pages but a number on the first."""
    breaks = f"#for n in range({pages - 1}) {{ pagebreak() }}"
    size = "#set page(width: 100mm, height: 150mm)\n" if pages > 1 else ""
    source = f'#set document(title: "{number}")\n{size}{number}\n{breaks}'.encode()
    return lambda: typst.compile(source, format="pdf", pdf_standards=STANDARDS)


def compared(name: str, whole: Callable[[int], Callable[[], Any]], rounds: int, pages: int = 1) -> None:
    """Make both in turns, and say how they stand."""
    pairs = [(timed(empty(number, pages)), timed(whole(number))) for number in range(rounds + 1)][1:]
    before, after = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
    Console().print(f"{name}: {after:.0f} ms; empty {before:.0f} ms; ratio {after / before:.2f}")


def main() -> None:
    """Measure, and say it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    desk, file = grown(given.entries)
    key, documents = signing_keys(desk.keyring, desk.tenant)[0], TypstDocuments()
    settings = Settings(company="Serwis Świętosława", address="ul. Prosta 1, 00-001 Warszawa")
    papers, now = ShipmentPapers(settings=settings, t=Translator("pl", zone=settings.zone)), desk.clock()

    def case_file(number: int) -> Callable[[], object]:
        other = reworded(file, number)
        return lambda: key.seal(make(other, documents, key.sign))

    def invoice(number: int) -> Callable[[], object]:
        shown = issued(desk, number)
        return lambda: InvoiceDocuments(desk.tenant, settings.zone).pdf(shown)

    def labels(number: int) -> Callable[[], object]:
        packed = shipment(given.labels, number, now)
        return lambda: papers.labels(packed, now)

    compared(f"a case file of {len(file.history.events)} entries", case_file, given.rounds)
    compared("an invoice", invoice, given.rounds)
    compared(f"{given.labels} labels", labels, max(1, given.rounds // 5), given.labels)


if __name__ == "__main__":
    main()
