"""Invoices: what they come to, what can be issued, numbers without gaps, corrections and advances."""

from __future__ import annotations

import io
import re
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.invoices import draft, fields, issue
from capabilities.quotes import offer
from capabilities.scene import SHOP, Scene
from helpdesk_core import InputError, Money, Refusal, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.changes import Save, Touch
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    ApproveQuote,
    AskForCheckout,
    DraftInvoice,
    EraseRequest,
    IssueInvoice,
)
from helpdesk_core.guardrails.gate import GuardViolation, Writing, seal
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.invoices import views
from helpdesk_core.invoices.changes import InvoiceDiscarded
from helpdesk_core.invoices.model import Invoice, InvoiceSeries, Settlement
from helpdesk_core.testing import make_desk
from helpdesk_core.views import (
    view_choice,
    view_invoice,
    view_invoice_list,
    view_invoices,
    view_own_invoices,
    view_place,
    view_request_devices,
)

TAXED = attrs.evolve(SHOP, tax_rates=(2300, 800, 0))


def pln(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


def shop(settings: Settings = TAXED) -> Scene:
    return Scene.in_phase("in_review", make_desk(settings=settings))


def stored(scene: Scene, id: str) -> Invoice:
    with scene.desk.reading() as reader:
        found = reader.load(Invoice, id)
    assert found is not None
    return found


def lines(*rows: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"text": "Part", "unit_price": price, "quantity": count, "tax_rate": rate} for price, count, rate in rows]


def test_tax_is_rounded_once_for_each_rate() -> None:
    """Three net lines whose tax is a fraction of a grosz: rounded one by one they come to something else (Polish VAT
    act, article 106e (1) 14)."""
    scene = shop(attrs.evolve(TAXED, prices="net"))
    made = issue(scene.desk, scene.request, lines=lines(("0.02", 1, 2300), ("0.02", 1, 2300), ("0.02", 1, 2300)))
    (share,) = stored(scene, made.invoice).shares
    assert (share.gross, share.tax) == (pln(7), pln(1))


def test_three_halves_of_a_grosz_are_two() -> None:
    """Three net lines of a grosz at a rate of half: rounded one by one they would come to three."""
    scene = shop(attrs.evolve(TAXED, prices="net", tax_rates=(5000,)))
    made = issue(scene.desk, scene.request, lines=lines(*[("0.01", 1, 5000)] * 3))
    (share,) = stored(scene, made.invoice).shares
    assert (share.gross, share.tax) == (pln(5), pln(2))
    values = {"kind": "credit", "corrects": made.invoice, "reason": "Cancelled."}
    issue(scene.desk, scene.request, lines=[], **values)
    assert stored(scene, made.invoice).due == pln(0)


def test_a_gross_total_is_what_was_said() -> None:
    """The tax is taken out of the sum, so that the customer pays exactly the sum of the lines."""
    scene = shop()
    made = issue(scene.desk, scene.request, lines=lines(("99.99", 3, 2300), ("10", 1, 800)))
    found = stored(scene, made.invoice)
    assert found.gross == pln(30_997)
    assert [(one.rate, one.tax.minor) for one in found.shares] == [(800, 74), (2300, 5609)]


def test_numbers_follow_one_another_through_a_year_and_begin_again_in_the_next() -> None:
    """By the calendar of the shop: the new year comes an hour earlier in Warsaw."""
    scene = shop()
    numbers = [issue(scene.desk, scene.request).number for _ in range(2)]
    scene.desk.clock.now = scene.desk.clock.now.replace(month=12, day=31, hour=23, minute=30)  # type: ignore[attr-defined]
    numbers.append(issue(scene.desk, scene.request, due_on="2027-01-14").number)
    assert numbers == ["FV/2026/1", "FV/2026/2", "FV/2027/1"]


