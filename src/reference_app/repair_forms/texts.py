"""Words of the pages of European repair forms: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("repair_form.card", "European repair form")
define("repair_form.card.text", "Given on {day}, of quote {number}. It holds until {until}.")
define("repair_form.download", "Download (PDF)")
define("staff.repair_form", "European repair form")
define("staff.repair_form.give", "Give the form")
define(
    "staff.repair_form.hint",
    "Who repairs, the device, the repair and its price come from the settings and the quote. Please say the rest: the "
    "customer reads it, and it holds as long as the quote, so it cannot be changed.",
)
define("staff.repair_form.defect", "What is wrong")
define("staff.repair_form.time", "Time needed")
define("staff.repair_form.time.days", "{fastest} to {slowest} working days")
define("staff.repair_form.time.day", "About {day}")
define("staff.repair_form.replacement", "Device for the meantime, and what it costs")
define("staff.repair_form.replacement.none", "None")
define("staff.repair_form.services", "Removal, installation, transport, each with its price")
define("staff.repair_form.services.hint", "Empty: none.")
define("staff.repair_form.more", "Further information")
define("staff.repair_form.none", "There is no quote that waits for a decision without a form.")
