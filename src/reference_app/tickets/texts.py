"""Words of the pages of questions about a repair: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("ticket.title", "Ask about this repair")
define(
    "ticket.lead",
    "Your question gets a page of its own, with our answers and your photos. The repair goes on meanwhile.",
)
define("ticket.text", "Your question")
define("ticket.text.hint", "What do you want to know, and what do you see on the device?")
define("ticket.photos", "Photos of the device or the damage")
define("ticket.send", "Send the question")
define("ticket.about", "Ask about {device}")
define("ticket.way.text", "A question with photos, apart from the repair.")
define("ticket.back", "The repair")
define("ticket.of", "This is a question about a repair")
define("ticket.sent", "We have your question. Our answer will stand on this page, and you can add photos below.")
define("tickets.title", "My questions")
define("tickets.lead", "What you asked about your repairs, and whether we have answered.")
define("tickets.room", "Your questions about this repair")
define("tickets.none", "You have not asked anything about a repair yet.")
define("tickets.older", "Earlier questions")
define("tickets.answered", "We have answered")
define("tickets.waiting", "We have not answered yet")
define("tickets.all", "All my questions")
define("staff.tickets", "Questions about this repair")
define("staff.ticket.of", "A question about the repair")
