"""What nobody means: numbers, days, moments, texts and lists that a form, JSON, an address or an adapter hands in."""

from __future__ import annotations

from typing import Any

VALUES: tuple[Any, ...] = (
    -1, 10**30, float("nan"), "NaN", "0.005", "9" * 40, True, {}, [], ["x"] * 10_000, [{}] * 10_000,
    "2026-02-30", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-11-28T10:00",
    "2026-11-28T10:00:00+14:00", "a\x00b", "\ud800", b"x",
)  # fmt: skip
#: Of addresses above all: signs that are digits and no numbers, what turns the line round, what leads elsewhere.
TEXTS = (
    "", " ", "-1", "-0", "1e309", "9" * 5_000, "٣٤٥", "²", "½", "Ⅷ", "0x1F", "1_000", "+1", "x" * 10_000, "🧨" * 50,
    "\u202e\u2066x", "\ufeff", "%00", "%ZZ", "../../etc/passwd", "//evil.example", "[]", '{"a": 1}', "null", "'",
    "0000-13-45", "2026-11-28T25:61", "-2026-01-01", "10000-01-01", "2026-W60-9", "\r\nx",
    "00000000000000000000000000000000",
)  # fmt: skip
