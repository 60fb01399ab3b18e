"""Input made to be slow or to break out: time grows with length alone, and nothing is raised."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable

import attrs
import pytest

from helpdesk_core.guardrails import redaction
from helpdesk_core.guardrails.redaction import redact, redact_text, signs, words
from parts import share

HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "a" * n,
    "digits": lambda n: "7" * n,
    "digits in pairs": lambda n: "12 " * (n // 3),
    "four digits each": lambda n: "1234 " * (n // 5),
    "dates": lambda n: "12.12.2026 " * (n // 11),
    "announcements": lambda n: "password is " * (n // 12),
    "announcements of numbers": lambda n: "my pin is the " * (n // 14),
    "values": lambda n: "PIN: 4821, " * (n // 11),
    "the same value": lambda n: "password: Kot77!x " * (n // 18),
    "colons": lambda n: "hasło" + ":" * n,
    "spaces": lambda n: "hasło" + " " * n + "x",
    "lines": lambda n: "code\n" * (n // 5),
    "quotes": lambda n: "password " + "\"'`" * (n // 3),
    "brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "placeholders": lambda n: "[PIN] " * (n // 6),
    "headers": lambda n: "-----BEGIN RSA PRIVATE KEY-----\n" * (n // 32),
    "user infos": lambda n: "https://a:b@" * (n // 12),
    "commands": lambda n: "mysql -u a " * (n // 11),
    "wifi": lambda n: "wifi:s:a;" * (n // 9),
    "seed words": lambda n: "legal winner " * (n // 13),
    "seed announcements": lambda n: "seed phrase " * (n // 12),
    "recovery": lambda n: "backup codes: " + "ab12-cd34 " * (n // 10),
    "spelled digits": lambda n: "one two three " * (n // 14),
    "mixed scripts": lambda n: "аb" * (n // 2),
    "zero width": lambda n: "\u200b" * n,
    "combining": lambda n: "a" + "\u0301" * n,
    "base64": lambda n: "QUJD" * (n // 4),
    "tokens": lambda n: "eyJhbGci." * (n // 9),
    "surrogates": lambda n: "\ud800" * n,
    "nested quotes": lambda n: "> " * (n // 2) + "password: x",
    "quoted lines": lambda n: "> what is the pin?\n" * (n // 19),
    "markup": lambda n: "<password>" * (n // 10),
    "addresses": lambda n: "a@b.pl/" * (n // 7),
    "pairs": lambda n: "login a / " * (n // 10),
    "verbs": lambda n: "use the " * (n // 8),
    "signs": lambda n: "a&" * (n // 2),
    "capitals": lambda n: "Aaa" * (n // 3),
    "points": lambda n: "1-" * (n // 2),
    "doors": lambda n: "/reset/a/" * (n // 9),
    "hyphens": lambda n: "ab12-" * (n // 5),
    "masks": lambda n: "card 4111111111111111 12/28 " * (n // 28),
    "candidates": lambda n: "4821 " * (n // 5),
    "right to left": lambda n: "\u202epassword: x\u202c" * (n // 14),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length_alone(name: str) -> None:
    """Four times the text takes at most some eight times as long, with room for a busy machine; a quadratic search
    takes sixteen times and far more."""
    make = HOSTILE[name]
    redact_text(make(2_000))
    for attempt in range(3):
        took = []
        for size in (20_000, 80_000):
            started = time.process_time()
            redact_text(make(size))
            took.append(time.process_time() - started)
        if took[1] <= max(9 * took[0], 0.05):
            return
    pytest.fail(f"{name}: {took[0]:.3f} s, then {took[1]:.3f} s for four times the text")


def test_a_word_without_an_end_is_looked_at_no_further_than_those_that_are_listed() -> None:
    """Beside a number each word is looked up by its beginnings: of a million letters that took minutes. Nor is it
    kept for the life of the process."""
    word = "x" * 300_000
    started = time.process_time()
    redact_text(f"12,2024-01-15,Nowak,Jan,open,Phone,{word}")
    assert time.process_time() - started < 4
    assert word not in signs.KNOWN


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern there is, by where it stands: in modules, in tables, and made from the words."""
    found: dict[str, re.Pattern[str]] = {}

    def collect(name: str, value: object) -> None:
        if isinstance(value, re.Pattern):
            found[name] = value
        elif attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                collect(f"{name}.{field.name}", getattr(value, field.name))
        elif isinstance(value, dict | list | tuple):
            for key, one in value.items() if isinstance(value, dict) else enumerate(value):
                collect(f"{name}[{key}]", one)

    for module in pkgutil.iter_modules(redaction.__path__):
        for name, value in vars(importlib.import_module(f"{redaction.__name__}.{module.name}")).items():
            if not name.startswith("__"):
                collect(f"{module.name}.{name}", value)
    collect("words", words.load_words())
    return found


PATTERNS = patterns()


def test_every_pattern_is_found() -> None:
    """The list is no empty promise."""
    assert len(PATTERNS) > 100
    assert {"announced._NUMBER", "words.triggers", "words.phrases.another", "tokens._BEHIND[0][1]"} <= set(PATTERNS)


@pytest.mark.parametrize("name", share(PATTERNS, 2))
def test_no_pattern_backtracks_without_end(name: str) -> None:
    """Each pattern alone, searched over each hostile text: four times the text takes no sixteen times as long. Patterns
    that are tried at one place only, behind an announcement, are searched here from every place, which is harder."""
    pattern = PATTERNS[name]

    def took(text: str) -> float:
        started = time.process_time()
        for _ in pattern.finditer(text):
            pass
        return time.process_time() - started

    for kind, make in HOSTILE.items():
        short, long = (redaction.fold.fold(make(size))[0] for size in (3_000, 12_000))
        if took(long) > 0.02:
            ratio = min(took(long) / max(took(short), 1e-6) for _ in range(3))
            assert ratio < 9, f"{name} on {kind}: {ratio:.0f} times as long for four times the text"


def test_a_megabyte_is_looked_at() -> None:
    """The secret at its end is found."""
    assert "Klopsik7" not in redact_text("x" * 1_000_000 + " password: Klopsik7")
    assert "4821" not in redact_text("nothing to see here. " * 40_000 + "PIN 4821")


def test_overlapping_finds_are_cut_once() -> None:
    """Several rules find the same place: one placeholder, and what stands around stays."""
    done = redact('{"password": "ghp_0123456789abcdefghijABCDEFGHIJ012345", "next": 1}')
    assert done.text.text.count("[") == 1
    assert done.text.text.endswith('", "next": 1}')


@pytest.mark.parametrize(
    "table, says",
    [
        ({"word": {}}, "no table is called word"),
        ({"words": {"pasword": ["haslo"]}}, "pasword"),
        ({"words": {"password": ["hasło"]}}, "hasło as haslo"),
        ({"words": {}, "phrases": {"ore": ["lub"]}}, "ore"),
        ({"words": {"password": ["menedzer* hasel"]}}, "star"),
    ],
)
def test_a_translators_slip_is_found_when_the_tables_are_read(
    monkeypatch: pytest.MonkeyPatch, table: dict[str, object], says: str
) -> None:
    """A table or kind that does not exist, a star where none can work, letters that folded text does not have."""
    monkeypatch.setattr(words, "_tables", lambda: [{"words": {}}, table])
    with pytest.raises(ValueError, match=says):
        words.load_words.__wrapped__()
