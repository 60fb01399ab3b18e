"""The words of the tours."""

from __future__ import annotations

from helpdesk_core.i18n import define

DESK = define("tours.desk", "A short tour")
PORTAL = define("tours.portal", "How these pages work")
define("tours.intro", "A few pages and what each is for. You can end it on any of them.")
define("tours.begin", "Begin")
define("tours.number", "Step {number} of {count}")
define("tours.back", "Back")
define("tours.next", "Next")
define("tours.end", "End the tour")
QUEUE = define(
    "tours.queue",
    "Everything that waits for you, the most urgent first. A line opens the request and says whose turn it is.",
)
SEARCH = define(
    "tours.search", "Finds a request by a name, a phone number, a reference, a device or any word of its conversation."
)
COUNTER = define(
    "tours.counter",
    "For somebody who stands before you: begin with the phone number, and a known customer is filled in.",
)
CUSTOMERS = define("tours.customers", "One page for each customer: their requests, devices and contacts.")
UNDELIVERED = define("tours.undelivered", "Messages that did not arrive, each with what can be done instead.")
SETTINGS = define(
    "tours.settings", "Opening hours, statuses, wording and automatic messages. Each change is kept with who made it."
)
KEYS = define("tours.keys", "The queue can be worked by keyboard alone. These are the keys.")
START = define("tours.start", "The beginning: ask for help, or see how a repair is getting on.")
QUICK_HELP = define(
    "tours.quick_help",
    "Describe what is wrong in your own words. You do not have to know the cause, and nothing is ordered yet.",
)
TRACK = define("tours.track", "See how a repair is getting on by its reference and your surname, without an account.")
GUIDES = define("tours.guides", "Short guides: what can be tried at home, and when it is better to stop.")
JOURNEY = define("tours.journey", "The whole way in seven steps. A person decides everything that matters.")
