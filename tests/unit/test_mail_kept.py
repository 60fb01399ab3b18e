"""What came in is kept until it has its place, goes with the person whose it is, and is all read."""

from __future__ import annotations

import json
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Contact, RawText, Refusal
from helpdesk_core.attachments.model import OF_REQUEST as FILES
from helpdesk_core.attachments.sharing import NOT_CHECKED
from helpdesk_core.attachments.views import view_room_files
from helpdesk_core.base.queries import Query
from helpdesk_core.channels.keeping import KEPT_DAYS, ForgetInbound
from helpdesk_core.channels.model import HeldFor, InboundMessage, InboundState
from helpdesk_core.channels.sorting import BringBack, EraseInbound, MakeRequest, PutAside, PutOnRequest
from helpdesk_core.commands import EraseRequest, RemoveAttachment, ReplyToCustomer, ShareAttachment
from helpdesk_core.ports import Inbound, InboundKind, InboundRequest
from helpdesk_core.testing import make_desk
from mail_in import shapes as s
from unit.test_channels import Mailbox, answer


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


def long(ours: Any) -> bytes:
    """An answer that is longer than what is read of one."""
    return answer(ours, "słowo " * 4_000 + "KONIEC")


def with_file(raw: bytes, name: str = "pasek.png", content: bytes = s.PNG, kind: str = "image/png") -> bytes:
    """The same mail with a file."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = [one for one in head.split(b"\r\n") if not one.lower().startswith((b"content-", b"mime"))]
    parts = s.parts(s.part(body.decode()), s.part(content, kind, Content_Disposition=f"attachment; filename={name}"))
    typed, _, inside = parts.partition(b"\r\n\r\n")
    kept = [one for one in typed.split(b"\r\n") if one.lower().startswith((b"content-", b"mime"))]
    return b"\r\n".join([*lines, *kept]) + b"\r\n\r\n" + inside


def opened(box: Mailbox, id: str) -> bytes:
    found: Any = box.desk.open_inbound(id, j.ANNA)
    with found:
        return bytes(found.read())


# Nothing is lost


@pytest.mark.parametrize("by", ["contact", "stranger", "make"])
def test_what_nobody_read_stays_when_the_rest_has_its_place(box: Mailbox, by: str) -> None:
    """A person opens the whole of it, on the request as well as before."""
    made, ours = box.answered()
    raw = long(ours)
    if by == "stranger":
        raw = raw.replace(j.EMAIL.encode(), b"boss@shop.example")
    held = box.gets(raw)
    assert (held.state, held.reason, held.problem) == (InboundState.HELD, HeldFor.UNREADABLE, "too_long")
    assert opened(box, held.id) == raw
    if by == "make":
        j.do(box.desk, MakeRequest, j.ANNA, inbound=held.id, device="Pralka", surname="Kern")
    else:
        j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    box.deliver()
    put = box.stored(held.id)
    assert (put.state.is_open, put.problem, put.text) == (False, "too_long", None)
    assert opened(box, held.id) == raw
    if by == "contact":
        assert any(one.endswith("[…]") for one in box.said(made.request)), (
            "whoever reads it on the thread sees that there is more"
        )
    assert box.desk.verify() == ()


def test_its_files_do_not_take_the_rest_along(box: Mailbox) -> None:
    """They are taken, and what nobody read is there still."""
    made, ours = box.answered()
    raw = with_file(long(ours))
    held = box.gets(raw)
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    box.deliver()
    with box.desk.reading() as reader:
        assert [str(one.name) for one in reader.find(FILES, {"request": made.request})] == ["pasek.png"]
    assert opened(box, held.id) == raw


def test_more_files_than_are_read_are_none_lost(box: Mailbox) -> None:
    """A person looks at it."""
    part = s.part(b"x", "application/zip", Content_Disposition="attachment; filename=a.zip")
    held = box.gets(s.parts(s.part(s.SAID), *[part] * 120))
    assert (held.reason, held.problem, len(held.files)) == (HeldFor.UNREADABLE, "too_many_files", 100)


# Whose files they are


def test_files_of_somebody_else_are_for_the_team(box: Mailbox) -> None:
    """Until staff share one: then the customer is told."""
    made, guest = j.in_phase(box.desk, "in_review")
    j.do(box.desk, ReplyToCustomer, j.ANNA, request=made.request, text="When can you come?")
    box.deliver()
    ours = box.sent()[-1]
    held = box.gets(with_file(answer(ours, "To ja, szef", sender="boss@shop.example")))
    assert held.reason is HeldFor.STRANGER
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    box.deliver()
    with box.desk.reading() as reader:
        (file,) = reader.find(FILES, {"request": made.request})
    assert (file.state.value, file.is_shared, file.side.value) == ("ready", False, "shop")
    shown: Any = box.desk.view(view_room_files, guest, made.request)
    assert shown.rows == ()
    assert isinstance(box.desk.open_file(file.id, guest), Refusal)
    sent = len(box.sent())
    j.do(box.desk, ShareAttachment, j.ANNA, attachment=file.id)
    box.deliver()
    assert len(box.sent()) == sent + 1
    assert not isinstance(box.desk.open_file(file.id, guest), Refusal)
    j.do(box.desk, ShareAttachment, j.ANNA, attachment=file.id)
    box.deliver()
    assert len(box.sent()) == sent + 1
    assert box.desk.verify() == ()


def test_files_without_words_of_somebody_else_are_for_the_team_too(box: Mailbox) -> None:
    """And those of whoever only uses the customer's name."""
    made, ours = box.answered()
    alone = s.parts(
        s.part(s.PNG, "image/png", Content_Disposition="attachment; filename=a.png"),
        From="boss@shop.example",
        Subject="",
    )
    forged = with_file(answer(ours, **{"Authentication-Results": "mx.shop.example; dmarc=fail"}), "b.png", s.PNG + b"x")
    for raw, reason in ((alone, HeldFor.EMPTY), (forged, HeldFor.FORGED)):
        held = box.gets(raw)
        assert held.reason is reason
        j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    box.deliver()
    with box.desk.reading() as reader:
        found = reader.find(FILES, {"request": made.request})
    assert len(found) == 2
    assert not any(one.is_shared for one in found)
    assert s.SAID not in box.said(made.request)


