"""Redaction by itself: it knows no request, and can be used without the rest of the library."""

from __future__ import annotations

from .guardrails.redaction import (
    KINDS,
    MAY_STAY,
    Caution,
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
    "KINDS",
    "MAY_STAY",
    "Caution",
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
