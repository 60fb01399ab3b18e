"""Words of the pages of testimonials: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("testimonials.menu", "What customers say")
define("testimonials.title", "What customers say")
define("testimonials.lead", "Each of these was written by a customer, who permits that you read it.")
define("testimonials.anonymous", "A customer of ours")
define("testimonials.older", "Earlier ones")
define("testimonials.permitted", "Only with permission")
define(
    "testimonials.permitted.text",
    "Nothing stands here unless its customer agreed to the very words and a person of the shop has checked them.",
)
define("testimonials.means", "What this means")
define(
    "testimonials.means.text",
    "How it went for one person. It is no ranking, no guarantee and no comparison of prices. Nobody is paid for it.",
)
define("testimonials.none", "Nothing to read yet")
define(
    "testimonials.none.text",
    "Nobody has given permission so far. Nothing appears here by itself, and no review is taken from elsewhere.",
)
define("testimonials.what", "Words of customers that they want you to read.")
define("testimonials.next", "Ask for help, or see how we work.")
define("testimonials.after", "Whether you say something yourself later is up to you.")

define("testimonial.card.title", "Would you tell others how it went?")
define(
    "testimonial.card.text",
    "Only if you like. Nothing is shown before a person has checked it, and you can take it back at any time.",
)
define(
    "testimonial.suggested",
    "The shop suggests these words. Change them as you like; you decide what is shown.",
)
define("testimonial.text", "How did it go?")
define("testimonial.text.hint", "One or two sentences. This will be public, so please no addresses or numbers.")
define("testimonial.name", "How shall it be signed?")
define("testimonial.name.hint", "A first name or initials are enough.")
PERMISSION = define(
    "testimonial.permission",
    "I agree that {shop} shows these words with this signature to everybody on its website, in the language in which I "
    "wrote them, until I take this back.",
)
define("testimonial.permission.missing", "Without your agreement nothing can be shown. Please tick it, or say no.")
define("testimonial.send", "Send for checking")
define("testimonial.decline", "No, thank you")
define("testimonial.given", "Your words are with the shop. A person checks them before anybody reads them.")
define("testimonial.published", "Everybody can read your words now.")
define("testimonial.withdraw", "Take it back")
define("testimonial.ended", "You took it back. Nobody reads it any more.")

define("staff.testimonials", "Testimonials")
define("staff.testimonials.none", "No testimonial is here")
define("staff.testimonials.none.text", "Ask for one on the page of a request whose outcome solved the problem.")
define("staff.testimonials.states", "States")
define("staff.testimonial.title", "Testimonial")
define("staff.testimonial.ask", "Ask for a testimonial")
define("staff.testimonial.ask.hint", "The customer gets a message and decides. Nobody is asked twice.")
define("staff.testimonial.unsuitable", "It can be asked for after an outcome that solved the problem.")
define("staff.testimonial.review", "Check")
define("staff.testimonial.review.title", "Check what everybody would read")
define(
    "staff.testimonial.review.text",
    "Names nobody else, no address, no number, no price? Only what the customer agreed to can be shown. You can "
    "suggest other words: the customer agrees anew.",
)
define("staff.testimonial.read", "I have checked the words and the signature.")
define("staff.testimonial.read.missing", "Please tick that you have checked them.")
define("staff.testimonial.publish", "Show it to everybody")
define("staff.testimonial.permission", "The customer agreed on {at}, in these words:")
define("staff.testimonial.signed", "Signed: {name}")
define("staff.testimonial.unsigned", "Without a name")
define("staff.testimonial.suggest", "Suggest other words")
define("staff.testimonial.suggest.text", "The words as they could be")
define("staff.testimonial.take_down", "Do not show it")
define("staff.testimonial.broken", "The decision does not match the words: nobody is shown this.")
