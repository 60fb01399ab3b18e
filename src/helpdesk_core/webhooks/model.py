"""Addresses of other systems that staff keep: what each is told, and whether it is told at present."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..base.queries import Query
from ..base.records import Index, Subject, col, record
from ..base.text import SafeText
from ..base.worded import Worded

MOST_ENDPOINTS = 20
"""Of a shop's; removed ones do not count."""
OVERLAP = timedelta(days=7)
"""For how long the secret before a rotation signs, too."""


class EndpointState(Worded, prefix="webhook_state"):
    """Whether it is told what changes."""

    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    FAILED = "failed", "Paused: it did not answer for days"


@record("webhook_endpoints", indexes=(Index(("tenant", "added_at", "id")),))
class WebhookEndpoint(Subject):
    """An address of another system that is told what changes. Its secret is made from the desk's own and this row's id
    and generation: nothing that signs lies in the database."""

    name: SafeText = col(personal=False)
    url: str
    actions: tuple[str, ...]
    """The changes that are told, by their names; ``*`` for all."""
    tells_texts: bool = col(default=False)
    """Whether messages between customer and shop go along; internal notes never do."""
    state: EndpointState = col(default=EndpointState.ACTIVE)
    generation: int = col(default=1)
    """Counts its secrets."""
    old_until: datetime | None = col(default=None)
    """Until when the secret before the last rotation signs, too."""
    added_at: datetime
    added_by: SafeText | None = col(personal="staff", default=None)
    removed_at: datetime | None = col(default=None)


ENDPOINTS = Query(WebhookEndpoint, where={"removed_at": None}, order=("added_at", "id"))
