"""Words of the pages of promises: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("promise.card.title", "What we promised you")
define("promise.card.by", "Your contact: {name}")
define(
    "promise.card.broken",
    "We did not keep this. We are sorry. Our team sees it first of all; please call or write, whatever suits you.",
)
define("promise.card.estimate", "We expect it to be done on {day}. This is an estimate and no promise; it may change.")

define("staff.promises", "Promises")
define("staff.promises.none", "Nothing is promised.")
define(
    "staff.promises.hint",
    "What you promise here is told to the customer, counts against your working hours, and is yours to keep. Nothing "
    "is ever promised by itself.",
)
define("staff.promise.all", "Promise something, or move it")
define("staff.promise.new", "Give a promise")
define("staff.promise.along", "Promise something with it")
define("staff.promise.along.hint", "The customer is told with your reply, and you are reminded before it breaks.")
define("staff.promise.along.which", "A new promise, or another time for one")
define("staff.promise.along.move", "Another time in place of: {promise}")
define("staff.promise.kind", "What you promise")
define("staff.promise.day", "By which day")
define("staff.promise.time", "About what time")
define("staff.promise.time.hint", "Without a time the day ends when the shop closes.")
define("staff.promise.limit", "Highest price, tax included")
define("staff.promise.what", "What will be done by then, for the customer to read")
define("staff.promise.text", "A message that goes with it")
define("staff.promise.look", "See how it reads")
define("staff.promise.give", "Yes, promise this")
define("staff.promise.reads", "The customer will read")
define("staff.promise.keep", "It is kept")
define("staff.promise.move", "Move it")
define("staff.promise.move.text", "Why, as a message to the customer")
define("staff.promise.move.give", "Yes, promise this instead")
define("staff.promise.withdraw", "Take it back")
define("staff.promise.withdraw.text", "Why, as a message to the customer")
define("staff.promise.by", "{name}, {at}")
define("staff.estimate", "Expected on")
define("staff.estimate.send", "Set the expected day")
