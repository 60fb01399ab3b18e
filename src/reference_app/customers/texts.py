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
define("customers.correct", "Correct or add")
define(
    "customers.add.text",
    "It stands beside the others in this request, which stay as they are and are told. Until a code or you confirm it, "
    "no news is sent there.",
)
define("customers.add.save", "Add contact")
define("customers.added", "The contact was added. No news is sent there until it is confirmed.")
define("customers.added.proved", "The contact is confirmed: news can go there.")
define("customers.unproved", "Not confirmed yet")
define(
    "customers.unproved.text",
    "What was mistyped can be taken back: nothing more is written there, and the confirmed contacts are told.",
)
define("customers.taken_back", "It is taken back: nothing more is written there.")
define("customers.prefer.last", "Where they wrote from last")
define("customers.contact.preferred", "news goes there")

define("reached.title", "How we reach you")
define("reached.way", "Add an address or a number, or choose where news goes")
define("reached.back", "Back to your request")
define("reached.now", "Your contacts")
define("reached.proved", "confirmed on {day}")
define("reached.here", "confirmed in this browser")
define("reached.calls", "for calls")
define("reached.open", "not confirmed yet: no news goes here")
define("reached.prefer", "Where shall news go?")
define("reached.prefer.hint", "You can read and answer on the page of your request in any case.")
define("reached.last", "Where I wrote from last")
define("reached.prefer.save", "Save")
define("reached.add", "Add another contact")
define("reached.contact", "E-mail address or phone number")
define("reached.by_chat", "To add a number of a chat, write to us there first: then the code comes there.")
define("reached.done", "Saved.")
define("reached.correct", "Correct")
define("reached.take_back", "Take back")
define("reached.instead", "In the place of {contact}")
define("reached.what", "On this page you say how we reach you about this request.")
define("reached.next", "Add another contact if you like. Your contacts stay as they are, and each of them is told.")
define("reached.after", "Once the new one is confirmed, by a code or by us, news can go there too.")

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
    Proof.CHANNEL: define("customers.proof.channel", "confirmed by writing from it"),
}

define("customers.privacy", "Privacy")
define("customers.copy", "Copy of all data")
define("customers.copy.text", "One file (ZIP): data as JSON, photos and files. Without internal notes and drafts.")
define("customers.erase", "Erase…")
define("customers.erase.title", "Erase personal details")
define("customers.erase.goes", "What goes")
define("customers.erase.goes.text", "Name, contacts and words are emptied for good. Links and codes stop working.")
define("customers.erase.goes.name", "name, device and problem")
define("customers.erase.gone", "erased already")
define("customers.erase.open", "This request is still open. Afterwards nobody can reach the customer about it.")
define("customers.erase.stays", "What stays, and why")
define(
    "customers.erase.stays.history",
    "Numbers, dates, statuses and who of the staff did what, without words: it shows later what the shop did.",
)
define("customers.erase.stays.device", "The device as staff checked it: it describes the device, not the person.")
define(
    "customers.erase.stays.quotes",
    "Sums and dates of quotes, and that they were approved: accounts have to be kept for years. The words go.",
)
define(
    "customers.erase.stays.invoices",
    "Invoices that were issued, with the buyer: the law asks the shop to keep them.",
)
define("customers.erase.stays.block", "That a contact is blocked. What is kept for that does not name the contact.")
define(
    "customers.erase.stays.own_account",
    "The account: the customer deletes it, or an admin on the customer's page.",
)
define(
    "customers.erase.stays.account",
    "The customer's account and orders: they are not kept here. Please delete them where they are.",
)
define_plural(
    "customers.erase.stays.others",
    "{count} request under the same contact and another name or account. Please look at it by itself.",
    "{count} requests under the same contact and another name or account. Please look at them by themselves.",
)
define("customers.erase.stays.sent", "Messages that were sent, and backups until they run out.")
define("customers.erase.read", "I have checked that this is the right person, and that nothing here is needed any more")
define("customers.erase.read.missing", "Please confirm that you have checked it.")
define("customers.erase.send", "Erase for good")
define("customers.erase.changed", "The customer's requests have changed meanwhile. Please look at them again.")
define("customers.erase.done", "The personal details were erased.")

