"""Words of the signed-in customer's first page."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural
from helpdesk_core.views import RoomCard

define("dashboard.title", "Your overview")
define("dashboard.menu", "My overview")
define("dashboard.text", "Your open requests, what we wrote last, and what waits for you.")
define_plural("dashboard.open", "You have {count} open request.", "You have {count} open requests.")
define_plural("dashboard.waiting", "{count} waits for you.", "{count} wait for you.")
define("dashboard.nothing", "Nothing waits for you now.")
define("dashboard.active", "Open requests")
define("dashboard.none", "You have no open requests.")
define("dashboard.more", "You have more open requests than are shown here.")
define("dashboard.all", "All my requests")
define("dashboard.latest", "“{text}”")
define("dashboard.latest.none", "No message from us yet.")
define("dashboard.note", "Workshop: {text}")
define("dashboard.estimate", "Expected to be done on {day}")
define("dashboard.needs_you", "Needs you")
define("dashboard.quote.until", "You can answer it until {day}. Looking at it orders nothing.")
define("dashboard.account", "Account")
define("dashboard.claim", "Add an earlier request")
define(
    "dashboard.claim.text",
    "Did you ask for help without your account? Give the reference and the surname: it is added if it was confirmed "
    "with the address of your account.",
)
define("dashboard.claim.send", "Add the request")
define(
    "dashboard.claim.link", "It was another address? Open the private link of that request and enter the code we send."
)
define("dashboard.claim.done", "The request is added to your account.")
#: What waits for the customer: an icon, what it is, and the words of its button.
WAITS = {
    RoomCard.VERIFY: ("shield-alert", define("dashboard.verify", "Confirm your contact"), "dashboard.open_it"),
    RoomCard.QUOTE: ("file-check", define("dashboard.quote", "Read a quote and decide"), "dashboard.open_quote"),
    RoomCard.OUTCOME: ("circle-check", define("dashboard.outcome", "Is the problem solved?"), "dashboard.open_it"),
    RoomCard.ANSWER: ("message-circle", define("dashboard.answer", "We need your answer"), "dashboard.open_it"),
    RoomCard.COLLECT: (
        "package-check",
        define("dashboard.collect", "Your device can be collected"),
        "dashboard.open_it",
    ),
    RoomCard.DETAILS: ("pencil", define("dashboard.details", "We need a little more from you"), "dashboard.open_it"),
}
define("dashboard.open_it", "Open")
define("dashboard.open_quote", "See the quote")
