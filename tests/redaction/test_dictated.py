"""What is read out, letter by letter or word by word, is one value; names and serial numbers are spelled too."""

from __future__ import annotations

import pytest

from helpdesk_core.guardrails.redaction import Redactor

RULES, BALANCED = Redactor(caution=None), Redactor()

READ_OUT = [
    ("you need the wifi so its ", "capital b bramblecottage one nine", " thats all run together"),
    ("So nobody mishears: ", "Tango Oscar Foxtrot Echo Echo four two", ". Tango alone is big."),
    ("", "capital S, five, x-ray, underscore, 9", ""),
    ("the password is ", "S as in Sam, E as in Eve, four, hash, nine", ""),
    ("hasło do wifi: ", "pe jak Paweł, a jak Anna, cztery, podkreślnik, dwa", ""),
    ("ich les mal vor da steht ", "groß k wie kaufmann dann elch dann sechs sechs", ""),
    ("Das Passwort: ", "großes B, e, r, g, Unterstrich, vier, zwei", ""),
    ("mot de passe: ", "b majuscule, o, i, s, tiret, quatre, deux", ""),
    ("te lo deletreo ", "eme mayúscula a te e o guion bajo doce", ""),
    ("пароль: ", "велика К як Київ, о, т, чотири, два", ""),
]
OPEN = [
    "My surname is Kowalski, K as in Karl, O as in Oscar, W as in Will, A as in Anna",
    "nazwisko Kowalski, K jak Karol, O jak Olga, W jak Wanda",
    "serial number: S as in Sam, 4, 2, X as in Xavier, 9",
    "I can't log in. My street: capital B, four, two",
    "The order is for 2 cases, capital letters on the label please",
    "Warszawa jest duża i ma 4 dworce, 2 lotniska",
    "I need 3 for Monday, 2 for Friday and one for Sunday",
    "capital gains of 4 percent, 2 of them mine",
]


@pytest.mark.parametrize("before, value, behind", READ_OUT)
@pytest.mark.parametrize("redactor", [RULES, BALANCED])
def test_what_is_read_out_goes_whole(before: str, value: str, behind: str, redactor: Redactor) -> None:
    """With nothing of it left, and nothing changed by a second pass."""
    done = redactor.redact(f"{before}{value}{behind}")
    assert [found.kind for found in done.found] == ["password"]
    assert done.text.text == f"{before}[PASSWORD]{behind}"
    assert redactor.redact(done.text.text).text.text == done.text.text


@pytest.mark.parametrize("text", OPEN)
def test_names_and_numbers_that_are_spelled_stay(text: str) -> None:
    """A label says what it is; nor is a word like "capital" enough."""
    assert RULES.redact(text).text.text == text


def test_a_long_message_that_spells_costs_no_more_than_its_length() -> None:
    """Each stretch is looked at once."""
    text = "capital b as in bertie, four, underscore, " * 2_000
    assert BALANCED.redact(text).text.text.count("[PASSWORD]") < 2_000
