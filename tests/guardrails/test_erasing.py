"""Erasing a person, whatever capability wrote about them: every command is sent with canaries in all of its texts."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest

import journeys as j
from capabilities import collected
from capabilities.scene import SHOP, Example, Scene
from guardrails.test_canaries import text_paths, with_text
from helpdesk_core import Customer, Helpdesk, Result
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import record_types
from helpdesk_core.commands import EraseAccount, EraseRequest, ReplyToShop
from helpdesk_core.customer_accounts.model import CustomerAccount
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
KEPT: dict[str, str] = collected("KEPT")
WORD, MAIL, ACCOUNT = "Kanarek", "kanarek@example.com", "kanarek-7"


def traces(desk: Helpdesk) -> set[str]:
    """Columns in which something of the person stands."""
    with desk.reading() as reader:
        return set(_traces(reader))


def _traces(reader: Any) -> Iterator[str]:
    for name, known in record_types.items():
        for record in reader.find(Query(known.make), {}, limit=500):  # type: ignore[arg-type]
            for column, cell in zip(known.columns, known.encode(record), strict=True):
                if WORD.casefold() in str(cell).casefold():
                    yield f"{name}.{column.name}"


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda one: one.command.__name__)
def test_nothing_of_the_person_is_left(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    """GDPR article 17: texts, the contact and the account's id go from every record about the request; what stays is
    named in KEPT with a reason, and everything still verifies."""
    owner = Customer(id=ACCOUNT)
    monkeypatch.setattr(j, "CUSTOMER", owner)
    monkeypatch.setattr(j, "EMAIL", MAIL)
    desk = make_desk(settings=SHOP)
    words = dict.fromkeys(("problem", "device", "given_name", "order"), WORD)
    scene = Scene.in_phase(example.phase, desk, contact=MAIL, **words)
    fields = example.fields(scene)
    for path in text_paths(typing.get_type_hints(example.command), fields):
        if path != ("surname",):  # a try with another surname finds nothing
            fields = with_text(fields, path, WORD)
    answer = desk.handle(desk.read(example.command, fields), scene.actors[example.by[0]])
    assert isinstance(answer, Result)
    desk.deliver(500)
    with desk.reading() as reader:  # a command may have started another request of theirs, or been about two
        theirs = [one.id for one in reader.find(Query(ServiceRequest), {}, limit=99)]
        accounts = [one.id for one in reader.find(Query(CustomerAccount), {}, limit=99)]
    for request in theirs:
        j.do(desk, EraseRequest, j.BOSS, request=request)
    desk.erase_customer(ACCOUNT, j.BOSS)  # what belongs to the account itself
    for account in accounts:
        j.do(desk, EraseAccount, j.BOSS, account=account)
    assert traces(desk) <= set(KEPT)
    assert desk.verify() == ()


def test_an_erased_request_waits_for_no_secret() -> None:
    """What the person announced for the next message goes with them."""
    desk = make_desk(settings=SHOP)
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToShop, guest, request=made.request, text="Here is my PIN:")
    assert j.stored(desk, made).cue is not None
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    after = j.stored(desk, made)
    assert (after.cue, after.cue_until) == (None, None)


def test_the_person_would_be_seen() -> None:
    """Else the test above would prove nothing; and every reason in KEPT is about a column that there is."""
    desk = make_desk(settings=SHOP)
    Scene.in_phase("in_review", desk, contact=MAIL, problem=WORD, device=WORD, given_name=WORD, order=WORD)
    assert traces(desk) >= {"messages.text", "contact_points.contact", "service_requests.device"}
    assert set(KEPT) <= {f"{name}.{column.name}" for name, known in record_types.items() for column in known.columns}


def test_what_stays_is_named() -> None:
    """A text, a name or a mapping that is not marked as the customer's, is staff's or stands in KEPT with a reason."""
    unmarked = {
        f"{name}.{column.name}"
        for name, known in record_types.items()
        for column in known.columns
        if column.text and column.personal is not True
    }
    assert unmarked <= set(KEPT)
