"""Words of the pages about customer rooms: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural
from helpdesk_core.views import Phase

#: What comes next, by phase, in the customer's eyes.
NEXT_STEPS = {
    Phase.RECEIVED: define("next.received", "Please enter the code we sent you, so that a person can start."),
    Phase.CONFIRMED: define("next.confirmed", "Nothing for now: a person will look at your request and write to you."),
    Phase.IN_REVIEW: define("next.in_review", "Nothing for now: a person is looking at your request."),
    Phase.WAITING_FOR_CUSTOMER: define("next.waiting_for_customer", "We need your answer. Please write it below."),
    Phase.IN_PROGRESS: define("next.in_progress", "Nothing for now: we are working on it."),
    Phase.READY: define("next.ready", "Please read our latest message: it says how you get your device back."),
    Phase.OUTCOME_RECORDED: define(
        "next.outcome_recorded", "Please read the outcome and tell us whether the problem is solved."
    ),
    Phase.CLOSED: define(
        "next.closed", "Nothing: this request is closed. You can reopen it if the problem comes back."
    ),
    Phase.CANCELLED: define("next.cancelled", "Nothing: this request is cancelled. You can reopen it at any time."),
}
define("start.track", "Check a request")
define("start.track.text", "You have a reference already? See its status without signing in.")
define("own.title", "My requests")
define("own.text", "See how your requests stand, and write to us about them.")
define("own.none", "You have no requests yet.")
define("own.older", "Older requests")
define("track.title", "Check a request")
define("track.reference", "Reference")
define("track.reference.hint", "Eight letters and digits from your confirmation, like ABCD-1234")
define("track.surname", "Surname")
define("track.check", "Check status")
define("track.what", "See how your request stands, without signing in.")
define("track.next", "Type the reference and the surname given with the request.")
define("track.after", "You see the status, the device as we checked it, who runs it, and the location. Nothing else.")
define("track.lost", "Send me my private link again")
define("tracked.title", "Status of your request")
define("tracked.status", "Status")
define("tracked.device", "Device")
define("tracked.device.unchecked", "Not checked by us yet")
define("tracked.agent", "Your request is run by")
define("tracked.agent.none", "Nobody yet")
define("tracked.location", "Location")
define("tracked.location.none", "Not chosen yet")
define_plural("tracked.turnaround", "usually {count} working day", "usually {count} working days")
define_plural(
    "tracked.turnaround.range", "usually {fastest}–{count} working day", "usually {fastest}–{count} working days"
)
define("tracked.another", "Check another request")
define("tracked.what", "This is all that can be seen without the private link.")
define("tracked.next", "Nothing for now. To read messages or answer, open the private link from our e-mail.")
define("room.title", "Request {reference}")
define("room.what", "All about this one request: status, messages, outcome.")
define("room.after", "We write to you whenever something changes. Everything stays together here.")
define("room.details", "Details")
define("room.created", "Received")
define("room.contact", "We reach you at")
define("room.device.said", "Device, as you described it")
define("room.device.checked", "Device, as we checked it")
define("room.done", "Done. What changed is shown below.")
define("room.others", "You already have an open request")
define("room.others.text", "If it is about the same thing, you can write there. Both stay open; you decide.")
define("room.changed", "Changed")
define("room.progress", "Progress")
define("room.progress.now", "{number} of {count}:")
define("room.progress.then", "then:")
define("room.recommended", "Recommended step")