GOES = {
    "contact_points": define_plural("customers.goes.contacts", "{count} contact", "{count} contacts"),
    "messages": define_plural("customers.goes.messages", "{count} message", "{count} messages"),
    "message_drafts": define_plural("customers.goes.drafts", "{count} unsent draft", "{count} unsent drafts"),
    "push_browsers": define_plural(
        "customers.goes.browsers", "{count} browser with news", "{count} browsers with news"
    ),
    "notes": define_plural("customers.goes.notes", "{count} internal note", "{count} internal notes"),
    "outcomes": define_plural("customers.goes.outcomes", "{count} outcome", "{count} outcomes"),
    "outcome_answers": define_plural("customers.goes.answers", "who gave {count} answer", "who gave {count} answers"),
    "quotes": define_plural("customers.goes.quotes", "words of {count} quote", "words of {count} quotes"),
    "promises": define_plural("customers.goes.promises", "{count} promise", "{count} promises"),
    "quote_answers": define_plural(
        "customers.goes.decisions", "who decided on {count} quote", "who decided on {count} quotes"
    ),
    "quote_approvers": define_plural("customers.goes.approvers", "{count} other person", "{count} other people"),
    "attachments": define_plural("customers.goes.files", "{count} photo or file", "{count} photos or files"),
    "findings": define_plural(
        "customers.goes.findings", "words on photos, {count} time", "words on photos, {count} times"
    ),
    "question_answers": define_plural(
        "customers.goes.questions", "{count} answer to a question", "{count} answers to questions"
    ),
    "tickets": define_plural("customers.goes.tickets", "{count} question about a repair", "{count} questions"),
    "warranties": define_plural(
        "customers.goes.warranties", "what {count} warranty is of", "what {count} warranties are of"
    ),
    "complaints": define_plural(
        "customers.goes.complaints", "words of {count} complaint", "words of {count} complaints"
    ),
    "withdrawals": define_plural(
        "customers.goes.withdrawals", "words of {count} withdrawal", "words of {count} withdrawals"
    ),
    "repair_forms": define_plural("customers.goes.repair_forms", "{count} repair form", "{count} repair forms"),
    "status_notes": define_plural("customers.goes.status_notes", "{count} note to them", "{count} notes to them"),
    "escalations": define_plural("customers.goes.escalations", "{count} escalation", "{count} escalations"),
    "survey_answers": define_plural(
        "customers.goes.survey_answers", "{count} answered survey", "{count} answered surveys"
    ),
    "ratings": define_plural("customers.goes.ratings", "{count} rating", "{count} ratings"),
    "urgency_raises": define_plural(
        "customers.goes.urgencies", "why it was urgent, {count} time", "why it was urgent, {count} times"
    ),
    "parcels": define_plural(
        "customers.goes.parcels", "the number of {count} parcel", "the numbers of {count} parcels"
    ),
    "signatures": define_plural("customers.goes.signatures", "{count} signature", "{count} signatures"),
    "shipping": define_plural("customers.goes.shipping", "{count} way of sending", "{count} ways of sending"),
    "appointments": define_plural(
        "customers.goes.appointments", "words about {count} appointment", "words about {count} appointments"
    ),
    "hand_overs": define_plural(
        "customers.goes.hand_overs", "who collected it, {count} time", "who collected it, {count} times"
    ),
    "collectors": define_plural(
        "customers.goes.collectors", "{count} person who may collect it", "{count} people who may collect it"
    ),
    "awaited_parts": define_plural("customers.goes.parts", "{count} part waited for", "{count} parts waited for"),
    "loans": define_plural(
        "customers.goes.loans", "words about {count} loan device", "words about {count} loan devices"
    ),
    "worked_checklists": define_plural(
        "customers.goes.checklists", "answers to {count} checklist", "answers to {count} checklists"
    ),
    "calls": define_plural("customers.goes.calls", "the number of {count} call", "the numbers of {count} calls"),
    "payments": define_plural("customers.goes.payments", "words about {count} payment", "words about {count} payments"),
    "refunds": define_plural("customers.goes.refunds", "words about {count} refund", "words about {count} refunds"),
    "invoice_drafts": define_plural(
        "customers.goes.invoice_drafts", "{count} draft of an invoice", "{count} drafts of invoices"
    ),
    "invoice_sendings": define_plural(
        "customers.goes.invoice_sendings",
        "words about {count} try to send to KSeF",
        "words about {count} tries to send to KSeF",
    ),
    "request_colleagues": define_plural("customers.goes.colleagues", "{count} colleague", "{count} colleagues"),
    "request_devices": define_plural(
        "customers.goes.devices", "words about {count} device", "words about {count} devices"
    ),
    "testimonials": define_plural("customers.goes.testimonials", "{count} testimonial", "{count} testimonials"),
}
"""What is emptied, by the name of its type."""
