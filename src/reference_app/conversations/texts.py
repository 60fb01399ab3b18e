"""Words of the pages about conversations: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural
from helpdesk_core.views import DraftKind

define("room.no_secret", "This was not confidential: keep it in this message")
define(
    "room.no_secret.hint",
    "Use this only if what we removed was not a password or code. Card numbers and banking codes are always removed.",
)
define("room.questions", "It would help us to know:")
define("room.latest", "Latest message")
define("room.latest.rest", "Read on")
define("room.thread", "Earlier messages")
define_plural("room.thread.more", "Show {count} earlier message", "Show {count} earlier messages")
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
define("staff.note.hint", "Only staff can see this. @name tells a colleague.")
define("staff.note.unseen", "Not allowed to see this request, and so not told: {names}. Save again to keep the note.")
define("staff.note.unknown", "Nobody, or more than one person, has this name: {names}. Save again to keep the note.")
define("staff.note.send", "Save note")
define("staff.reply", "Message to the customer")
define("staff.reply.title", "Reply to the customer")
define("staff.note.then", "then assign to")
define("staff.note.then.same", "No change")
define("staff.reply.reads", "The customer reads this, in: {language}")
define("staff.reply.safety", "No passwords, no PINs, no card numbers.")
define("staff.reply.status", "then")
define("staff.reply.status.same", "No change")
define("staff.reply.send", "Send")
define("staff.write", "Write the outcome")
define("staff.composer", "Write")
define("staff.saved", "Saved replies")
define("staff.saved.insert", "Insert")
define("staff.draft", "Draft, {when}")
define("staff.draft.until", "Kept until {day}, unless you change it or send it before.")
define("staff.mention", "Colleagues to mention")
define("staff.draft.keep", "Keep as a draft")
define("staff.draft.discard", "Throw the draft away")
WRITES = {
    DraftKind.REPLY: define("staff.writes.reply", "{name} is writing to the customer."),
    DraftKind.NOTE: define("staff.writes.note", "{name} is writing a note."),
}
define("staff.raced", "Meanwhile:")
define("staff.raced.message", "a new message")
define("staff.raced.note", "an internal note")
define("staff.preview", "The customer will see")
define("staff.preview.look", "Preview")
define("staff.preview.nobody", "Nobody can be reached")
define_plural("staff.preview.sms", "By SMS: {count} part to pay for", "By SMS: {count} parts to pay for")
define(
    "staff.preview.sms.letters",
    "A letter outside of the plain alphabet, as Polish ones are, leaves 70 characters for a part instead of 160.",
)
define("staff.preview.alert", "The message that goes out: “{alert}”")
define("staff.from_customer", "Customer")
