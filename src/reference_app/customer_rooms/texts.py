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
define("own.text", "Check the status of your requests and send us messages about them.")
define("own.none", "You have no requests yet.")
define("own.older", "Older requests")
define("track.title", "Check a request")
define("track.reference", "Reference")
define("track.reference.hint", "Eight characters from your confirmation, for example ABCD-1234")
define("track.surname", "Surname")
define("track.check", "Check status")
define("track.what", "Check the status of your request without signing in.")
define("track.next", "Enter the reference and the surname given on the request.")
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
define("room.device.checked", "Device, as we checked it")
define("room.done", "Done. You can see the change below.")
define("room.others", "Your other open requests")
define(
    "room.others.text",
    "If one of them is about the same thing, you can write there instead. Nothing is closed unless you decide so.",
)
define("room.changed", "Changed")
define("room.progress", "Progress")
define("room.progress.now", "{number} of {count}:")
define("room.progress.then", "then:")
define("room.recommended", "Recommended step")
