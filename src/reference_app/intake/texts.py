"""Words of the pages about intake: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("start.title", "Help with your device")
define("start.lead", "Tell us in your own words what is wrong. You do not need to find the cause.")
define("start.begin", "Start a request")
define("start.continue", "Continue your unfinished request")
define("start.what", "Ask for help or a repair here, and follow its progress.")
define("start.next", "Describe the problem and the device. It takes about two minutes.")
define(
    "start.after",
    "You will get a reference and a private link. Someone from our team will read your request and write to you.",
)
define("start.photo", "Photo of {shop}")
define("start.promise", "People make every decision that matters. Nothing is booked, paid or closed automatically.")
define("quick_help.title", "What is the problem?")
define("quick_help.problem", "What is wrong?")
define("quick_help.problem.hint", "In your own words: what happens, and since when?")
define("quick_help.device", "Which device?")
define("quick_help.device.hint", "For example: Dell laptop, iPhone 13, washing machine")
define("quick_help.urgency", "How urgent is it?")
define("quick_help.location", "Where would you like to bring it?")
define("quick_help.location.none", "Not sure yet")
define("quick_help.continue", "Continue")
define("quick_help.what", "We ask only for what we need to get started, on two short pages. You can add details later.")
define("quick_help.next", "Tell us about the problem and the device.")
define("quick_help.after", "On the next page, you tell us how to contact you. Nothing is sent before that.")
define("quick_help.contact.title", "How can we reach you?")
define("quick_help.surname", "Surname")
define("quick_help.surname.hint", "You will need it to check the status.")
define("quick_help.given_name", "First name")
define("quick_help.order", "Order number")
define("quick_help.order.hint", "If this is about something you bought or ordered from us.")
define("quick_help.limit", "You may go ahead without asking me up to")
define("quick_help.limit.hint", "An amount in {currency}. Leave it empty, and we ask you before anything costs money.")
define("quick_help.contact", "E-mail address or phone number")
define(
    "quick_help.contact.hint",
    "If you give an e-mail address, you get a code straight away. If you give a phone number, we call you.",
)
define("quick_help.summary", "Your request so far")
define("quick_help.change", "Change the problem or device")
define("quick_help.send", "Send request")
define("quick_help.contact.next", "Tell us your surname and how to contact you, then send the request.")
define(
    "quick_help.contact.after",
    "We will send a code to this address to confirm that it is yours. Then someone from "
    "our team will read your request.",
)
define("staff.new", "New request")
define("staff.new.title", "New request for a customer")
define("staff.new.source", "Where is the customer?")
define("staff.new.language", "Language of the customer")
define("staff.new.send", "Save request")
define("staff.new.text", "By saving, you confirm that the customer is with you or on the phone.")
define("start.ways", "What would you like to do?")
define("start.here", "Start here")
define("start.describe", "Describe the problem")
