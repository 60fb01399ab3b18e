"""Words of the pages about outcomes: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("room.outcome", "Outcome")
define(
    "room.outcome.none",
    "No outcome has been recorded yet. Nothing is closed automatically, and you do not need to send another request.",
)
define("room.awaited", "What is not there yet")
define("room.quote.none", "Quote")
define(
    "room.quote.none.text",
    "If your request needs one, a person writes it, and you are told. You do not need to send another request. Nothing "
    "is ordered, booked or paid automatically.",
)
define("room.answer.title", "Is the problem solved?")
define("room.answer.text", "Would you like to add something?")
define("room.answer.yes", "Yes, it is solved")
define("room.answer.no", "No, it is not solved")
define("room.answered.yes", "You told us that the problem is solved. Thank you.")
define("room.answered.no", "You told us that the problem is not solved.")
define("staff.outcome", "Outcome")
define("staff.outcome.title", "Outcome")
define("staff.outcome.result", "Result")
define("staff.outcome.text", "Outcome, as the customer will read it")
define("staff.outcome.review", "Review")
define("staff.outcome.hint", "Nothing is sent yet: on the next page you see exactly what the customer will read.")
define("staff.outcome.draft", "Draft, not recorded")
define("staff.outcome.recorded", "Recorded on {at}")
define("staff.outcome.broken", "Nobody approved this outcome in its current wording, so the customer does not see it.")
define("staff.outcome.earlier", "From before the request was reopened")
define("staff.answer.yes", "Customer: problem solved")
define("staff.answer.no", "Customer: problem not solved")
define("staff.review.title", "Review the outcome")
define("staff.review.text", "The customer will read exactly this:")
define("staff.review.read", "I have read this and want to record it as the outcome")
define("staff.review.read.missing", "Please tick the box: recording an outcome is your decision.")
define("staff.review.send", "Record outcome")
define("staff.review.back", "Go back without recording")