def test_sixteen_writers_leave_no_gap_and_no_double(tmp_path: Path) -> None:
    """Each of them on the shop's one series; what was given stands in the series' own history."""
    desk = make_desk(SqlStore.sqlite(tmp_path / "shop.sqlite"), settings=TAXED)
    each, writers, found, wrong = 2, 16, list[str](), list[Any]()
    requests = [j.submit(desk, contact=f"w{n}@example.com").request for n in range(writers)]

    def write(request: str) -> None:
        for _ in range(each):
            made = draft(desk, request)
            answer = j.attempt(desk, IssueInvoice, j.ANNA, request=request, digest=made.digest, unconfirmed="yes")
            (wrong if isinstance(answer, Refusal) else found).append(getattr(answer, "number", answer))

    threads = [threading.Thread(target=write, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sorted(int(number.rpartition("/")[2]) for number in found) == list(range(1, each * writers + 1))
    with desk.reading() as reader:
        (series,) = reader.find(Query(InvoiceSeries), {})
        given = reader.find(LATEST_ENTRIES, {"subject": series.id}, limit=99)
    assert series.last == len(given) == each * writers
    assert desk.verify() == ()


def test_the_draft_that_was_read_is_the_one_that_is_issued() -> None:
    """What was written since is refused, and gives no number."""
    scene = shop()
    made = draft(scene.desk, scene.request)
    again = draft(scene.desk, scene.request, buyer_name="Jan Nowak", seen=made.digest)
    refused = j.attempt(scene.desk, IssueInvoice, j.ANNA, request=scene.request, digest=made.digest)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.invoice_changed"
    issued = j.do(scene.desk, IssueInvoice, j.ANNA, request=scene.request, digest=again.digest)
    assert issued.number == "FV/2026/1"


def test_nothing_is_issued_before_the_settings_say_who_sells() -> None:
    """An invoice without a seller is none (Polish VAT act, article 106e (1) 3)."""
    scene = shop(attrs.evolve(TAXED, company=""))
    made = draft(scene.desk, scene.request)
    refused = j.attempt(scene.desk, IssueInvoice, j.ANNA, request=scene.request, digest=made.digest)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.invoice_no_seller"


def test_an_issued_invoice_never_changes() -> None:
    """The gate refuses whatever rule tries: only how far it is paid is counted on."""
    scene = shop()
    before = stored(scene, issue(scene.desk, scene.request).invoice)
    writing = Writing(
        tenant=before.tenant, actor=j.ANNA, now=scene.desk.clock(), settings=TAXED, new_id=lambda: "0" * 32
    )
    request = j.stored(scene.desk, scene.made)
    touched = Touch(before=request, after=request, changes=(InvoiceDiscarded(draft="x"),))
    with pytest.raises(GuardViolation, match="an issued invoice changes"):
        seal(writing, (touched,), (Save(before=before, after=before.changed(gross=pln(1))),))
    assert before.counted(paid=before.gross).check_write(before, "agent", TAXED) is None


def test_a_secret_typed_into_an_invoice_can_be_taken_out() -> None:
    """A decision of its own, and another document: the one that was kept is deleted."""
    scene = shop()
    secret = issue(scene.desk, scene.request, lines=[{"text": "Part for Zebra77", "unit_price": "10"}])
    before = stored(scene, secret.invoice)
    scene.desk.files.put(before.file_keys[0], io.BytesIO(b"%PDF"), type="application/pdf")  # type: ignore[attr-defined]
    place: Any = scene.desk.view(view_place, j.BOSS, scene.request, words="Zebra77")
    scene.desk.do(place.command, j.BOSS)
    scene.desk.deliver(99)
    after = stored(scene, secret.invoice)
    assert "Zebra77" not in str(after.lines[0].text)
    assert (after.number, after.gross, after.shares) == (before.number, before.gross, before.shares)
    with pytest.raises(FileNotFoundError):
        scene.desk.files.open(before.file_keys[0])  # type: ignore[attr-defined]
    assert scene.desk.verify() == ()


def test_an_approved_quote_is_what_a_new_invoice_begins_with() -> None:
    """The lines that the customer chose, and no others."""
    scene = Scene.in_phase("in_review")
    quote = offer(scene.desk, scene.request)
    chosen: Any = scene.desk.view(view_choice, scene.guest, scene.request, options=["B"])
    at = {"request": scene.request, "quote": quote.quote, "digest": chosen.digest, "options": ["B"]}
    j.do(scene.desk, ApproveQuote, scene.guest, **at)
    found: Any = scene.desk.view(view_invoices, j.ANNA, scene.request)
    assert [str(line.text) for line in found.lines] == ["Screen, compatible", "Labour"]
    assert found.buyer_name == "Kowalska"


def test_a_line_of_a_quote_for_one_of_several_devices_says_which() -> None:
    """An invoice has no groups: number and name stand in front, and never make a line too long."""
    more = ({"device": "iPad Air of the office on the second floor, with its keyboard, its pen and its case"},)
    scene = Scene.in_phase("in_review", devices=more)
    devices: Any = scene.desk.view(view_request_devices, j.ANNA, scene.request)
    first, second = (one.device.id for one in devices.rows)
    line = {"unit_price": "100", "tax_rate": 0}
    lines = (
        {"text": "Delivery", **line},
        {"text": "Screen", "device": first, **line},
        {"text": "Battery " + "x" * 242, "device": second, **line},
        {"text": "y" * 299, "device": second, **line},
    )
    quote = offer(scene.desk, scene.request, lines)
    chosen: Any = scene.desk.view(view_choice, scene.guest, scene.request)
    at = {"request": scene.request, "quote": quote.quote, "digest": chosen.digest}
    j.do(scene.desk, ApproveQuote, scene.guest, **at)
    found: Any = scene.desk.view(view_invoices, j.ANNA, scene.request)
    texts = [one.text for one in found.lines]
    assert texts[0] == "Delivery"
    assert texts[1].startswith("1. ")
    assert texts[1].endswith(": Screen")
    assert re.fullmatch(r"2\. iPad Air [a-z ,]*…: Battery x+", texts[2])
    assert texts[3] == "y" * 299
    assert max(map(len, texts)) <= 300


def test_an_advance_is_taken_off_the_final_invoice_rate_by_rate() -> None:
    """Once: the invoice after it takes nothing off any more (Polish VAT act, article 106f (3))."""
    scene = shop()
    advance = issue(scene.desk, scene.request, kind="advance", lines=lines(("100", 1, 2300)))
    final = stored(scene, issue(scene.desk, scene.request, lines=lines(("300", 1, 2300), ("50", 1, 800))).invoice)
    assert [(one.number, one.shares[0].gross) for one in final.deducted] == [(advance.number, pln(10_000))]
    assert [(one.rate, one.gross.minor, one.tax.minor) for one in final.shares] == [
        (800, 5000, 370),
        (2300, 20000, 3740),
    ]
    assert final.gross == pln(25_000)
    after = stored(scene, issue(scene.desk, scene.request, lines=lines(("10", 1, 2300))).invoice)
    assert (after.deducted, after.gross) == ((), pln(1_000))


def corrected(scene: Scene, id: str, *rows: tuple[str, int, int]) -> Invoice:
    reason = {"kind": "credit", "corrects": id, "reason": "It was wrong."}
    return stored(scene, issue(scene.desk, scene.request, **reason, lines=lines(*rows)).invoice)


def settled(scene: Scene) -> list[tuple[str, int]]:
    """What each invoice comes to now, oldest first; of all of them it is what was sold."""
    found: Any = scene.desk.view(view_invoices, j.ANNA, scene.request)
    rows = (one for one in reversed(found.invoices) if one.corrects is None)
    return [(one.kind.value, (one.gross + one.credited).minor) for one in rows]


@pytest.mark.parametrize("price", ["300", "100"])
def test_a_final_invoice_is_cancelled_and_the_one_instead_takes_the_advance_off(price: str) -> None:
    """Also where the advance left nothing to pay. While one takes it off, no other does."""
    scene = shop()
    advance = issue(scene.desk, scene.request, kind="advance", lines=lines(("100", 1, 2300)))
    first = issue(scene.desk, scene.request, lines=lines((price, 1, 2300)))
    note = corrected(scene, first.invoice)
    assert (note.deducted, note.gross) == ((), -stored(scene, first.invoice).gross)
    again = stored(scene, issue(scene.desk, scene.request, lines=lines(("350", 1, 2300))).invoice)
    assert [one.number for one in again.deducted] == [advance.number]
    assert settled(scene) == [("advance", 10_000), ("invoice", 0), ("invoice", 25_000)]
    assert corrected(scene, first.invoice, ("20", 1, 2300)).gross == pln(2_000)
    assert settled(scene) == [("advance", 10_000), ("invoice", 2_000), ("invoice", 25_000)]
    assert scene.desk.verify() == ()


def test_an_advance_is_corrected_once_the_invoice_that_took_it_off_is_cancelled() -> None:
    """Not before; and what that invoice comes to after it takes off what is left of the advance."""
    scene = shop()
    advance = issue(scene.desk, scene.request, kind="advance", lines=lines(("100", 1, 2300)))
    final = issue(scene.desk, scene.request, lines=lines(("300", 1, 2300)))
    wrong = {"kind": "credit", "corrects": advance.invoice, "reason": "So.", "lines": lines(("40", 1, 2300))}
    refused = j.attempt(scene.desk, DraftInvoice, j.ANNA, **fields(scene.desk, scene.request, **wrong))
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.invoice_not_correctable"
    corrected(scene, final.invoice)
    corrected(scene, advance.invoice, ("40", 1, 2300))
    restored = corrected(scene, final.invoice, ("300", 1, 2300))
    assert ([one.shares[0].gross for one in restored.deducted], restored.gross) == ([pln(4_000)], pln(26_000))
    assert settled(scene) == [("advance", 4_000), ("invoice", 26_000)]
    corrected(scene, final.invoice)
    corrected(scene, advance.invoice)
    assert settled(scene) == [("advance", 0), ("invoice", 0)]
    last = stored(scene, issue(scene.desk, scene.request, lines=lines(("300", 1, 2300))).invoice)
    assert last.deducted == (), "nothing is left of the advance"
    assert scene.desk.verify() == ()


def test_an_advance_in_another_currency_is_not_taken_off() -> None:
    """It waits for an invoice in its own."""
    scene = shop()
    euro = [{**lines(("100", 1, 2300))[0], "unit_price": {"minor": 10_000, "currency": "EUR"}}]
    advance = issue(scene.desk, scene.request, kind="advance", lines=euro)
    final = stored(scene, issue(scene.desk, scene.request, lines=lines(("360", 1, 2300))).invoice)
    assert (final.deducted, final.gross) == ((), pln(36_000))
    last = stored(scene, issue(scene.desk, scene.request, lines=euro).invoice)
    assert [one.number for one in last.deducted] == [advance.number]


def test_an_advance_above_the_final_invoice_is_said_before_it_is_issued() -> None:
    """No invoice comes to less than nothing: a credit note is what returns money."""
    scene = shop()
    issue(scene.desk, scene.request, kind="advance", lines=lines(("100", 1, 2300)))
    refused = j.attempt(
        scene.desk, DraftInvoice, j.ANNA, **fields(scene.desk, scene.request, lines=lines(("99", 1, 2300)))
    )
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == ("refusal.invoice_negative", "lines")


def test_an_invoice_over_nothing_is_paid_and_no_price_is_less_than_nothing() -> None:
    """Work under warranty: it has its number, nothing is owed, and no payment page is made for it."""
    scene = shop()
    made = issue(scene.desk, scene.request, lines=lines(("0", 2, 2300)))
    found = stored(scene, made.invoice)
    assert (found.gross, found.due, found.settlement) == (pln(0), pln(0), Settlement.PAID)
    fields_of_page = {"request": scene.request, "invoice": made.invoice, "provider": "stripe"}
    refused = j.attempt(scene.desk, AskForCheckout, scene.guest, **fields_of_page)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.checkout_nothing_due"
    with pytest.raises(InputError) as wrong:
        draft(scene.desk, scene.request, lines=lines(("10", 1, 2300), ("-10", 1, 2300)))
    assert [(one.path, one.code) for one in wrong.value.errors] == [
        (("lines", "1", "unit_price"), "money.out_of_range")
    ]
    assert scene.desk.verify() == ()


def test_a_credit_note_says_the_difference_and_the_next_one_begins_where_it_ended() -> None:
    """The invoice itself stays as it was issued, and is to be paid with what is left of it."""
    scene = shop()
    first = issue(scene.desk, scene.request, lines=lines(("100", 3, 2300)))
    correct: dict[str, Any] = {"kind": "credit", "corrects": first.invoice, "reason": "One part was returned."}
    second = stored(scene, issue(scene.desk, scene.request, **correct, lines=lines(("100", 2, 2300))).invoice)
    assert (second.gross, second.corrects_number) == (pln(-10_000), first.number)
    last = stored(scene, issue(scene.desk, scene.request, **correct, lines=()).invoice)
    assert (last.gross, last.settlement) == (pln(-20_000), Settlement.CREDIT)
    shares = [share for one in (second, last) for share in one.shares]
    invoice = stored(scene, first.invoice)
    assert sum(one.tax.minor for one in (*invoice.shares, *shares)) == 0
    assert (invoice.gross, invoice.due, invoice.settlement) == (pln(30_000), pln(0), Settlement.PAID)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"lines": ()}, "refusal.invoice_no_lines"),
        ({"lines": lines(("1", 1, 777))}, "refusal.quote_no_such_rate"),
        ({"due_on": "2026-11-20"}, "refusal.invoice_due"),
        ({"kind": "credit", "corrects": "nothing", "reason": "So."}, "refusal.invoice_not_correctable"),
        (
            {"lines": [*lines(("1", 1, 0)), {"unit_price": {"minor": 1, "currency": "EUR"}, "text": "x"}]},
            "refusal.invoice_currency",
        ),
    ],
)
def test_what_cannot_be_issued_is_said_while_it_is_written(more: dict[str, Any], code: str) -> None:
    """Beside its field."""
    scene = shop()
    refused = j.attempt(scene.desk, DraftInvoice, j.ANNA, **fields(scene.desk, scene.request, **more))
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.field is not None


