"""Words of the pages about somebody in charge: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("escalation.title", "Somebody in charge")
define("escalation.ask", "Ask for somebody in charge")
define(
    "escalation.text", "You are not content with how this goes? Somebody in charge reads it, decides, and answers here."
)
define("escalation.reason", "What should be different?")
define("escalation.asked", "You have asked ({when}). Somebody in charge will answer on this page.")
define("escalation.taken_up", "Somebody in charge has taken it up.")
define("escalation.declined", "Somebody in charge has looked at it, and it stays as it is.")
define("staff.escalation", "The customer asks for somebody in charge")
define("staff.escalation.before", "Asked for somebody in charge")
define("staff.escalation.answer", "Your answer; the customer reads it")
define("staff.escalation.take_up", "Take it up, in front of the queue")
define("staff.escalation.decline", "Leave it as it is")
define("staff.escalation.waits", "Somebody with the right to answer has to look at it.")
