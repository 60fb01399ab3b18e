"""How a request comes in."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ..base.changes import NOBODY, Change
from ..base.messages import define


@attrs.frozen(kw_only=True)
class RequestSubmitted(Change):
    """A request came in. Its code, or the call that is needed, is sent by the rule: it depends on the contact."""

    action: ClassVar[str] = "request_submitted"
    label: ClassVar[str] = define("action.request_submitted", "Request received")
    by_staff = NOBODY
    by_customer = NOBODY
    reference: str
    source: str


@attrs.frozen(kw_only=True)
class RequestImported(Change):
    """A request came out of another system."""

    action: ClassVar[str] = "request_imported"
    personal: ClassVar[bool] = True
    label: ClassVar[str] = define("action.request_imported", "Request imported")
    by_staff = NOBODY
    by_customer = NOBODY
    source: str
    source_id: str
