"""Words of the pages of feedback: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("feedback.link", "Something unclear on this page?")
define("feedback.title", "Tell us what we could do better")
define("feedback.lead", "About these pages: what does not work, what is unclear, what is missing.")
define("feedback.private", "Only our team reads this. It is never published, and it is no rating of anybody.")
define("feedback.kind", "What is it?")
define("feedback.text", "What happened, or what would help?")
define("feedback.reference", "Reference of your request")
define("feedback.reference.hint", "Only if it is about one. For the repair itself, write on the page of your request.")
define("feedback.send", "Send to the team")
define("feedback.sent", "Thank you. The team will read it.")
define("feedback.sent.text", "There is no answer to feedback. If you need one, ask for help or call us.")
define("feedback.what", "To make these pages clearer.")
define("feedback.next", "Write a sentence or two.")
define("feedback.after", "The team reads it and notes what becomes of it.")
define("staff.feedback", "Feedback")
define("staff.feedback.none", "No feedback is here")
define("staff.feedback.none.text", "Customers write it from the link at the foot of their pages.")
define("staff.feedback.states", "States")
define("staff.feedback.older", "Earlier")
define("staff.feedback.page", "Page")
define("staff.feedback.erased", "The words were erased.")
define("staff.feedback.state", "State")
define("staff.feedback.note", "What we make of it")
define("staff.feedback.save", "Save")
define("staff.feedback.erase", "Erase the words")
