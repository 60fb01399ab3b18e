"""Tracking, order, claim and serial numbers that an issuer of cards could have given out: their label claims them, and
a word for card beside one takes it back."""

from __future__ import annotations

import random

import pytest

from helpdesk_core.guardrails.redaction import redact_text
from helpdesk_core.guardrails.redaction.numbers import luhn

PREFIXES = {"4": 16, "51": 16, "37": 15, "36": 14, "62": 18}

STAY = [
    "tracking number {}",
    "Tracking numbers: {}, {} and {}",
    "The parcel went out with FedEx, {}",
    "{} is my tracking number",
    "{} (order number)",
    "order no. {} from May",
    "SN: {}",
    "licence key id {}",
    "moje zamówienie nr {}",
    "{} – numer przesyłki",
    "nr reklamacji to {}",
    "Die Sendungsnummer lautet {}",
    "numéro de suivi : {}",
    "N.º de pedido {}",
    "ТТН {}",
]
GO = [
    "card {}",
    "nr karty {} do zamówienia 12",
    "order 88120 {}",
    "order 88120, {} 12/28",
    "my order was paid with {}",
    "I ordered it. {}",
    "Visa {} - order number 44123",
    "order: {}, CVV on the card 123",
    "for my order, {printed}",
    "tracking number? {}",
]


def numbers(seed: int) -> list[str]:
    """One of each prefix, with its length and a valid check digit."""
    chance = random.Random(seed)
    found = []
    for prefix, length in PREFIXES.items():
        digits = "".join(chance.choice("0123456789") for _ in range(length - 1 - len(prefix)))
        found.append(next(n for n in (f"{prefix}{digits}{last}" for last in range(10)) if luhn(n)))
    return found


@pytest.mark.parametrize("text", STAY)
def test_a_label_of_its_own_keeps_a_number(text: str) -> None:
    """Whatever issuer its first digits are of, and each of a list."""
    for number in numbers(7):
        assert redact_text(text.replace("{}", number)) == text.replace("{}", number)


@pytest.mark.parametrize("text", GO)
def test_a_card_is_one_beside_a_label_too(text: str) -> None:
    """Where a word for card or an expiry is near, where the label has its own number, and where no label claims it."""
    for number in numbers(11):
        printed = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
        if "{printed}" in text and len(number) != 16:
            continue
        typed = text.replace("{}", number).replace("{printed}", printed)
        assert number[-4:] not in redact_text(typed).replace("4412", ""), typed


def test_an_imei_near_a_sim_card_stays() -> None:
    """It passes Luhn, but no issuer has such numbers."""
    text = "The SIM card is out, IMEI 35-693803-564380-9"
    assert redact_text(text) == text