def test_what_is_gone_is_not_shared(box: Mailbox) -> None:
    """There are no bytes to show."""
    made, ours = box.answered()
    held = box.gets(with_file(answer(ours, sender="boss@shop.example")))
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    box.deliver()
    with box.desk.reading() as reader:
        (file,) = reader.find(FILES, {"request": made.request})
    j.do(box.desk, RemoveAttachment, j.ANNA, attachment=file.id)
    assert j.attempt(box.desk, ShareAttachment, j.ANNA, attachment=file.id) == NOT_CHECKED


# With the person


def test_a_request_takes_its_messages_along_when_it_is_erased(box: Mailbox) -> None:
    """What is on it, what waits for it, and what its contact wrote: words, sender, names of files, bytes."""
    made, ours = box.answered()
    on_it = box.gets(with_file(answer(ours), "a.zip", b"PK\x03\x04", "application/zip"))
    strange = box.gets(with_file(answer(ours, sender="boss@shop.example")))
    which = box.gets(s.mail(From=j.EMAIL, **{"Message-ID": "<two@example.com>"}))
    machine = box.gets(with_file(s.mail(From=j.EMAIL, **{"Message-ID": "<3@example.com>", "Auto-Submitted": "yes"})))
    other = box.gets(with_file(s.mail(headers={"From": "x@example.com, y@example.com"})))
    assert len(box.desk.files.kept) > 3
    j.do(box.desk, EraseRequest, j.BOSS, request=made.request)
    box.deliver()
    for one in (on_it, strange, which, machine):
        gone = box.stored(one.id)
        assert not gone.holds, one
        assert gone.state is not InboundState.HELD
    assert box.stored(other.id).holds
    assert set(box.desk.files.kept) == {other.key}
    assert box.desk.verify() == ()


def test_a_message_of_somebody_with_two_requests_waits_on(box: Mailbox) -> None:
    """It may be about the other one; what answers this one goes with it."""
    made, ours = box.answered()
    other, _ = j.in_phase(box.desk, "in_review")
    box.deliver()
    which = box.gets(s.mail(From=j.EMAIL, **{"Message-ID": "<two@example.com>"}))
    strange = box.gets(answer(ours, sender="boss@shop.example"))
    j.do(box.desk, EraseRequest, j.BOSS, request=made.request)
    assert (box.stored(which.id).holds, box.stored(strange.id).holds) == (True, False)
    j.do(box.desk, EraseRequest, j.BOSS, request=other.request)
    assert not box.stored(which.id).holds


def test_what_nobody_waits_for_goes_after_half_a_year(box: Mailbox) -> None:
    """Of machines, put aside, a file that was not taken; what waits for a person waits."""
    _, ours = box.answered()
    left = box.gets(with_file(answer(ours), "a.zip", b"PK\x03\x04", "application/zip"))
    machine = box.gets(with_file(s.mail(headers={"Auto-Submitted": "auto-replied"})))
    aside, held = (box.gets(s.mail(From=j.EMAIL, headers={"Message-ID": f"<{n}@example.com>"})) for n in (1, 2))
    box.desk.clock.move(days=KEPT_DAYS - 1)
    j.do(box.desk, PutAside, j.ANNA, inbound=aside.id)
    box.desk.clock.move(days=2)
    box.deliver()
    assert [box.stored(one.id).holds for one in (left, machine, aside, held)] == [False, False, True, True]
    assert box.desk.files.kept.keys().isdisjoint({left.key, machine.key})
    box.desk.clock.move(days=KEPT_DAYS)
    box.deliver()
    assert [box.stored(one.id).holds for one in (aside, held)] == [False, True]
    assert box.desk.verify() == ()


