"""Redaction by itself: it knows no request, and can be used without the rest of the library."""

from __future__ import annotations

from .guardrails.redaction import (
    MAY_STAY,
    Cue,
    Found,
    Redacted,
    RedactingFilter,
    Redactor,
    SafeTexts,
    redact,
    redact_text,
    redact_thread,
)

__all__ = [
    "MAY_STAY",
    "Cue",
    "Found",
    "Redacted",
    "RedactingFilter",
    "Redactor",
    "SafeTexts",
    "redact",
    "redact_text",
    "redact_thread",
]
