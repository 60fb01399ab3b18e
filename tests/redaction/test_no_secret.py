"""J12: "that was no secret". The customer says so for what nothing but a word told; never for what proves itself."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core.conversations.rules import ReplyToShop
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.guardrails.redaction import MAY_STAY, Redactor
from helpdesk_core.guardrails.timeline import EVERY_ENTRY
from helpdesk_core.testing import make_desk


@pytest.mark.parametrize(
    "text, stays",
    [
        ("the password was Marmalade all along", True),
        ("PIN 4821 is printed on the box", True),
        ("pin do karty sim: 0000", True),
        ("card 4111 1111 1111 1111", False),
        ("kod z SMS-a: 774 120", False),
        ("BLIK 123456", False),
        ("cvv 123", False),
        ("IBAN DE89370400440532013000", False),
        ("token ghp_16C7e42F292c6912E7710c838347Ae178B4a", False),
    ],
)
def test_some_kinds_may_stay(text: str, stays: bool) -> None:
    """Passwords, PINs, device and recovery codes; no card, no account, no key, no code somebody could use at once."""
    never = {"card_number", "one_time_code", "banking_code", "bank_account", "card_cvv", "api_key"}
    every = MAY_STAY | never
    assert (Redactor().redact(text, no_secret=every).text.text == text) is stays


def test_a_customer_writes_it_again(store: Any) -> None:
    """The first try is redacted and says so, the second stays as it is written; the history knows which was which."""
    desk = make_desk(store)
    made, guest = j.in_phase(desk, "in_review")
    words = {"request": made.request, "text": "The password is Marmalade, card 4111 1111 1111 1111"}
    first = j.do(desk, ReplyToShop, guest, **words)
    assert set(first.removed) == {"password", "card_number"}
    again = j.do(desk, ReplyToShop, guest, **words, no_secret="yes")
    assert again.removed == ("card_number",)
    room = desk.view(view_room, guest, made.request)
    texts = {str(message.text) for message in room.messages}  # type: ignore[union-attr]
    assert "The password is Marmalade, card [CARD_NUMBER]" in texts
    assert "The password is [PASSWORD], card [CARD_NUMBER]" in texts
    with desk.reading() as reader:
        entries = [entry for entry in reader.find(EVERY_ENTRY, {}, limit=99) if entry.action == "customer_replied"]
    assert sorted(entry.payload["no_secret"] for entry in entries) == [0, 1]
