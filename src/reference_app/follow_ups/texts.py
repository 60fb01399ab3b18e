"""Words of asking again: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("follow_up.title", "May we ask you again later?")
define("follow_up.text", "You need not allow it, and nothing depends on it. Without your yes we do not ask.")
define("follow_up.works", "{shop} may ask me once, about {day}, whether it still works.")
define("follow_up.survey", "{shop} may then send me a few questions about the service.")
define("follow_up.send", "Allow it")
define("follow_up.missing", "Please tick what we may ask you. You need not tick anything.")
define("follow_up.allowed", "You allowed us to ask:")
define("follow_up.due", "We ask about {day}, once.")
define("follow_up.withdraw", "I do not want to be asked any more")
define("follow_up.withdrawn", "You do not want to be asked. Nothing is sent.")
define("next.follow_up", "Does it still work?")
define("next.follow_up.text", "Please tell us below. If it does, there is nothing else to do.")
define("follow_up.asked.title", "Does it still work?")
define(
    "follow_up.asked.text", "If it does not, your words come to our team as a message, and your request is open again."
)
define("follow_up.words", "What does not work?")
define("follow_up.yes", "Yes, it still works")
define("follow_up.no", "No")
define("follow_up.thanks", "You said that it still works. Thank you.")
define("survey.title", "A few questions")
define("survey.text", "You need not answer any of them. Only our team reads the answers.")
define("survey.send", "Send")
define("survey.thanks", "You have answered our questions. Thank you.")
define("survey.1", "1: not at all")
define("survey.2", "2")
define("survey.3", "3")
define("survey.4", "4")
define("survey.5", "5: very")

define("staff.follow_up", "Asking again")
define("staff.follow_up.due", "To be asked on {day}")
define("staff.follow_up.sent", "Asked on {day}")
define("staff.follow_up.withdrawn", "The customer took the permission back.")
define("staff.follow_up.works", "The customer says that it still works.")
define("staff.follow_up.failed", "The customer says that it does not work any more.")
define("staff.follow_up.survey", "The customer answered the survey.")
define("staff.follow_up.permission", "What the customer agreed to")
define("staff.follow_ups", "Asked again")
define(
    "staff.follow_ups.private",
    "For the team alone, of all or of a location and never of a person. Nothing of it is shown to the public.",
)
define("staff.follow_ups.none", "Nobody has answered yet.")
define("staff.follow_ups.none.text", "Customers who allow it are asked as many days later as the settings say.")
define("staff.follow_ups.works", "Does it still work?")
define("staff.follow_ups.yes", "Yes")
define("staff.follow_ups.no", "No")
define("staff.follow_ups.answer", "Answer")
define("staff.follow_ups.count", "How many")

define("settings.follow_up_days", "Ask whether it still works after this many days")
define("settings.survey", "Short survey")
define("settings.survey_type", "Answered by")
define("settings.survey_choices", "Choices, each on a line of its own")
