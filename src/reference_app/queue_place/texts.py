"""Words about the place in the queue: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("queue_place.title", "Your place in the queue")
define("queue_place.next", "You are next.")
define("queue_place.place", "Place {place} among those that wait for our answer here.")
define("queue_place.far", "More than {most} wait for our answer here.")
define("queue_place.usual.hours", "An answer usually takes {shortest} to {longest} working hours.")
define("queue_place.usual.plain", "An answer usually takes {shortest} to {longest} hours.")
define("queue_place.usual.minutes", "An answer usually takes {shortest} to {longest} minutes while we are open.")
define("queue_place.estimate", "That is how it went lately, and no promise.")
define_plural(
    "queue_place.overtook",
    "{count} request that came in later stands before yours: it cannot wait as long.",
    "{count} requests that came in later stand before yours: they cannot wait as long.",
)
