"""What happens to contact points, and whom it tells."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import CODE, KEEP_REFERENCE, NOT_YOU, to_contact, to_customer, to_staff


class CodeSent(
    Change,
    action="code_sent",
    label="Code sent",
    by_automation=to_contact(
        "code", "Request {reference}: your code", "You asked for a code.", CODE, NOT_YOU, is_code=True
    ),
):
    """A code goes out to a contact point."""

    contact: str
    code: str


class LinkSent(
    Change,
    action="link_sent",
    label="Link sent again",
    by_automation=to_contact(
        "link_again", "Request {reference}: your link", "Here is the private link you asked for.", NOT_YOU
    ),
):
    """The private link goes out again to a contact point."""

    contact: str


class ContactConfirmed(Change, action="contact_confirmed", label="Contact confirmed", tells=NOBODY):
    """A contact point proved to be the person's own."""

    contact: str
    proof: str


_CONFIRMED = to_customer(
    "confirmed",
    "Request {reference} is confirmed",
    "Your request is confirmed. Someone from our team will look at it and write to you. "
    "You do not need to do anything now.",
    KEEP_REFERENCE,
    is_receipt=True,
)


ENDED = to_contact(
    "contact_ended",
    "Request {reference}: this contact is no longer used",
    "We have been told that this contact is wrong or out of date. We use another one for this request from now on, and "
    "earlier links and codes no longer work. If you did not ask for this, please call us.",
    is_farewell=True,
)
GIVEN = to_contact(
    "contact_given",
    "Request {reference}: this is now your contact",
    "We have been told that you can be reached here. Open your request to see how it stands. Earlier links no longer "
    "work.",
    KEEP_REFERENCE,
    NOT_YOU,
)


class ContactEnded(Change, action="contact_ended", label="Contact no longer used", tells=NOBODY):
    """A contact point lets nobody in any more. It is told with `ENDED`, once for all requests of the person."""

    contact: str


class ContactGiven(Change, action="contact_given", label="New contact", tells=NOBODY):
    """A contact point was put in the place of another one. It is told with `GIVEN`."""

    contact: str


class RequestConfirmed(
    Change,
    action="request_confirmed",
    label="Request confirmed",
    by_staff=_CONFIRMED,
    by_customer=(
        _CONFIRMED,
        to_staff("new_request", "New request {reference}", "A customer has confirmed a new request."),
    ),
):
    """The customer, or staff for them, confirmed the request."""

    proof: str


class RequestClaimed(
    Change, action="request_claimed", label="Linked to a customer account", personal=True, tells=NOBODY
):
    """A customer with an account proved that a guest's request is their own."""

    customer: str
