"""Words of the pages of checklists: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("settings.checklists", "Checklists")
define(
    "settings.checklists.hint",
    "Customers see none of it. What was answered stays in the words of then, also when you change a list.",
)
define("settings.checklist_name", "Name")
define("settings.checklist_moment", "When")
define("settings.checklist_items", "Items, one on each line, as many in each language")
define("settings.checklist_devices", "Types or models, one on each line; empty for all devices")
define("staff.checklists", "Checklists")
define(
    "staff.checklists.hint",
    "For the team only. Nothing changes by itself: a person decides about what is open or fails.",
)
define("staff.checklists.paper", "What was checked")
define("staff.checklists.paper.print", "Print what was checked")
define(
    "staff.checklists.paper.hint",
    "It has the team's notes and names. Who gets it, with the slip or by itself, is for you to decide.",
)
define("staff.checklist.paper.open", "Not checked")
define("staff.checklist.finished", "All answered")
define("staff.checklist.failing", "Fails: {words}")
define("staff.checklist.unfinished", "Checklists: something is open or fails")
define("staff.checklist.note", "Note")
define("staff.checklist.note.hint", "Why it does not apply, or what is wrong.")
define("staff.checklist.answers", "Items")
define("staff.checklist.save", "Save answers")
define("staff.checklist.said", "{outcome}: {name}, {at}")
define("staff.checklist.past", "Earlier answers, in the words of then")
define_plural("staff.checklist.open", "{count} open", "{count} open")
