"""Input made to be slow or to break out: time grows with length alone, and nothing is raised."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from helpdesk_core.guardrails.redaction import redact, redact_text, words

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
        ({"words": {"pasword": ["hasło"]}}, "pasword"),
        ({"words": {"password": ["menedzer* hasel"]}}, "star"),
    ],
)
def test_a_translators_slip_is_found_when_the_tables_are_read(
    monkeypatch: pytest.MonkeyPatch, table: dict[str, object], says: str
) -> None:
    """A table or kind that does not exist, a star where none can work."""
    monkeypatch.setattr(words, "_tables", lambda: [{"words": {}}, table])
    with pytest.raises(ValueError, match=says):
        words.load_words.__wrapped__()
