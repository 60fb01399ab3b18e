"""Words about calls: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("call.title", "Talk to a person")
define(
    "call.text", "Urgent, stuck or unsure? A person reads this. Your request goes along: you need not explain again."
)
define("call.best", "If something is unclear, or we missed you on the phone, a person helps.")
define("call.way", "Get help")
define("call.way.text", "Ask to be called, or call us: the request goes along")
define("call.write", "Write to us about this request")
define("call.ask", "Ask to be called")
define("call.change", "Change the call")
define("call.phone", "Your phone number")
define("call.phone.known", "Empty for the number that you confirmed ({phone})")
define("call.when", "When does it suit you?")
define("call.when.hint", "For example: today after 4 pm")
define("call.urgent", "It is urgent")
define("call.now", "Or call us now: {phone}. Please say the reference {reference}.")
define("call.asked", "You asked for a call to {phone}: {when}. A person of the shop decides when to call.")
define("call.asked.next", "You need not wait at the phone: if we miss each other, you read it here.")
define("call.called", "We spoke on the phone: {when}.")
define("call.missed", "We tried to call {phone} ({when}) and did not reach you. You can ask again, or write to us.")
define("call.withdraw", "I need no call any more")
define("staff.call.title", "Wants a call")
define("staff.call.urgent", "urgent, says the customer")
define("staff.call.when", "When it suits: {when}")
define("staff.call.since", "Asked for: {when}")
define("staff.call.made", "I spoke with the customer")
define("staff.call.missed", "Could not reach them")
define("staff.call.missed.hint", "The customer is told that you tried.")
define("call.offered.phone", "We offer to call you.")
define("call.offered.screen", "We offer to look at your screen together.")
define("call.offered.yes", "Yes, please")
define("call.offered.no", "No, thank you")
define(
    "call.screen.safe",
    "Close your bank, your mail and everything private first. You see all the time what we see, you can stop at any "
    "moment, and nothing is recorded.",
)
define("call.screen.agreed", "We look at your screen together.")
define("call.screen.open", "Show my screen")
define("call.screen.code", "Enter a code to see the link")
define("call.screen.called", "We looked at your screen together: {when}.")
define(
    "call.screen.missed", "We waited for you ({when}) and missed each other. You can ask for a call, or write to us."
)
define("staff.call.kind", "What do you offer?")
define("staff.call.link", "Link of your own tool, made for this one time")
define(
    "staff.call.link.hint",
    "Only for a look at the screen. The customer sees it once they say yes; it is forgotten afterwards.",
)
define("staff.call.offer", "Call or screen")
define("staff.call.offer.open", "Offer a call or a look at the screen")
define("staff.call.offer.again", "Offer something else")
define("staff.call.offer.when", "When?")
define("staff.call.offer.send", "Offer it")
define("staff.call.offered", "Offered: {kind} ({when}). No answer yet.")
define("staff.call.offer.old", "It can no longer be accepted.")
define("staff.call.screen", "Wants to show the screen")
define("staff.call.screen.open", "open your tool")