def test_what_waits_for_a_person_is_forgotten_by_no_machine(box: Mailbox) -> None:
    """Whatever job says so, and however old it is; one that was put aside goes."""
    box.answered()
    held = box.gets(s.mail(From=j.EMAIL))
    j.do(box.desk, ForgetInbound, j.BOT, inbound=held.id)
    assert (box.stored(held.id).state, box.stored(held.id).holds) == (InboundState.HELD, True)
    j.do(box.desk, PutAside, j.ANNA, inbound=held.id)
    j.do(box.desk, ForgetInbound, j.BOT, inbound=held.id)
    assert (box.stored(held.id).state, box.stored(held.id).holds) == (InboundState.ASIDE, False)


def test_what_was_sorted_again_is_kept_from_then_on(box: Mailbox) -> None:
    """The half year of a machine's mail is not that of what a person put aside later."""
    mail = box.gets(with_file(s.mail(headers={"Auto-Submitted": "auto-replied"})))
    box.desk.clock.move(days=100)
    j.do(box.desk, BringBack, j.ANNA, inbound=mail.id)
    j.do(box.desk, PutAside, j.ANNA, inbound=mail.id)
    for days, holds in ((KEPT_DAYS - 99, True), (100, False)):
        box.desk.clock.move(days=days)
        box.deliver()
        assert box.stored(mail.id).holds is holds


def test_what_has_its_place_can_be_erased_too(box: Mailbox) -> None:
    """Bytes that were kept for a file, after the message was sorted."""
    made, ours = box.answered()
    left = box.gets(with_file(answer(ours), "a.zip", b"PK\x03\x04", "application/zip"))
    assert left.holds
    j.do(box.desk, EraseInbound, j.BOSS, inbound=left.id)
    box.deliver()
    gone = box.stored(left.id)
    assert (gone.state, gone.holds, gone.request) == (InboundState.MESSAGE, False, made.request)
    assert left.key not in box.desk.files.kept
    assert isinstance(box.desk.open_inbound(left.id, j.ANNA), Refusal)


# All facts of a payload


class Batch:
    """A channel whose payloads hold several messages."""

    name = "batch"

    def verify(self, request: InboundRequest) -> bool:
        return True

    def read(self, request: InboundRequest) -> list[Inbound]:
        return [
            Inbound(
                kind=InboundKind.MESSAGE,
                id=id,
                sender=Contact.parse(f"{id}@example.com"),
                subject=RawText("Pralka"),
                text=RawText(f"words of {id}"),
            )
            for id in json.loads(request.body)
        ]


def batch(desk: Any, *ids: str) -> None:
    desk.receive("batch", InboundRequest(body=json.dumps(ids).encode()))
    while desk.deliver().total:
        pass


def test_every_fact_of_a_payload_is_read() -> None:
    """In order, each once by the provider's id, however they come together; and no bytes are left."""
    desk = make_desk(channels=[Batch()])
    batch(desk, "a", "b", "c")
    batch(desk, "a", "b", "c")
    batch(desk, "c", "d", "a")
    batch(desk, "b")
    with desk.reading() as reader:
        found: list[InboundMessage] = list(reader.find(Query(InboundMessage), {}))
    states = [one.state for one in found]
    assert states.count(InboundState.REQUEST) == 4
    assert states.count(InboundState.COPY) == 3
    assert desk.files.kept == {}
    assert sorted(one.contact.value for one in desk.notifier.sent) == [f"{id}@example.com" for id in "abcd"]
    assert desk.verify() == ()


def test_many_facts_are_all_read() -> None:
    """Delivered one after the other, without a limit of their number."""
    desk = make_desk(channels=[Batch()])
    batch(desk, *(f"n{n}" for n in range(150)))
    with desk.reading() as reader:
        found: list[InboundMessage] = list(reader.find(Query(InboundMessage), {}, limit=500))
    assert len(found) == 150
    assert not any(one.state is InboundState.KEPT for one in found)


def test_a_payload_without_facts_is_kept_apart() -> None:
    """As what nobody knows."""
    desk = make_desk(channels=[Batch()])
    batch(desk)
    with desk.reading() as reader:
        (found,) = reader.find(Query(InboundMessage), {})
    assert (found.state, desk.files.kept) == (InboundState.AUTOMATIC, {})


def test_an_answer_by_somebody_else_goes_with_the_request_that_it_answers(box: Mailbox) -> None:
    """Also where they have a request of their own: the words are about this one."""
    made, ours = box.answered()
    j.submit(box.desk, contact="boss@shop.example")
    held = box.gets(answer(ours, "To ja, szef", sender="boss@shop.example"))
    assert held.reason is HeldFor.STRANGER
    j.do(box.desk, EraseRequest, j.BOSS, request=made.request)
    assert not box.stored(held.id).holds
