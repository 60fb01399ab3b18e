"""Words of the pages of parts that are waited for: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("part.card", "We wait for a part")
define(
    "part.card.day", "We ordered a part for your repair, and expect it about {day}. This is an estimate, no promise."
)
define("part.card.late", "The part was expected about {day} and is not here yet. We keep after it.")
define("part.card.unknown", "We ordered a part for your repair. Nobody can say yet when it comes.")
define("staff.parts", "Parts waited for")
define("staff.parts.none", "No part is waited for.")
define("staff.parts.hint", "The customer reads that a part is waited for and about when, neither which nor from whom.")
define("staff.parts.order", "A part is ordered")
define("staff.parts.all", "Parts: order, arrival")
define("staff.part.arrived", "A part is here: {part}. Nothing was changed by that.")
define("staff.part.arrived.next", "Go on: set the status, write to the customer, or promise a time.")
define("staff.part.put_away", "Seen to: show this no more")
define("staff.part.part", "Which part")
define("staff.part.supplier", "From whom")
define("staff.part.expected", "Expected about")
define("staff.part.expected.hint", "Empty where nobody knows.")
define("staff.part.add", "Wait for it")
define("staff.part.expect", "Another day")
define("staff.part.receive", "It is here")
define("staff.part.drop", "Not needed any more")
define("staff.part.line", "Expected about {day}")
define("staff.part.line.unknown", "Nobody knows when it comes")
define("staff.part.from", "from {supplier}")
