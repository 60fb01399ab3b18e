"""What happens to contact points, and whom it tells."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ..base.changes import NOBODY, Change
from ..base.messages import define
from ..base.notices import CODE, KEEP_REFERENCE, NOT_YOU, to_contact, to_customer, to_staff


@attrs.frozen(kw_only=True)
class CodeSent(Change):
    """A code goes out to a contact point."""

    action: ClassVar[str] = "code_sent"
    label: ClassVar[str] = define("action.code_sent", "Code sent")
    by_staff = NOBODY
    by_customer = NOBODY
    by_automation = (to_contact("code", "Request {reference}: your code", "You asked for a code.", CODE, NOT_YOU),)
    contact: str
    code: str


@attrs.frozen(kw_only=True)
class LinkSent(Change):
    """The private link goes out again to a contact point."""

    action: ClassVar[str] = "link_sent"
    label: ClassVar[str] = define("action.link_sent", "Link sent again")
    by_staff = NOBODY
    by_customer = NOBODY
    by_automation = (
        to_contact("link_again", "Request {reference}: your link", "Here is the private link you asked for.", NOT_YOU),
    )
    contact: str


@attrs.frozen(kw_only=True)
class ContactConfirmed(Change):
    """A contact point proved to be the person's own."""

    action: ClassVar[str] = "contact_confirmed"
    label: ClassVar[str] = define("action.contact_confirmed", "Contact confirmed")
    by_staff = NOBODY
    by_customer = NOBODY
    contact: str
    proof: str


_CONFIRMED = to_customer(
    "confirmed",
    "Request {reference} is confirmed",
    "Your request is confirmed. A person will look at it and write to you. You do not need to do anything now.",
    KEEP_REFERENCE,
)


@attrs.frozen(kw_only=True)
class RequestConfirmed(Change):
    """The customer, or staff for them, confirmed the request."""

    action: ClassVar[str] = "request_confirmed"
    label: ClassVar[str] = define("action.request_confirmed", "Request confirmed")
    by_staff = (_CONFIRMED,)
    by_customer = (
        _CONFIRMED,
        to_staff("new_request", "New request {reference}", "A new request was confirmed by its customer."),
    )
    proof: str


@attrs.frozen(kw_only=True)
class RequestClaimed(Change):
    """A customer with an account proved that a guest's request is their own."""

    action: ClassVar[str] = "request_claimed"
    personal: ClassVar[bool] = True
    label: ClassVar[str] = define("action.request_claimed", "Claimed by a customer's account")
    by_staff = NOBODY
    by_customer = NOBODY
    customer: str
