"""Words of the page of the whole way, and of the checklist: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("journey.menu", "How it works")
define("journey.page", "From your request to the end, step by step")
define(
    "journey.lead",
    "You can start small and add details later. People answer, decide and finish; nothing goes by itself.",
)
define("journey.promise.proof", "What customers say about us is shown only with their permission, and never by itself.")
define("journey.promise.help", "If a step is unclear, a person helps you.")
define("journey.promise.price", "Nothing here compares prices or ranks anybody.")
define("journey.steps", "The steps")
define("journey.number", "Step {number}")
define("journey.here", "You are here")
define("journey.unfinished", "You began this and have not sent it yet.")
define("journey.continue", "Go on where you left off")
define("journey.room", "Open your request")
define("journey.checked", "This step is being checked. Until then this way is safe:")
define("journey.fallback", "Use the safe way")
define("journey.what", "The whole way, so that you know what comes next.")
define("journey.next", "Take the step that fits where you are.")
define("journey.after", "Each step leads to a page that works. Sharing how it went is up to you.")
define("journey.all", "All steps")

define("checklist.title", "Before you decide")
define(
    "checklist.lead",
    "Take your time. Looking at a quote or an outcome starts nothing: no payment, booking or work.",
)
define("checklist.quote", "A quote")
define("checklist.outcome", "An outcome")
define("checklist.person", "If you are not sure")
define("checklist.what", "What to look at before you agree to something.")
define("checklist.next", "Open your request and read it with this list beside it.")
define("checklist.after", "Nothing is decided before you say so on the page of the quote or the outcome.")
#: What to look at, by heading.
CHECKLIST = {
    "checklist.quote": (
        define("checklist.quote.device", "Is it about your device, and about what you asked for?"),
        define("checklist.quote.lines", "Do you understand each line? Optional ones can be left out."),
        define("checklist.quote.total", "Is the total with tax what you are ready to pay?"),
        define("checklist.quote.until", "Until when is it valid, and how long will the work take?"),
    ),
    "checklist.outcome": (
        define("checklist.outcome.words", "Does it say in plain words what was found and done?"),
        define("checklist.outcome.try", "Have you tried the device yourself?"),
        define("checklist.outcome.no", "If something is still wrong, say so: the request is opened again."),
    ),
    "checklist.person": (
        define("checklist.person.ask", "Ask first. A question decides nothing."),
        define("checklist.person.call", "Call, if it cannot wait. Have the reference at hand."),
        define("checklist.person.secrets", "Nobody of the shop needs your passwords, codes or card numbers."),
    ),
}
