"""Words of the pages about urgency: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("urgency.danger", "If somebody is in danger, call the emergency number 112 first.")
define("urgency.own", "How urgent it is")
define("urgency.own.text", "You call it: {urgency}.")
define("urgency.by_shop", "A person of the shop has set it: {urgency}.")
define("urgency.change", "Change")
define("staff.urgency.send", "Set")
define("staff.urgency.raised", "In front, because it says:")
define("staff.urgency.word", "“{word}”")
define("staff.urgency.lower", "It can wait: put it back")
define("staff.urgency.lowered", "Put back from the front by {name}, {at}")
define("staff.urgency.changed", "{was} → {now}, {at}")
define("staff.urgency.customer", "the customer")
