"""Words of the note beside the status: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("status_note.title", "Note from the workshop")
define("status_note.earlier", "Earlier notes")
define("staff.status_note", "Note for the customer")
define("staff.status_note.change", "Change the note")
define(
    "staff.status_note.hint",
    "Stands beside the status on the customer's pages. Whoever only looks up the status never reads it.",
)
define("staff.status_note.text", "What the customer reads")
define("staff.status_note.status", "And the status")
define("staff.status_note.look", "See what the customer reads")
define("staff.status_note.send", "Save the note")
define("staff.status_note.remove", "Remove the note")
define("staff.status_note.reads", "The customer reads:")
define("staff.status_note.history", "Earlier notes")
define("staff.status_note.removed", "(removed)")
