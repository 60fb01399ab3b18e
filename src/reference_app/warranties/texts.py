"""Words of the pages of warranties: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("warranty.card", "Warranty")
define("warranty.line", "{part}: covered until {day}")
define("warranty.over", "{part}: was covered until {day}")
define("staff.warranty", "Warranty")
define(
    "staff.warranty.hint",
    "The customer is told, and reads it on their page and on the slip. No status follows from it.",
)
define("staff.warranty.none", "Nothing is written down yet.")
define("staff.warranty.part", "What is covered")
define("staff.warranty.part.hint", "One part or line of the repair, as the customer reads it: the new battery.")
define("staff.warranty.months", "For how many months")
define("staff.warranty.begins", "From")
define("staff.warranty.begins.hint", "Leave it empty for today.")
define("staff.warranty.give", "Write down a warranty")
define("staff.warranty.end", "Take back")
define("staff.warranty.by", "{months} months from {day}, {name}")
