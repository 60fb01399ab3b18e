"""Words of the pages about customer rooms: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural
from helpdesk_core.views import Phase

#: What is to be done now, by phase, as the heading of the customer's page. With ``.text`` behind its code stands what
#: to do about it.
NEXT_STEPS = {
    Phase.RECEIVED: define("next.received", "Enter the code we sent you"),
    Phase.CONFIRMED: define("next.confirmed", "We have your request"),
    Phase.IN_REVIEW: define("next.in_review", "We are looking at your request"),
    Phase.WAITING_FOR_CUSTOMER: define("next.waiting_for_customer", "We need your answer"),
    Phase.IN_PROGRESS: define("next.in_progress", "We are working on it"),
    Phase.READY: define("next.ready", "Your device is ready"),
    Phase.OUTCOME_RECORDED: define("next.outcome_recorded", "Is the problem solved?"),
    Phase.CLOSED: define("next.closed", "This request is closed"),
    Phase.CANCELLED: define("next.cancelled", "This request is cancelled"),
}
ANSWERED = define("next.answered", "We have answered you")
define("next.answered.text", "Please read our message below. You can answer it, and need not.")
INVOICE_OPEN = define("next.invoice", "An invoice waits to be paid")
define("next.invoice.text", "It is below, with the ways to pay it. Have you just paid? Then there is nothing to do.")
DETAILS_NEEDED = define("next.details", "We need a little more from you")
define("next.details.text", "Please add what is missing below. Then a person can answer without asking back.")
OUTCOME_ANSWERED = define("next.outcome_answered", "Thank you for your answer")
define("next.received.text", "The code confirms that the contact is yours. Then we can start.")
define(
    "next.confirmed.text",
    "You do not need to do anything now. Someone from our team will read your request and write to you.",
)
define("next.in_review.text", "You do not need to do anything now. We will write to you as soon as there is news.")
define("next.waiting_for_customer.text", "Please read our latest message and answer it below.")
define("next.in_progress.text", "You do not need to do anything now. We will write to you as soon as there is news.")
define("next.ready.text", "Please read our latest message: it explains how to get your device back.")
define("next.outcome_recorded.text", "Please read the outcome and tell us whether the problem is solved.")
define("next.closed.text", "You do not need to do anything. If the problem comes back, you can reopen the request.")
define("next.cancelled.text", "You do not need to do anything. You can reopen the request at any time.")
define(
    "next.outcome_answered.text", "You do not need to do anything now. If something is still wrong, write to us below."
)
define("next.continued", "This request continues in another one")
define("next.continued.text", "Please open the other request and write to us there. What was written here stays here.")
define("room.continued", "Request {reference}")
define("room.continued.text", "We answer both requests there.")
define("room.continued.go", "Open it")
define("start.track", "Check a request")
define("start.track.text", "Already have a reference? Check the status without signing in.")
define("own.title", "My requests")
define("own.none", "You have no requests yet.")
define("own.older", "Older requests")
define("track.title", "Check a request")
define("track.reference", "Reference")
define("track.reference.hint", "Eight characters from your confirmation, for example ABCD-1234")
define("track.surname", "Surname")
define("track.serial", "Serial number")
define("track.either", "Surname or serial number: one of the two is enough.")
define("track.serial.hint", "On the label of the device, or in its settings")
define("track.check", "Check status")
define("track.what", "Check the status of your request without signing in.")
define("track.next", "Enter the reference, and the surname or the serial number given on the request.")
define(
    "track.after", "You will see the status, the device, who is handling the request and the location. Nothing else."
)
define("track.lost", "Send me my private link again")
define("tracked.title", "Status of your request")
define("tracked.status", "Status")
define("tracked.device", "Device")
define("tracked.device.unchecked", "Not checked yet")
define("tracked.agent", "Handled by")
define("tracked.agent.none", "Nobody yet")
define("tracked.location", "Location")
define("tracked.location.none", "Not chosen yet")
define_plural("tracked.turnaround", "usually {count} working day", "usually {count} working days")
define_plural(
    "tracked.turnaround.range", "usually {fastest}–{count} working day", "usually {fastest}–{count} working days"
)
define("tracked.call", "Rather talk to a person? Call {phone} and say the reference {reference}.")
define("tracked.another", "Check another request")
define("tracked.what", "This is all we show without the private link.")
define("tracked.next", "Nothing for now. To read or answer messages, open the private link in our e-mail.")
define("room.title", "Request {reference}")
define("room.what", "Everything about this request: status, messages and outcome.")
define("room.after", "We will write to you whenever something changes. Everything stays in one place.")
define("room.details", "Details")
define("room.created", "Received")
define("room.contact", "How we contact you")
define("room.device.said", "Device, as you described it")
define("room.serial", "Serial number")
define("room.device.checked", "Device, as we checked it")
define("room.done", "Done. You can see the change below.")
define("room.others", "Your other open requests")
define(
    "room.others.text",
    "If one of them is about the same thing, you can write there instead. Nothing is closed unless you decide so.",
)
define("room.others.same", "It is about the same: continue there")
define("room.changed", "Changed")
define("room.progress", "Progress")
define("room.progress.now", "{number} of {count}:")
define("room.progress.then", "then:")
define("room.recommended", "Recommended step")
define("room.status.check", "Check status")
define("room.status.look", "Shows the latest news about your request")
define("room.ways", "What you can do here")
define("room.new", "new")
define("room.new.since", "New since your last visit ({when}):")
define_plural("room.new.messages", "{count} new message", "{count} new messages")
define("room.new.status", "the status is now: {status}")
define("room.new.outcome", "the outcome")
define("room.simple", "I am not technical")
define(
    "room.simple.text",
    "This page is your request and nothing else. At the top stands what is new and the one step we recommend. You can "
    "write to us in your own words, ask to be called, and come back at any time. Looking starts nothing: no order, no "
    "booking, no payment.",
)
define("room.technical", "More technical detail")
define(
    "room.technical.text",
    "The link is random and opens the page only together with a code that went to your contact, or your account; on "
    "another device it asks again. Passwords and codes that you type are taken out before anything is stored. Whoever "
    "decides something about a quote proves anew who they are. We can end the link at any time and send a new one.",
)
define("room.print", "Print or save the whole request")
define("room.print.title", "Request {reference}, printed on {at}")
define("room.print.button", "Print")
define("room.print.thread", "All messages")
define("room.print.more", "Earlier messages are not on this page. Ask us for them.")
