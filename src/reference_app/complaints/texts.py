"""Words of the pages of complaints: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("complaint.title", "Make a complaint")
define("complaint.way.text", "Something about the finished work or a part is not as it should be.")
define(
    "complaint.lead",
    "Your complaint gets a page of its own. A person of our team answers it, and you read the answer there.",
)
define("complaint.text", "What is wrong?")
define("complaint.text.hint", "What do you see, hear or miss? You can add photos afterwards.")
define("complaint.part", "Which part of the work, or which replaced part?")
define("complaint.noticed", "Since when?")
define("complaint.noticed.hint", "For example: since Monday, or from the beginning.")
define("complaint.wish", "What would you like?")
define("complaint.ground", "On what do you rely?")
define("complaint.ground.hint", "If you are not sure, leave it as it is.")
define("complaint.send", "Send the complaint")
define("complaint.sent", "We have your complaint. Our answer will stand on this page.")
define("complaint.card", "Your complaint")
define("complaint.card.by", "We have had it since {day}. We answer by {answer_by} at the latest.")
define("complaint.card.since", "We have had it since {day}.")
define("complaint.card.answered", "Our answer of {day}")
define("complaint.card.further", "If you see it differently: {advice}.")
define("complaint.card.repair", "The repair that it is about")
define("complaint.card.part", "About: {part}")
define("complaint.card.noticed", "Noticed: {noticed}")
define("complaint.card.wish", "You would like: {wish}")
define("complaints.room", "Complaints about this repair")
define("complaint.one", "Complaint of {day}")
define("complaint.is_answered", "We have answered")
define("complaint.waits", "We have not answered yet")
define("staff.complaint", "Complaint")
define("staff.complaint.about", "Complaints about this request")
define("staff.complaint.due", "Complaint: answer by {day}, {left}.")
define_plural("staff.complaint.left", "{count} day left", "{count} days left")
define("staff.complaint.left.today", "that is today")
define("staff.complaint.over", "Complaint: the time to answer was over on {day}, and nobody has answered.")
define("staff.complaint.unset", "Complaint: not answered yet. The law of the shop's country sets no time.")
define("staff.complaint.law", "Where it stands: {law}.")
define("staff.complaint.nothing", "Nothing is done by itself. Look at it and decide.")
define("staff.complaint.open", "Open the complaint")
define("staff.complaint.take", "Take a complaint")
define("staff.complaint.terms", "Came in on {day}. {ground}. Asked for: {wish}.")
define("staff.complaint.repair", "About the request")
define("staff.complaint.answer", "Answer the complaint")
define("staff.complaint.answer.which", "Answer")
define("staff.complaint.answer.text", "Why, and what comes next")
define(
    "staff.complaint.answer.hint",
    "The customer gets these words as a message and reads them on their page, with who helps consumers unless it is "
    "accepted. It is answered once. No status follows from it.",
)
define("staff.complaint.answered", "{answer}, {at}, {name}")
define("staff.complaint.make", "Take a complaint about this repair")
define("staff.complaint.make.hint", "It becomes a request of its own. The customer is told that you have it.")
define("staff.complaint.mark", "This request is a complaint")
define(
    "staff.complaint.mark.hint",
    "The law's clock runs from the day on which it came in. The customer is told that you have their complaint.",
)
define("staff.complaint.received", "Came in on")
define("staff.complaint.received.hint", "Leave it empty for the day on which it was written here.")
define("staff.complaint.repair.reference", "Reference of the repair")
define("staff.row.complaint", "Complaint: answer in {span}")
define("staff.row.complaint.late", "Complaint: late by {span}")
