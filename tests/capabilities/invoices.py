"""Invoices: drafted, thrown away, issued; looked at by staff and by customers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import journeys as j
from capabilities.scene import (
    AUTOMATION,
    CUSTOMERS,
    PEOPLE,
    STAFF,
    Example,
    Go,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    row,
)
from helpdesk_core import Helpdesk
from helpdesk_core.commands import (
    AskForCheckout,
    DiscardInvoiceDraft,
    DraftInvoice,
    IssueInvoice,
    MarkRefund,
    NoteSession,
    PromiseRefund,
    RecordPayment,
    RecordRegistration,
    RecordRejection,
    ReportPayment,
    SendInvoice,
    StrikePayment,
    SubmitRequest,
    WithdrawRefund,
)
from helpdesk_core.ports import EInvoice, Registered
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_invoice,
    view_invoice_list,
    view_invoice_to_send,
    view_invoices,
    view_money,
    view_own_invoices,
)
from shops import Visitor

LINES = ({"text": "Screen", "unit_price": "620"}, {"text": "Labour", "unit_price": "70", "quantity": 2})


def fields(desk: Helpdesk, request: str, **more: Any) -> dict[str, Any]:
    """What an invoice is drafted from."""
    rates, today = desk.settings.tax_rates or (0,), desk.clock().date()
    plain: dict[str, Any] = {
        "request": request,
        "buyer_name": "Anna Kowalska",
        "buyer_address": "ul. Prosta 1, 00-001 Warszawa",
        "sold_on": today,
        "due_on": today + timedelta(days=14),
        "lines": LINES,
        **more,
    }
    return plain | {"lines": [{"tax_rate": rates[0]} | line for line in plain["lines"]]}


def draft(desk: Helpdesk, request: str, **more: Any) -> Any:
    """A draft."""
    return j.do(desk, DraftInvoice, j.ANNA, **fields(desk, request, **more))


def issue(desk: Helpdesk, request: str, **more: Any) -> Any:
    """An issued invoice: its id and number."""
    made = draft(desk, request, **more)
    return j.do(desk, IssueInvoice, j.ANNA, request=request, digest=made.digest, unconfirmed="yes")


def _issuing(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "digest": draft(scene.desk, scene.request).digest}


def paid(desk: Helpdesk, request: str, amount: str = "100", **more: Any) -> Any:
    """Money that came in cash: a deposit, unless an invoice is named."""
    values = {"amount": amount, "method": "cash", "received_on": desk.clock().date(), "unconfirmed": "yes", **more}
    return j.do(desk, RecordPayment, j.ANNA, request=request, **values)


def _payment(scene: Scene) -> dict[str, Any]:
    return {
        "request": scene.request,
        "amount": "100",
        "method": "cash",
        "received_on": scene.desk.clock().date(),
        "receipt": "W001234",
    }


def _striking(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "payment": paid(scene.desk, scene.request).payment, "text": "Typed twice."}


def _promising(scene: Scene) -> dict[str, Any]:
    paid(scene.desk, scene.request)
    return {"request": scene.request, "amount": "30", "text": "The part was cheaper."}


def promised(desk: Helpdesk, request: str, **more: Any) -> Any:
    """Money promised back."""
    values = {"amount": "30", "text": "The part was cheaper.", "unconfirmed": "yes", **more}
    return j.do(desk, PromiseRefund, j.ANNA, request=request, **values)


def _marking(state: str) -> Callable[[Scene], dict[str, Any]]:
    def fields(scene: Scene) -> dict[str, Any]:
        paid(scene.desk, scene.request)
        refund = {"request": scene.request, "refund": promised(scene.desk, scene.request).refund}
        if state == "arrived":
            j.do(scene.desk, MarkRefund, j.ANNA, **refund, state="sent", unconfirmed="yes")
        return refund | {"state": state}

    return fields


def _withdrawing(scene: Scene) -> dict[str, Any]:
    paid(scene.desk, scene.request)
    refund = promised(scene.desk, scene.request).refund
    return {"request": scene.request, "refund": refund, "text": "The part came all the same."}


def asked(scene: Scene) -> dict[str, Any]:
    """An invoice whose customer went to a provider's page; what that provider knows it by."""
    id = issue(scene.desk, scene.request).invoice
    j.do(scene.desk, AskForCheckout, scene.guest, request=scene.request, invoice=id, provider="stripe")
    return {"page": f"{id}:1", "provider": "stripe"}


