"""Words of the pages about intake: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("start.title", "Help with your device")
define("start.lead", "Tell us in your own words what is wrong. You do not need to find the cause.")
define("start.begin", "Start a request")
define("start.continue", "Continue your unfinished request")
define("start.what", "Here you ask for help or a repair, and see how it goes on.")
define("start.next", "Describe the problem and the device. It takes about two minutes.")
define("start.after", "You get a reference and a private link. A person reads your request and writes to you.")
define("start.promise", "A person decides everything that matters. Nothing is booked, paid or finished automatically.")
define("quick_help.title", "What is the problem?")
define("quick_help.problem", "What is wrong?")
define("quick_help.problem.hint", "In your own words: what happens, since when?")
define("quick_help.device", "Which device?")
define("quick_help.device.hint", "For example: Dell laptop, iPhone 13, washing machine")
define("quick_help.urgency", "How urgent is it?")
define("quick_help.location", "Where would you like to bring it?")
define("quick_help.location.none", "I do not know yet")
define("quick_help.continue", "Continue")
define("quick_help.what", "Two short pages ask for what we need to start. You can add details later.")
define("quick_help.next", "Fill in the problem and the device.")
define("quick_help.after", "On the next page you say how we reach you. Nothing is sent before that.")
define("quick_help.contact.title", "How can we reach you?")
define("quick_help.surname", "Surname")
define("quick_help.surname.hint", "You will need it to check the status.")
define("quick_help.given_name", "Given name")
define("quick_help.order", "Order number")
define("quick_help.order.hint", "If it is about something you bought or ordered from us.")
define("quick_help.limit", "You may go ahead without asking me up to")
define("quick_help.limit.hint", "An amount in {currency}. Leave it empty, and we ask you before anything costs money.")
define("quick_help.contact", "E-mail address or phone number")
define(
    "quick_help.contact.hint", "With an e-mail address you get a code at once. With a phone number a person calls you."
)
define("quick_help.summary", "Your request so far")
define("quick_help.change", "Change the problem or device")
define("quick_help.send", "Send request")
define("quick_help.contact.next", "Tell us your surname and how we reach you, then send the request.")
define(
    "quick_help.contact.after",
    "We send a code to this address, to be sure that it is yours. Then a person reads your request.",
)
define("staff.new", "New request")
define("staff.new.title", "New request for a customer")
define("staff.new.source", "Where is the customer?")
define("staff.new.language", "Language of the customer")
define("staff.new.send", "Save request")
define("staff.new.text", "You confirm with this that you have the customer before you or on the phone.")
define("start.ways", "What would you like to do?")
define("start.here", "Start here")
define("start.describe", "Describe the problem")
