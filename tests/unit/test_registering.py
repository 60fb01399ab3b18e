"""Invoices on their way into KSeF: asked for by a person, carried by jobs, never twice, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

import journeys as j
import ksef_peer
from capabilities.invoices import draft, issue
from capabilities.scene import SHOP, Scene
from helpdesk_core import Automation, Refusal
from helpdesk_core.adapters.ksef import Ksef
from helpdesk_core.base.changes import Effect, Save, Touch
from helpdesk_core.commands import (
    EraseRequest,
    IssueInvoice,
    NoteSession,
    RecordRegistration,
    RecordRejection,
    SendInvoice,
)
from helpdesk_core.guardrails.gate import GuardViolation, Writing, seal
from helpdesk_core.invoices.changes import InvoiceRegistered
from helpdesk_core.invoices.model import Invoice, InvoiceSending
from helpdesk_core.invoices.sending import RefusedBy, SendingState
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_invoice, view_invoice_to_send, view_invoices
from ksef_peer import NIP, TOKEN, Peer

FIRM = {"buyer_name": "Gżegżółka sp. z o.o.", "tax_number": "5261040828"}
SETTINGS = attrs.evolve(
    SHOP, tax_rates=(2300, 800), address="ul. Prosta 1, 00-001 Warszawa", company=f"Fixly sp. z o.o., NIP {NIP}"
)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with ksef_peer.running() as running:
        yield running


def shop(peer: Peer, **more: Any) -> Scene:
    system = Ksef(TOKEN, NIP, api=peer.address)
    return Scene.in_phase("in_review", make_desk(**({"settings": SETTINGS, "e_invoices": system} | more)))


def shown(scene: Scene, invoice: str) -> Any:
    return scene.desk.show(view_invoice_to_send, j.ANNA, scene.request, invoice)


def send(scene: Scene, invoice: str) -> Any:
    found = shown(scene, invoice)
    return j.attempt(
        scene.desk, SendInvoice, j.ANNA, request=scene.request, invoice=invoice, digest=found.digest or "none"
    )


def deliver(scene: Scene, rounds: int = 12) -> None:
    """Do what waits, with time going by."""
    for _ in range(rounds):
        scene.desk.deliver(50)
        scene.desk.clock.move(minutes=20)  # type: ignore[attr-defined]


def registered(scene: Scene, **more: Any) -> Any:
    """An invoice that has its number."""
    made = issue(scene.desk, scene.request, **(FIRM | more))
    send(scene, made.invoice)
    deliver(scene, 5)
    assert invoice(scene, made.invoice).registered_number
    return made


def invoice(scene: Scene, id: str) -> Invoice:
    with scene.desk.reading() as reader:
        found = reader.load(Invoice, id)
    assert found is not None
    return found


def test_an_invoice_that_a_person_sends_gets_number_time_link_and_receipt(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    before = shown(scene, made.invoice)
    assert before.summary.is_preview
    assert before.sending is None
    assert not isinstance(send(scene, made.invoice), Refusal)
    assert peer.posts() == 0  # a job does it
    assert shown(scene, made.invoice).sending.state is SendingState.WAITING
    deliver(scene)
    after = shown(scene, made.invoice)
    assert after.sending.state is SendingState.REGISTERED
    assert after.sending.has_receipt
    assert after.summary.registered_number == after.sending.number
    assert after.invoice.registered_at == datetime(2026, 11, 27, 12, 0, 5, 500_000, tzinfo=UTC)
    assert "qr-test.ksef.mf.gov.pl" in after.invoice.registered_link
    assert peer.documents == [before.document.encode()]
    assert peer.posts() == 1
    files = scene.desk.storage.files
    assert files.open(after.sending.document_key).read() == peer.documents[0]
    assert after.sending.number.encode() in files.open(after.sending.receipt_key).read()
    assert scene.desk.verify() == ()


def test_nothing_goes_by_itself(peer: Peer) -> None:
    scene = shop(peer)
    issue(scene.desk, scene.request, **FIRM)
    deliver(scene)
    assert peer.heard == []


@pytest.mark.parametrize("actor", [j.BOT, j.CUSTOMER])
def test_only_staff_send(peer: Peer, actor: Any) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    answer = j.attempt(
        scene.desk,
        SendInvoice,
        actor,
        request=scene.request,
        invoice=made.invoice,
        digest=shown(scene, made.invoice).digest,
    )
    assert isinstance(answer, Refusal)


def code(answer: Any) -> str:
    assert isinstance(answer, Refusal)
    return answer.code


def test_what_was_read_is_what_is_sent(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    asked = {"request": scene.request, "invoice": made.invoice}
    assert code(j.attempt(scene.desk, SendInvoice, j.ANNA, **asked, digest="0" * 64)) == "refusal.conflict"


def test_a_consumers_invoice_is_not_sent(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request)
    assert code(send(scene, made.invoice)) == "refusal.sending_no_tax_number"
    assert not shown(scene, made.invoice).summary.is_preview


def test_an_invoice_is_sent_once(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    digest = shown(scene, made.invoice).digest
    asked = {"request": scene.request, "invoice": made.invoice, "digest": digest}
    assert not isinstance(j.attempt(scene.desk, SendInvoice, j.ANNA, **asked), Refusal)
    assert code(j.attempt(scene.desk, SendInvoice, j.ANNA, **asked)) == "refusal.sending_waiting"
    deliver(scene)
    assert code(j.attempt(scene.desk, SendInvoice, j.ANNA, **asked)) == "refusal.sending_waiting"
    assert peer.posts() == 1


@pytest.mark.parametrize(
    "lost", ["POST .*/online$", "POST .*/invoices$", "GET .*/invoices[?]", "GET .*/upo", "POST .*/close", "redeem"]
)
def test_a_line_that_breaks_anywhere_sends_nothing_twice(peer: Peer, lost: str) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    send(scene, made.invoice)
    peer.loses_answer_to = lost
    deliver(scene, 20)
    assert invoice(scene, made.invoice).registered_number
    assert len(peer.documents) == 1


def test_a_worker_that_dies_after_it_sent_is_followed_by_one_that_asks(peer: Peer) -> None:
    """What it had to write down is lost: the next one does the same step again."""
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    send(scene, made.invoice)
    scene.desk.deliver(1, lanes=(2,))  # the session is begun
    sending = shown(scene, made.invoice).sending
    system = Ksef(TOKEN, NIP, api=peer.address)
    assert sending.session is not None
    assert system.send(sending.session, shown_document(scene, sending)) is None
    deliver(scene)
    assert invoice(scene, made.invoice).registered_number
    assert peer.posts() == 1


def shown_document(scene: Scene, sending: Any) -> bytes:
    with scene.desk.storage.files.open(sending.document_key) as stream:
        return bytes(stream.read())


def test_a_system_that_is_away_is_waited_for_and_staff_see_it(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    send(scene, made.invoice)
    peer.is_away = True
    deliver(scene, 3)
    assert shown(scene, made.invoice).waits_for == "register_away"
    peer.is_away, peer.busy = False, True
    deliver(scene, 3)
    assert shown(scene, made.invoice).waits_for == "register_busy"
    peer.busy, peer.token = False, "another"
    deliver(scene, 3)
    assert shown(scene, made.invoice).waits_for == "register_unwelcome"
    peer.token = TOKEN
    deliver(scene)
    assert invoice(scene, made.invoice).registered_number


def test_an_answer_is_asked_for_every_few_seconds_at_first_and_seldom_then(peer: Peer) -> None:
    """Most are there at once; what takes hours is not asked for thousands of times."""
    scene = shop(peer)
    send(scene, issue(scene.desk, scene.request, **FIRM).invoice)
    peer.looks = 1_000

    def asks() -> bool:
        before = len(peer.heard)
        scene.desk.deliver(50)
        scene.desk.clock.move(seconds=5)  # type: ignore[attr-defined]
        return len(peer.heard) > before

    assert all(asks() for _ in range(20))
    scene.desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    assert [asks(), asks()] == [True, False]


def test_a_desk_without_ksef_lets_what_was_asked_wait(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    send(scene, made.invoice)
    scene.desk.e_invoices, system = None, scene.desk.e_invoices
    deliver(scene, 3)
    scene.desk.e_invoices = system
    deliver(scene)
    assert invoice(scene, made.invoice).registered_number


def test_a_session_that_is_over_is_followed_by_another(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    send(scene, made.invoice)
    scene.desk.deliver(1, lanes=(2,))  # the session is begun
    for session in peer.sessions.values():
        session.is_open = False
    for seconds, begun in ((0, 1), (59, 1), (1, 2)):  # a minute later, not at once
        scene.desk.clock.move(seconds=seconds)  # type: ignore[attr-defined]
        scene.desk.deliver(50)
        assert len(peer.sessions) == begun
    deliver(scene)
    assert shown(scene, made.invoice).sending.attempt == 2
    assert invoice(scene, made.invoice).registered_number
    assert len(peer.documents) == 1


@pytest.mark.parametrize("outcome, reason", [(410, RefusedBy.RIGHTS), (450, RefusedBy.FILE)])
def test_what_is_refused_says_why_and_can_be_sent_again(peer: Peer, outcome: int, reason: RefusedBy) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    peer.outcome = outcome
    send(scene, made.invoice)
    deliver(scene, 5)
    refused = shown(scene, made.invoice)
    assert refused.sending.reason is reason
    assert "Szczegóły" in str(refused.sending.said)
    assert refused.obstacle is None
    assert refused.summary.is_preview
    assert any("KSeF refused an invoice" in one.subject for one in scene.desk.notifier.sent)
    peer.outcome = 200
    send(scene, made.invoice)
    deliver(scene)
    assert invoice(scene, made.invoice).registered_number


def test_another_invoice_of_the_number_is_refused_and_our_own_is_found(peer: Peer) -> None:
    """A copy of the shop, restored from a backup, has sent it already."""
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    document = shown(scene, made.invoice).document.encode()
    system = Ksef(TOKEN, NIP, api=peer.address)
    session = system.begin()
    while (before := system.send(session, document)) is None:
        pass
    send(scene, made.invoice)
    deliver(scene)
    assert invoice(scene, made.invoice).registered_number == before.number
    other = issue(scene.desk, scene.request, **FIRM)
    changed = shown(scene, other.invoice).document.replace("Screen", "Other").encode()
    session, peer.looks = system.begin(), 1
    while system.send(session, changed) is None:
        pass
    send(scene, other.invoice)
    deliver(scene)
    assert shown(scene, other.invoice).sending.reason is RefusedBy.DUPLICATE


def test_a_credit_note_waits_for_the_number_of_what_it_corrects(peer: Peer) -> None:
    scene = shop(peer)
    made = issue(scene.desk, scene.request, **FIRM)
    more = {"kind": "credit", "corrects": made.invoice, "reason": "Za dużo", "lines": ()}
    credit = issue(scene.desk, scene.request, **(FIRM | more))
    assert code(send(scene, credit.invoice)) == "refusal.sending_first"
    send(scene, made.invoice)
    deliver(scene)
    assert not isinstance(send(scene, credit.invoice), Refusal)
    deliver(scene)
    number = invoice(scene, made.invoice).registered_number
    assert number is not None
    assert f"<NrKSeFFaKorygowanej>{number}</NrKSeFFaKorygowanej>".encode() in peer.documents[1]
    assert b"<RodzajFaktury>KOR</RodzajFaktury>" in peer.documents[1]


def test_a_credit_note_keeps_the_buyers_tax_number(peer: Peer) -> None:
    scene = shop(peer)
    made = registered(scene)
    more = {"kind": "credit", "corrects": made.invoice, "reason": "NIP", "tax_number": "5260250274", "lines": ()}
    credit = issue(scene.desk, scene.request, **(FIRM | more))
    assert code(send(scene, credit.invoice)) == "refusal.sending_other_buyer"


def test_a_final_invoice_names_its_advances(peer: Peer) -> None:
    scene = shop(peer)
    advance = registered(scene, kind="advance", lines=({"text": "Advance", "unit_price": "100"},))
    final = registered(scene)
    assert b"<RodzajFaktury>ZAL</RodzajFaktury>" in peer.documents[0]
    assert b"<RodzajFaktury>ROZ</RodzajFaktury>" in peer.documents[1]
    number = invoice(scene, advance.invoice).registered_number
    assert f"<NrKSeFFaZaliczkowej>{number}</NrKSeFFaZaliczkowej>".encode() in peer.documents[1]
    assert final.number.encode() in peer.documents[1]


def test_what_was_issued_before_ksef_was_set_up_is_no_preview(peer: Peer) -> None:
    scene = shop(peer)
    scene.desk.e_invoices, system = None, scene.desk.e_invoices
    made = issue(scene.desk, scene.request, **FIRM)
    scene.desk.e_invoices = system
    assert not shown(scene, made.invoice).summary.is_preview
    more = {"kind": "credit", "corrects": made.invoice, "reason": "x", "lines": ()}
    credit = issue(scene.desk, scene.request, **(FIRM | more))
    found = shown(scene, credit.invoice)
    assert found.is_outside
    assert "<NrKSeFN>1</NrKSeFN>" in found.document


def test_a_shop_without_an_address_is_told_so(peer: Peer) -> None:
    scene = shop(peer, settings=attrs.evolve(SETTINGS, address=""))
    made = issue(scene.desk, scene.request, **FIRM)
    assert code(shown(scene, made.invoice).obstacle) == "refusal.sending_address"
    assert code(send(scene, made.invoice)) == "refusal.sending_address"


def test_a_number_never_changes_and_machines_register_nothing_by_themselves(peer: Peer) -> None:
    scene = shop(peer)
    made = registered(scene)
    found = shown(scene, made.invoice)
    told = {"sending": found.sending.id}
    for command, values in (
        (RecordRegistration, {"number": "other", "at": scene.desk.clock(), "link": "https://x"}),
        (RecordRejection, {"reason": "file"}),
        (NoteSession, {"attempt": 9}),
    ):
        j.attempt(scene.desk, command, j.BOT, **told, **values)
        assert code(j.attempt(scene.desk, command, j.ANNA, **told, **values)) == "refusal.not_allowed"
    assert shown(scene, made.invoice).sending == found.sending
    with scene.desk.reading() as reader:
        request = reader.load(ServiceRequest, scene.request)
    assert request is not None
    before = invoice(scene, made.invoice)
    change = InvoiceRegistered(sending=found.sending.id, number="other")
    touched = (Touch(before=request, after=request.changed(), changes=(change,)),)
    writing = Writing(
        tenant=scene.desk.tenant,
        actor=Automation(id="x"),
        now=scene.desk.clock(),
        settings=scene.desk.settings,
        new_id=lambda: "1" * 32,
        new_salt=lambda: "2" * 32,
    )
    for row in (before, found.sending):
        name = "registered_number" if isinstance(row, Invoice) else "number"
        with pytest.raises(GuardViolation):
            seal(writing, touched, (Save(before=row, after=row.changed(**{name: "other"})),))
    fresh = found.sending.changed(id="3" * 32, decided=None)
    with pytest.raises(GuardViolation):
        seal(writing, touched, (Save(after=fresh),))


def test_what_is_registered_stays_when_its_request_is_erased(peer: Peer) -> None:
    scene = shop(peer)
    made = registered(scene)
    number = invoice(scene, made.invoice).registered_number
    j.do(scene.desk, EraseRequest, j.BOSS, request=scene.request)
    deliver(scene, 3)
    assert invoice(scene, made.invoice).registered_number == number
    with scene.desk.reading() as reader:
        kept = reader.load(InvoiceSending, shown_id(scene, made.invoice))
    assert kept is not None
    assert shown_document(scene, kept) == peer.documents[0]
    assert scene.desk.verify() == ()


def shown_id(scene: Scene, invoice: str) -> str:
    with scene.desk.reading() as reader:
        from helpdesk_core.invoices.sending import SENDINGS

        rows = reader.find(SENDINGS, {"request": scene.request})
        (found,) = [one.id for one, decision in rows if one.is_decided(Effect.PUBLISH, decision)]
    return str(found)


def test_the_customer_sees_the_number(peer: Peer) -> None:
    scene = shop(peer)
    made = registered(scene)
    found = scene.desk.show(view_invoice, scene.guest, made.invoice)
    assert found.summary.registered_number
    assert not found.summary.is_preview
    (row,) = scene.desk.show(view_invoices, j.ANNA, scene.request).shown
    assert row.registered_number == found.summary.registered_number


def test_an_issued_invoice_is_corrected_by_a_credit_note_and_by_nothing_else(peer: Peer) -> None:
    """There is no command that changes one: the draft that is open then is another invoice."""
    scene = shop(peer)
    made = registered(scene)
    before = invoice(scene, made.invoice)
    again = draft(scene.desk, scene.request, **(FIRM | {"buyer_name": "Another"}))
    j.do(scene.desk, IssueInvoice, j.ANNA, request=scene.request, digest=again.digest)
    assert invoice(scene, made.invoice) == before