def _reported(state: str, amount: int = 76_000) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: asked(scene) | {"state": state, "amount": {"minor": amount, "currency": "PLN"}}


FIRM = {"buyer_name": "Gżegżółka sp. z o.o.", "tax_number": "5261040828"}


class PaperSystem:
    """A state's system of invoices that is a drawer: it takes everything, and is asked by nobody."""

    tax_number = "5260250274"

    def write(self, invoice: EInvoice) -> bytes:
        return f"<P_1>{invoice.issued_on}</P_1><P_2>{invoice.number}</P_2>".encode()

    def begin(self) -> str:
        return "session-1"

    def send(self, session: str, document: bytes) -> Registered:
        number, at = "5260250274-20261127-0100001AF629-AF", datetime(2026, 11, 27, tzinfo=UTC)
        return Registered(number=number, at=at, link="https://qr.example/invoice/1", receipt=b"<UPO/>")


def to_send(desk: Helpdesk, request: str) -> dict[str, Any]:
    """An invoice that can be sent, and the digest of what was read."""
    desk.e_invoices = PaperSystem()
    made = issue(desk, request, **FIRM)
    digest = desk.show(view_invoice_to_send, j.ANNA, request, made.invoice).digest
    return {"request": request, "invoice": made.invoice, "digest": digest}


def sent_one(desk: Helpdesk, request: str) -> Any:
    """A try that waits."""
    return j.do(desk, SendInvoice, j.ANNA, **to_send(desk, request)).sending


def _told(**more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"sending": sent_one(scene.desk, scene.request), **more}


_PENDING = Example(ReportPayment, AUTOMATION, _reported("pending"))
_WRONG = Example(ReportPayment, AUTOMATION, _reported("paid", 1))
_ARRIVED = Example(MarkRefund, STAFF, _marking("arrived"), right="invoices.money")
EXAMPLES = by_command(
    Example(
        AskForCheckout,
        CUSTOMERS,
        lambda s: {"request": s.request, "invoice": issue(s.desk, s.request).invoice, "provider": "stripe"},
    ),
    Example(ReportPayment, AUTOMATION, _reported("paid")),
    Example(SendInvoice, STAFF, lambda s: to_send(s.desk, s.request), right="invoices.issue"),
    Example(NoteSession, AUTOMATION, _told(attempt=1, session="session-1")),
    Example(
        RecordRegistration,
        AUTOMATION,
        _told(number="1-2", at="2026-11-21T12:00:00+00:00", link="https://qr.example/1"),
    ),
    Example(RecordRejection, AUTOMATION, _told(reason="file", said="Bad. Its PIN is 4821")),
    Example(RecordPayment, STAFF, _payment, right="invoices.money"),
    Example(StrikePayment, STAFF, _striking, right="invoices.money"),
    Example(PromiseRefund, STAFF, _promising, right="invoices.money"),
    Example(MarkRefund, STAFF, _marking("sent"), right="invoices.money"),
    Example(WithdrawRefund, STAFF, _withdrawing, right="invoices.money"),
    Example(DraftInvoice, STAFF, lambda s: fields(s.desk, s.request), right="invoices.issue"),
    Example(DiscardInvoiceDraft, STAFF, _issuing, right="invoices.issue"),
    Example(IssueInvoice, STAFF, _issuing, right="invoices.issue"),
)
CHANGES = {
    "invoice_drafted": row(STAFF, DraftInvoice),
    "invoice_discarded": row(STAFF, DiscardInvoiceDraft),
    "invoice_issued": row(STAFF, IssueInvoice, staff="customer"),
    "invoice_number_given": row(STAFF, IssueInvoice),
    "invoice_sending_asked": row(STAFF, SendInvoice),
    "invoice_sending_begun": row(AUTOMATION, NoteSession),
    "invoice_registered": row(AUTOMATION, RecordRegistration),
    "invoice_not_registered": row(AUTOMATION, RecordRejection, automation="staff"),
    "payment_recorded": row(
        (*STAFF, *AUTOMATION), RecordPayment, ReportPayment, staff="customer", automation="customer staff"
    ),
    "checkout_asked": row(CUSTOMERS, AskForCheckout),
    "checkout_pending": row(AUTOMATION, _PENDING),
    "checkout_told": row(AUTOMATION, _WRONG, automation="staff"),
    "payment_struck": row(STAFF, StrikePayment, staff="customer"),
    "refund_promised": row(STAFF, PromiseRefund, staff="customer"),
    "refund_sent": row(STAFF, MarkRefund, staff="customer"),
    "refund_withdrawn": row(STAFF, WithdrawRefund, staff="customer"),
    "refund_arrived": row(STAFF, _ARRIVED),
}
_STAFF_OWN = dict.fromkeys(
    (
        *("invoices.issued_by", "invoices.issued_by_name", "invoice_drafts.prepared_by"),
        *("invoice_drafts.prepared_by_name", "payments.recorded_by", "payments.recorded_by_name"),
        *("refunds.promised_by", "refunds.promised_by_name"),
        *("invoice_sendings.asked_by", "invoice_sendings.asked_by_name"),
    ),
    "staff stand by what they did",
)
_KEPT_BY_LAW = ("lines", "buyer_name", "buyer_address", "reason")
KEPT = _STAFF_OWN | dict.fromkeys(
    (f"invoices.{name}" for name in _KEPT_BY_LAW),
    "the law asks the shop to keep what it issued (Polish VAT act, article 112; GDPR, article 17 (3) b)",
)
KEPT |= {"payments.receipt": "the number of the shop's own till receipt"}


