"""Words of the pages about customers: code and English."""

from __future__ import annotations

from helpdesk_core.commands import BlockReason
from helpdesk_core.i18n import define, define_plural
from helpdesk_core.views import Proof

define("customers.menu", "Customers")
define("customers.title", "Customers")
define("customers.find", "Find")
define("customers.find.hint", "Name, phone number (the last four digits will do), e-mail address or reference")
define("customers.latest", "Customers of the latest requests")
define("customers.nearly", "Nobody is found by just these words. These are close to them:")
define("customers.more", "There may be more. Add a word to narrow it down.")
define("customers.none", "No customer is found by “{words}”")
define("customers.none.text", "Try fewer letters, the last four digits of the phone number, or the reference.")
define("customers.empty", "No customers yet")
define("customers.empty.text", "Whoever asks for help is listed here.")
define("customers.unnamed", "No name given")
define("customers.column.customer", "Customer")
define("customers.column.contact", "Contact")
define("customers.column.latest", "Latest request")
define_plural("customers.found", "{count} request", "{count} requests")
define("customers.since", "Customer since {day}")
define("customers.open", "Open requests")
define("customers.open.none", "None at the moment.")
define_plural("customers.ended", "{count} ended request", "{count} ended requests")
define("customers.others", "Under the same contact, but another name or account")
define(
    "customers.others.hint", "Several people may use one address or phone. These requests are not counted as theirs."
)
define("customers.contact", "Contact")
define("customers.contact.none", "There is no contact.")
define("customers.contact.unproved", "not confirmed: nothing is sent there")
define("customers.contact.ended", "not used since {day}")
define("customers.past", "Earlier contacts")
define("customers.orders", "Orders")
define("customers.correct", "Correct")
define("customers.correct.title", "Correct name or contact")
define("customers.name", "Name")
define(
    "customers.name.text", "The name changes in all of this customer's requests. They track their requests by surname."
)
define("customers.name.save", "Correct name")
define("customers.name.done", "The name was corrected.")
define("customers.which", "Which contact is wrong or out of date?")
define("customers.to", "The right e-mail address or phone number")
define("customers.in_person", "The customer is with me or on the phone: I confirm the new contact for them")
define(
    "customers.contact.text",
    "It changes in all of this customer's requests that have it. Links and codes sent to the old one stop working, and "
    "both are told by message.",
)
define("customers.contact.save", "Correct contact")
define("customers.contact.done", "The contact was corrected. Earlier links and codes no longer work.")
define("customers.back", "Back to the customer")

define("customers.block", "Block a contact")
define("customers.block.title", "Block a contact")
define("customers.block.which", "Which contact?")
define("customers.block.reason", "Why?")
define(
    "customers.block.text",
    "No request can be sent with it online any more: who tries is asked politely to call. No codes or links go to it. "
    "Requests that are there go on, and at the counter you can still take new ones. It affects everybody who shares "
    "this contact.",
)
define("customers.block.send", "Block")
define("customers.block.done", "The contact is blocked.")
define("customers.blocked", "blocked: {reason}")
define("customers.blocked.counter", "This contact is blocked online. You decide whether to take this request.")
define("customers.unblock", "Unblock")
define("customers.unblock.done", "The contact is no longer blocked.")

BLOCK_REASONS = {
    BlockReason.ABUSE: define("customers.block.abuse", "Threats or insults"),
    BlockReason.SPAM: define("customers.block.spam", "Advertising, or made-up requests"),
    BlockReason.MISTAKE: define("customers.block.mistake", "It belongs to somebody else, who wants no messages"),
    BlockReason.OTHER: define("customers.block.other", "Another reason"),
}
PROOFS = {
    Proof.CODE: define("customers.proof.code", "confirmed by code"),
    Proof.IN_PERSON: define("customers.proof.in_person", "confirmed by staff"),
    Proof.SIGN_IN: define("customers.proof.sign_in", "confirmed by sign-in"),
}
