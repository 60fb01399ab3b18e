"""What one message says about the next, and what is said briefly, in lists or with a wrong digit."""

from __future__ import annotations

import pytest

from helpdesk_core.guardrails.redaction import redact_text, redact_thread


@pytest.mark.parametrize(
    "waits, value",
    [
        ("go on then", "482 113"),
        ("Send it over.", "7741 02"),
        ("dawaj", "660218"),
        ("no podaj szybko", "91 44 07"),
        ("dann her damit", "284-996"),
        ("bah vas-y", "593 017"),
        ("pásamelo q caduca", "118 227"),
        ("кидай", "445 120"),
    ],
)
def test_a_message_that_only_waits_announces_a_code(waits: str, value: str) -> None:
    """Nobody names what was asked for a moment ago; an order, a price and a phone number behind it stay."""
    assert redact_thread([waits, value]) == [waits, "[ONE_TIME_CODE]"]
    for other in ("order 48213", "600 123 456", "1500 PLN", "room 4021", "it smokes when charging"):
        assert redact_thread([waits, other]) == [waits, other]


@pytest.mark.parametrize(
    "asked, later",
    [("a kod do tabletu?", "momencik"), ("The code of the tablet?", "one tick"), ("Der Code?", "Sekunde")],
)
def test_who_asks_for_a_moment_says_no_secret(asked: str, later: str) -> None:
    """And the value that comes then is one still."""
    safe = redact_thread([asked, later, "2366"])
    assert safe[:2] == [asked, later]
    assert "2366" not in safe[2]


@pytest.mark.parametrize(
    "text", ["kody zapasowe do konta: 4410-2931, 8820-1174, 5531-9076", "backup codes 4410 2931, 8820 1174"]
)
def test_a_list_of_codes_goes_whole(text: str) -> None:
    assert not any(map(str.isdigit, redact_text(text)))


@pytest.mark.parametrize(
    "text",
    [
        "karta 4929 1234 5678 9017 ważna 09/29",
        "Karte 4929 1234 5678 9017 gültig 09/29",
        "картка 4441 1144 5566 7783 10/28",
    ],
)
def test_a_card_with_a_wrong_digit_is_one(text: str) -> None:
    """Behind a word for it and before its expiry: who mistypes one digit gives away fifteen."""
    assert "[CARD_NUMBER]" in redact_text(text)


def test_a_number_like_a_cards_is_none_elsewhere() -> None:
    for text in ("order 4929 1234 5678 9017, 09/29", "loyalty no 4929 1234 5678 9017", "Karte Nr. 3 von 4929"):
        assert redact_text(text) == text


@pytest.mark.parametrize("text", ["odbl. 7788, pęknięty", "desbl. 4790, ppto 45 €", "розбл. 8106", "unl 4471, cracked"])
def test_short_words_of_counters_announce(text: str) -> None:
    assert "[PASSCODE]" in redact_text(text)