def _issued(ask: Callable[[Scene], Any]) -> Callable[[Scene], Any]:
    def made(scene: Scene) -> Any:
        issue(scene.desk, scene.request)
        return ask(scene)

    return made


def _money(scene: Scene) -> Any:
    paid(scene.desk, scene.request)
    promised(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {
    view_money: Look(by=STAFF, right="requests.view", ask=_money, stranger=NOT_FOUND),
    view_invoices: Look(by=STAFF, right="requests.view", ask=_issued(by_id), stranger=NOT_FOUND),
    view_invoice: Look(
        by=PEOPLE,
        right="requests.view",
        ask=lambda s: ((issue(s.desk, s.request).invoice,), {}),
        stranger=NOT_FOUND,
    ),
    view_invoice_to_send: Look(
        by=STAFF,
        right="requests.view",
        ask=lambda s: ((s.request, to_send(s.desk, s.request)["invoice"]), {}),
        stranger=NOT_FOUND,
    ),
    view_own_invoices: Look(by=("customer",), ask=_issued(lambda _: ((), {}))),
    view_invoice_list: Look(by=STAFF, right="requests.view", ask=_issued(lambda _: ((), {}))),
}
#: Each its own address: one gets few messages within an hour.
_NUMBERS = count(1)


def staff_page(path: str, make: Callable[..., Any] | None = None, **more: Any) -> Go:
    """A page of the staff's, about a request with a draft or an invoice."""

    def go(visitor: Visitor) -> None:
        visitor.sign_in()
        desk = visitor.shop.desk
        made = j.submit(desk, contact=f"billed{next(_NUMBERS)}@example.com")
        found = make(desk, made.request, **more) if make else None
        id = getattr(found, "invoice", "")
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{path.format(id=id)}")

    return go


def ksef_page(way: str, path: str = "/invoices/{id}/ksef") -> Go:
    """The page of an invoice in KSeF: before it is sent, waiting, accepted, refused, or a consumer's."""

    def make(desk: Helpdesk, request: str) -> Any:
        if way == "a consumer's":
            desk.e_invoices = PaperSystem()
            return issue(desk, request)
        if way == "to send":
            to_send(desk, request)
        else:
            sending = sent_one(desk, request)
            told = {
                "accepted": (RecordRegistration, _NUMBERED),
                "refused": (RecordRejection, {"reason": "file", "said": "Błąd weryfikacji semantyki. P_7: brak."}),
            }
            if way in told:
                command, values = told[way]
                j.do(desk, command, j.BOT, sending=sending, **values)
        return desk.show(view_invoices, j.ANNA, request).invoices[0]

    def go(visitor: Visitor) -> None:
        visitor.sign_in()
        desk = visitor.shop.desk
        made = j.submit(desk, contact=f"ksef{next(_NUMBERS)}@example.com")
        found = make(desk, made.request)
        id = getattr(found, "invoice", None)
        id = id if isinstance(id, str) else found.id
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{path.format(id=id)}")

    return go


_NUMBERED = {
    "number": "5260250274-20261127-0100001AF629-AF",
    "at": "2026-11-27T12:00:05+00:00",
    "link": "https://qr-test.ksef.mf.gov.pl/invoice/5260250274/27-11-2026/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE",
}


def in_room(visitor: Visitor) -> None:
    """The customer's page of a request with an invoice."""
    room = visitor.request_help(f"invoiced{next(_NUMBERS)}@example.com")
    found = visitor.shop.desk.keyring.read_link(room.rpartition("/")[2])
    issue(visitor.shop.desk, found[0] if found else "")
    visitor.open(room)


def _all_of_it(desk: Helpdesk, request: str) -> None:
    """Payments of every kind, and what goes back."""
    made = issue(desk, request)
    paid(desk, request, "900", invoice=made.invoice, receipt="W001234")
    struck = paid(desk, request, "50")
    j.do(desk, StrikePayment, j.ANNA, request=request, payment=struck.payment, text="Typed twice.", unconfirmed="yes")
    refund = promised(desk, request, invoice=made.invoice)
    j.do(desk, MarkRefund, j.ANNA, request=request, refund=refund.refund, state="sent", unconfirmed="yes")


def _money_in_room(visitor: Visitor) -> None:
    """The customer's page of a request with all of it."""
    room = visitor.request_help(f"paying{next(_NUMBERS)}@example.com")
    found = visitor.shop.desk.keyring.read_link(room.rpartition("/")[2])
    _all_of_it(visitor.shop.desk, found[0] if found else "")
    visitor.open(room)


def _own(visitor: Visitor) -> None:
    """The page of an account with an invoice."""
    visitor.client.cookies.set("test_customer", "7")
    words = {"problem": "p", "device": "d", "surname": "s", "contact": f"own{next(_NUMBERS)}@example.com"}
    issue(visitor.shop.desk, j.do(visitor.shop.desk, SubmitRequest, j.Customer(id="7"), **words).request)
    visitor.open("/invoices")


def sent(go: Go, action: str, **typed: str) -> Go:
    """A page's form, sent."""

    def show(visitor: Visitor) -> None:
        go(visitor)
        visitor.send(action, forged=None, **typed)

    return show


PAGES: dict[str, Any] = {
    "own_invoices": {"some": _own},
    "staff_invoice": {
        "new": staff_page("/invoice"),
        "errors": sent(staff_page("/invoice"), "/invoice", buyer_name="", tax_number="5261040829"),
        "correction": staff_page("/invoice?corrects={id}", issue),
    },
    "staff_invoice_review": {
        "review": staff_page("/invoice/review", draft),
        "errors": sent(staff_page("/invoice/review", draft), "/invoice/review"),
        "in the room, issued": in_room,
        "at the request, issued": staff_page("", issue),
        "at the request, a draft": staff_page("", draft),
    },
    "staff_invoice_sending": {
        "to send": ksef_page("to send"),
        "waiting": ksef_page("waiting"),
        "accepted": ksef_page("accepted"),
        "refused": ksef_page("refused"),
        "a consumer's": ksef_page("a consumer's"),
        "errors": sent(ksef_page("to send"), "/ksef"),
        "at the request, accepted": ksef_page("accepted", ""),
        "at the request, refused": ksef_page("refused", ""),
    },
    "staff_money": {
        "nothing yet": staff_page("/money", issue),
        "all of it": staff_page("/money", _all_of_it),
        "errors": sent(staff_page("/money", issue), "/money/payment", amount="0,005"),
        "in the room": _money_in_room,
    },
    "staff_invoices": {"all": at_desk("/staff/invoices"), "by number": at_desk("/staff/invoices?number=FV")},
}
