"""Words of the page about retention: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("retention.title", "What may go")
define("retention.classes", "Why requests are kept")
define_plural("retention.months", "Kept for {count} month.", "Kept for {count} months.")
define("retention.unset", "Your settings name no time for these requests, so that none is proposed.")
define("retention.set", "Change the times in the settings")
define("retention.none", "Nothing is due.")
define("retention.due", "Ended on {ended}, due since {due}")
define(
    "retention.goes",
    "What goes: names, contacts, accounts, messages, notes and what was written in quotes and outcomes. What stays: "
    "that there was a request, its decisions, sums and history, which still prove what happened. It cannot be taken "
    "back.",
)
define("retention.read", "I have looked at these requests. What is personal in the ticked ones shall go.")
define("retention.read.missing", "Please tick that you have looked.")
define("retention.nothing", "Please tick what shall go.")
define("retention.erase", "Erase the ticked ones")
define("retention.all", "All of these")
define("retention.pick", "Request {reference}")
define("retention.next", "Look further")
define_plural("retention.done", "Erased in {count} request.", "Erased in {count} requests.")
define("retention.undone", "Not erased, because something has changed since: {references}")
