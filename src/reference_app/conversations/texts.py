"""Words of the pages about conversations: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("room.no_secret", "It was no secret: leave it in this message")
define(
    "room.no_secret.hint",
    "Only if we removed something that was no password and no code. Cards and codes for banks are always removed.",
)
define("room.questions", "It helps us if you tell:")
define("room.latest", "Latest message")
define("room.thread", "Earlier messages")
define("room.older", "Older messages")
define("room.newest", "Newest messages")
define("room.from_you", "You")
define("room.from_shop", "{name}, {shop}")
define("room.from_shop.unnamed", "{shop}")
define("room.reply", "Your message")
define("room.reply.title", "Reply or add information")
define("room.reply.send", "Send message")
define("staff.note", "Internal note")
define("staff.note.title", "Internal note")
define("staff.note.hint", "Only staff ever read this.")
define("staff.note.send", "Save note")
define("staff.reply", "Message to the customer")
define("staff.reply.title", "Reply to the customer")
define("staff.reply.hint", "The customer reads this. Write in: {language}")
define("staff.reply.status", "Status after sending")
define("staff.reply.status.same", "As it is")
define("staff.reply.send", "Send to customer")
define("staff.write", "Write")
define("staff.conversation", "Conversation with the customer")
define("staff.notes", "Internal notes")
define("staff.notes.none", "No notes yet.")
define("staff.messages.older", "Older messages")
define("staff.messages.newest", "Newest messages")
define("staff.notes.older", "Older notes")
define("staff.notes.newest", "Newest notes")
define("staff.from_customer", "Customer")