def test_erasing_the_customer_keeps_what_the_law_asks_to_keep() -> None:
    """The draft loses its words, the issued invoice stays readable and verifies (GDPR, article 17 (3) b)."""
    scene = shop()
    made = issue(scene.desk, scene.request)
    draft(scene.desk, scene.request)
    j.do(scene.desk, EraseRequest, j.BOSS, request=scene.request)
    found: Any = scene.desk.view(view_invoices, j.ANNA, scene.request)
    assert str(found.draft.buyer_name) != "Anna Kowalska"
    kept: Any = scene.desk.view(view_invoice, j.ANNA, made.invoice)
    assert str(kept.buyer_name) == "Anna Kowalska"
    assert scene.desk.verify() == ()


def test_an_account_reads_every_invoice_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also that of its oldest request, whose invoices are newer than those of others; another account reads none."""
    for name, most in (("_MOST_SHOWN", 2), ("_MOST_REQUESTS", 3)):
        monkeypatch.setattr(views, name, most)
    desk = make_desk(settings=TAXED)
    requests = [j.submit(desk, j.Customer(id="7")).request for _ in range(7)]
    numbers = []
    for request in (*requests[2:], requests[0]):
        desk.clock.move(minutes=1)
        numbers.append(issue(desk, request).number)
    issue(desk, j.submit(desk, j.Customer(id="8")).request)
    pages, after = [], None
    while True:
        found: Any = desk.view(view_own_invoices, j.Customer(id="7"), after=after)
        assert {one.request for one in found.rows} == set(found.rooms)
        pages.append([one.number for one in found.rows])
        if (after := found.next) is None:
            break
    assert [number for page in pages for number in page] == numbers[::-1]
    assert [len(page) for page in pages] == [2, 2, 2]


def test_the_list_is_found_by_number_and_by_how_far_paid() -> None:
    """Newest first; staff of another place are shown none of it."""
    scene = shop()
    numbers = []
    for _ in range(3):
        numbers.append(issue(scene.desk, scene.request).number)
        scene.desk.clock.move(minutes=1)  # type: ignore[attr-defined]

    def shown(by: Any = j.ANNA, **asked: Any) -> list[str]:
        found: Any = scene.desk.view(view_invoice_list, by, **asked)
        return [row.summary.number for row in found.rows]

    assert shown() == list(reversed(numbers))
    assert shown(number="fv/2026/2") == ["FV/2026/2"]
    assert shown(settlement=Settlement.PAID) == []
    assert shown(scene.strangers["another place"]) == []
