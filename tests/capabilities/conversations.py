"""Replies and notes."""

from __future__ import annotations

import attrs

from capabilities.scene import CUSTOMERS, PEOPLE, STAFF, Example, by_command, of_request, row
from capabilities.service_requests import EXAMPLES as OF_REQUESTS
from helpdesk_core.commands import ChangeStatus, DraftNote, DraftReply, ReplyToCustomer, ReplyToShop, WriteNote

EXAMPLES = by_command(
    Example(ReplyToShop, CUSTOMERS, fields=of_request(text="It is the blue one.")),
    Example(ReplyToCustomer, STAFF, right="requests.reply", fields=of_request(text="Please bring it.")),
    Example(WriteNote, STAFF, right="requests.note", fields=of_request(text="Called, nobody there.")),
    Example(DraftReply, STAFF, right="requests.reply", fields=of_request(text="Please bri")),
    Example(DraftNote, STAFF, right="requests.note", fields=of_request(text="Called, nobody th")),
)
_MENTION = Example(
    WriteNote, STAFF, right="requests.note", fields=of_request(text="Please look, @Tom.", mentions=("tom",))
)
KEPT = {
    "messages.author_name": "staff stand by what they did",
    "messages.author": "of a message from the shop; a customer's goes",
    "notes.author": "staff stand by what they did",
    "notes.author_name": "staff stand by what they did",
    "message_drafts.author": "whose draft it was; its words go",
    "message_drafts.author_name": "whose draft it was; its words go",
}
UNATTESTED = {"message_drafts": "nobody has said it yet, and it changes with every word that is typed"}
CHANGES = {
    "customer_replied": row(CUSTOMERS, ReplyToShop, customer="staff"),
    "shop_replied": row(STAFF, ReplyToCustomer, staff="customer joined"),
    "note_written": row(STAFF, WriteNote),
    "colleague_mentioned": row(STAFF, _MENTION, staff="staff"),
    "status_changed": row(
        PEOPLE,
        attrs.evolve(OF_REQUESTS[ChangeStatus], phase="waiting_for_customer"),
        attrs.evolve(EXAMPLES[ReplyToShop], phase="waiting_for_customer"),
        staff="customer",
    ),
}
