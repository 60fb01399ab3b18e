"""Replies and notes."""

from __future__ import annotations

import attrs

from capabilities.scene import CUSTOMERS, STAFF, Example, of_request
from capabilities.service_requests import EXAMPLES as OF_REQUESTS
from helpdesk_core.commands import ChangeStatus, ReplyToCustomer, ReplyToShop, WriteNote

EXAMPLES = {
    ReplyToShop: Example(command=ReplyToShop, by=CUSTOMERS, fields=of_request(text="It is the blue one.")),
    ReplyToCustomer: Example(
        command=ReplyToCustomer, by=STAFF, right="requests.reply", fields=of_request(text="Please bring it.")
    ),
    WriteNote: Example(
        command=WriteNote, by=STAFF, right="requests.note", fields=of_request(text="Called, nobody there.")
    ),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "customer_replied":   ("yes", "yes", "no",  "no",  "no"),
    "shop_replied":       ("no",  "no",  "yes", "yes", "no"),
    "note_written":       ("no",  "no",  "yes", "yes", "no"),
    "status_changed":     ("yes", "yes", "yes", "yes", "no"),
}  # fmt: skip
TELLS = {
    "customer_replied": ("", "staff", ""),
    "shop_replied": ("customer", "", ""),
    "note_written": ("", "", ""),
    "status_changed": ("customer", "", ""),
}
KEPT = {
    "messages.author_name": "staff stand by what they did",
    "messages.author": "of a message from the shop; a customer's goes",
    "notes.author": "staff stand by what they did",
    "notes.author_name": "staff stand by what they did",
}
CAUSES = {
    "customer_replied": (EXAMPLES[ReplyToShop],),
    "shop_replied": (EXAMPLES[ReplyToCustomer],),
    "note_written": (EXAMPLES[WriteNote],),
    "status_changed": tuple(
        attrs.evolve(one, phase="waiting_for_customer") for one in (OF_REQUESTS[ChangeStatus], EXAMPLES[ReplyToShop])
    ),
}
