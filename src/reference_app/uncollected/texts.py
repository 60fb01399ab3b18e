"""Words of what waits to be collected: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("collect.waits", "Your device waits for you")
define("collect.waits.since", "It can be collected, and has been ready since {day}.")
define("collect.waits.storage", "Storage from {day}, by our terms ({version}), in the words that we sent you:")
define("staff.collect", "Ready, not collected")
define_plural("staff.collect.days", "Ready for {count} day", "Ready for {count} days")
define("staff.collect.since", "Ready: {when}")
define("staff.collect.first", "Reminder sent: {when}")
define("staff.collect.second", "Second reminder sent: {when}")
define("staff.collect.none_sent", "No reminder was sent yet.")
define("staff.collect.off", "No reminders are sent: an admin can switch them on in the settings.")
define("staff.collect.storage", "By your terms storage costs something from {day}. Nothing is charged by itself.")
define(
    "staff.collect.storage.began", "By your terms storage has cost something since {day}. Nothing is charged by itself."
)
define("staff.collect.paused", "Reminders are paused.")
define("staff.collect.paused.by", "Reminders are paused by {name}.")
define(
    "staff.collect.paused.hint",
    "They pause by themselves as long as the customer waits for an answer, and once you gave one.",
)
define("staff.collect.pause", "Pause reminders")
define("staff.collect.resume", "Let reminders go on")
define("staff.row.ready", "ready for {span}")
