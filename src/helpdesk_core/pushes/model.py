"""A browser in which a customer wants to be told that there is news, with what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded
from ..contacts.model import ContactPoint
from ..ports.notifier import PushAddress
from ..service_requests.model import ServiceRequest

MOST_BROWSERS = 5
"""For one request: a person has a few devices, and each of them is sent every notice."""


class PushEnd(Worded, prefix="push.end"):
    """Why a browser is told nothing more."""

    WITHDRAWN = "withdrawn", "Turned off by the customer"
    LEFT = "left", "The customer signed out or left that device"
    GONE = "gone", "The browser takes no more messages"
    REPLACED = "replaced", "Turned on again"
    FOLLOWED = "followed", "Goes on in the request that this one was joined with"
    ERASED = "erased", "Erased"


@record(
    "push_browsers",
    indexes=(Index(("request", "agreed_at", "id")), Index(("tenant", "browser", "id"))),
)
class PushBrowser(Attested):
    """One browser that its owner subscribed for one request. When it ends nothing stays of it but what was agreed to,
    and when."""

    request: str = col(references="service_requests")
    contact: str = col(references="contact_points")
    """The confirmed contact of the person who did it: when that lets nobody in any more, neither does this."""
    generation: int
    """Of the request's private link at that time: a newer one ends it."""
    browser: str | None = col(personal=True, default=None)
    """Stands for the browser, made of a cookie that nobody else has."""
    endpoint: str | None = col(personal=True, default=None)
    key: str | None = col(personal=True, default=None)
    secret: str | None = col(personal=True, default=None)
    made_for: str
    """The shop's public key that it subscribed with: what another one signs, it does not take."""
    words: SafeText = col(personal=False)
    """What was agreed to, as it was read."""
    words_version: str
    agreed_at: datetime
    ended_at: datetime | None = col(default=None)
    ended_by: PushEnd | None = col(default=None)

    @property
    def address(self) -> PushAddress | None:
        """Where it is reached; None where it ended."""
        if self.endpoint is None or self.key is None or self.secret is None:
            return None
        return PushAddress(endpoint=self.endpoint, key=self.key, secret=self.secret)

    def ended(self, why: PushEnd, now: datetime) -> Self:
        """The row without its address.

        Args:
            why: Why it ends.
            now: The present moment.

        Returns:
            The row; what ended before stays as it is.
        """
        if self.ended_at is not None:
            return self
        return self.changed(browser=None, endpoint=None, key=None, secret=None, ended_at=now, ended_by=why)

    def erased(self) -> Self:
        """Nobody is reached by it any more."""
        return super().erased().changed(ended_by=self.ended_by or PushEnd.ERASED)


OF_REQUEST = Query(PushBrowser, equals=("tenant", "request"), order=("agreed_at", "id"), newest_first=True)
OF_BROWSER = Query(PushBrowser, equals=("tenant", "browser"))


def living(
    rows: Sequence[PushBrowser], request: ServiceRequest, points: Sequence[ContactPoint], public_key: str
) -> tuple[PushBrowser, ...]:
    """The browsers that are told now.

    Args:
        rows: Those of the request.
        request: The request.
        points: Its contacts.
        public_key: The shop's.

    Returns:
        Those that have an address, of a contact that is confirmed and lets its person in, by the link of today.
    """
    known = {one.id for one in points if one.lets_in and one.confirmed_at is not None}
    return tuple(
        one
        for one in rows
        if one.address is not None
        and one.contact in known
        and one.generation == request.generation
        and one.made_for == public_key
    )
