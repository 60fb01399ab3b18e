"""What can happen to a message that came in."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import to_staff


class InboundKept(Change, action="inbound_kept", label="Message came in", tells=NOBODY):
    """Its bytes are kept, and nobody has read them."""

    channel: str


class InboundTaken(Change, action="inbound_taken", label="Message sorted", tells=NOBODY):
    """It has a place, or waits for a person who gives it one."""

    state: str
    reason: str | None = None


class InboundErased(Change, action="inbound_erased", label="Message erased", tells=NOBODY):
    """Its words and bytes are gone."""


class InboundFilesTaken(Change, action="inbound_files_taken", label="Files of a message taken", tells=NOBODY):
    """Its files are with the request; so many were not taken."""

    count: int
    left_out: int


class CustomerMailed(
    Change,
    action="customer_mailed",
    label="Message from the customer, by mail",
    is_spoken=True,
    by_automation=to_staff(
        "customer_mailed",
        "Request {reference}: new mail from the customer",
        "There is a new message from the customer. It came by mail.",
    ),
):
    """The customer wrote by a channel."""

    message: str
    channel: str


class CustomerChatted(
    Change,
    action="customer_chatted",
    label="Message from the customer, by chat",
    is_spoken=True,
    by_automation=to_staff(
        "customer_chatted",
        "Request {reference}: new message from the customer",
        "There is a new message from the customer. It came by chat.",
    ),
):
    """The customer wrote by a chat."""

    message: str
    channel: str


class InboundKeptAsNote(
    Change, action="inbound_kept_as_note", label="Mail of somebody else kept as a note", is_spoken=True, tells=NOBODY
):
    """Staff put the words of somebody else beside a request."""

    note: str


class MailBounced(Change, action="mail_bounced", label="A message did not arrive", tells=NOBODY):
    """A mail server says that a message of ours did not arrive, and will not."""

    row: str
