"""How a request comes in."""

from __future__ import annotations

from ..base.changes import NOBODY, Change


class RequestSubmitted(Change, action="request_submitted", label="Request received", tells=NOBODY):
    """A request came in. Its code, or the call that is needed, is sent by the rule: it depends on the contact."""

    reference: str
    source: str


class RequestImported(Change, action="request_imported", label="Request imported", personal=True, tells=NOBODY):
    """A request came out of another system."""

    source: str
    source_id: str
