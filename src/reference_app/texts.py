"""Every word of the pages: code and English default. Polish stands in locales/pl."""

from __future__ import annotations

from helpdesk_core.base.messages import define, define_plural
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.service_requests.model import Urgency

LANGUAGES = {"en": "English", "pl": "Polski"}

URGENCIES = {
    Urgency.CANNOT_WAIT: define("urgency.cannot_wait", "It cannot wait"),
    Urgency.SOON: define("urgency.soon", "Soon, please"),
    Urgency.NO_HURRY: define("urgency.no_hurry", "There is no hurry"),
}
SOURCES = {
    "counter": define("source.counter", "At the counter"),
    "phone": define("source.phone", "On the phone"),
    "web": define("source.web", "By the web page"),
    "import": define("source.import", "Imported"),
}
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
#: Faults of the core in words.
FIELD_ERRORS = {
    "input.required": define("fault.required", "Please fill this in."),
    "input.too_long": define("fault.too_long", "This text is too long. Please keep to {count} characters."),
    "input.not_a_choice": define("fault.not_a_choice", "Please choose one of the answers offered."),
    "input.unreadable": define("fault.unreadable", "We cannot read this. Please check it."),
    "input.not_text": "fault.unreadable",
    "contact.unreadable": define(
        "fault.contact", "Please give an e-mail address like name@example.com, or a phone number with all its digits."
    ),
    "reference.unreadable": define("fault.reference", "A reference has eight letters and digits, like ABCD-1234."),
    "code.unreadable": define("fault.code", "The code has six digits."),
    "language.unknown": "fault.not_a_choice",
}
#: What redaction removed, in words.
KINDS = {
    "password": define("removed.password", "a password"),
    "pin": define("removed.pin", "a PIN"),
    "passcode": define("removed.passcode", "a device code"),
    "one_time_code": define("removed.one_time_code", "a one-time code"),
    "recovery_code": define("removed.recovery_code", "a recovery code"),
    "card_number": define("removed.card_number", "a card number"),
    "card_cvv": define("removed.card_cvv", "a card security code"),
    "bank_account": define("removed.bank_account", "an account number"),
    "api_key": define("removed.api_key", "an access key"),
    "private_key": define("removed.private_key", "a private key"),
    "banking_code": define("removed.banking_code", "a banking code"),
}
#: The placeholder that stands for it, as readers see it.
HIDDEN = {
    "PASSWORD": define("hidden.password", "[hidden: password]"),
    "PIN": define("hidden.pin", "[hidden: PIN]"),
    "PASSCODE": define("hidden.passcode", "[hidden: device code]"),
    "ONE_TIME_CODE": define("hidden.one_time_code", "[hidden: one-time code]"),
    "RECOVERY_CODE": define("hidden.recovery_code", "[hidden: recovery code]"),
    "CARD_NUMBER": define("hidden.card_number", "[hidden: card number]"),
    "CARD_CVV": define("hidden.card_cvv", "[hidden: card security code]"),
    "BANK_ACCOUNT": define("hidden.bank_account", "[hidden: account number]"),
    "API_KEY": define("hidden.api_key", "[hidden: access key]"),
    "PRIVATE_KEY": define("hidden.private_key", "[hidden: private key]"),
    "REMOVED": define("hidden.removed", "[hidden: removed by staff]"),
    "ERASED": define("hidden.erased", "[erased]"),
    "BANKING_CODE": define("hidden.banking_code", "[hidden: banking code]"),
}
define("removed.other", "a secret")
define(
    "removed.sentence",
    "For your safety we removed {kinds} from your text before it was saved. The rest is as you wrote it.",
)

define("page.error_title", "Error: {title}")
define("page.skip", "Skip to content")
define("page.errors", "Please check these answers")
define("page.language", "Language")
define("page.portal", "Customer portal")
define("page.what", "What this page is for")
define("page.next", "Your next step")
define("page.after", "What happens after")
define("page.optional", "optional")
define("page.sent_mail", "Sent mails (demo)")
define("page.demo", "This is a demo: nothing leaves this machine.")
define("help.title", "Human help")
define("help.text", "If anything is unclear, a person helps you. Have your reference ready if you have one.")
define("help.call", "Call {phone}")
define("help.hours", "Open: {hours}")
define(
    "safety.text",
    "Please do not write passwords, PINs, one-time codes, banking codes or card numbers. We remove what we recognise.",
)
define("error.not_found.title", "Page not found")
define("error.not_found.text", "This page does not exist, or it is not open to you.")
define("error.old_form.title", "This form is too old")
define("error.old_form.text", "Please open the page anew and send it again. Nothing was sent twice.")
define("error.failed.title", "Something went wrong on our side")
define("error.failed.text", "Nothing was saved. Please try again in a few minutes, or call us.")
define("error.not_staff.title", "This page is for staff")
define("error.not_staff.text", "Your account is not one of the staff. Please ask whoever runs this desk.")
define("error.way_on", "Go to the start page")

define("start.title", "Help with your device")
define("start.lead", "Tell us in your own words what is wrong. You do not need to find the cause.")
define("start.begin", "Start a request")
define("start.continue", "Continue your unfinished request")
define("start.track", "Check a request")
define("start.track.text", "You have a reference already? See its status without signing in.")
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
define("own.title", "My requests")
define("own.text", "See how your requests stand, and write to us about them.")
define("own.none", "You have no requests yet.")
define("own.older", "Older requests")
define("room.no_secret", "It was no secret: leave it in this message")
define(
    "room.no_secret.hint",
    "Only if we removed something that was no password and no code. Cards and codes for banks are always removed.",
)
define("room.questions", "It helps us if you tell:")
define("room.contact.open", "We cannot write to {contact} before you confirm that it is yours.")
define("room.contact.confirm", "Enter the code")
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

define("confirm.title", "Enter your code")
define("confirm.sent", "If this contact belongs to the request, a code is on its way to:")
define("confirm.reference", "Your reference")
define("confirm.keep", "Please keep it: with it and your surname you can check the status at any time.")
define("confirm.what", "The code shows that the address is yours. Nobody else can open your request.")
define("confirm.next", "Look into your mailbox and enter the six digits. The code works for 10 minutes.")
define("confirm.after", "You see your request, and a person starts to look at it.")
define("confirm.enter", "Confirm")
define("confirm.again", "Send a new code")
define("confirm.other", "Use another contact")
define("confirm.demo", "In this demo you find the code here:")
define("code.label", "Security code, six digits")
define("confirm.phone.sent", "We have your number:")
define("confirm.phone.next", "Nothing: a person calls you at this number to confirm the request.")
define(
    "confirm.phone.after",
    "After the call a person looks at your request. You can check its status with reference and surname.",
)

define("door.title", "Your request")
define("door.what", "This link leads to one request. To protect it, we first make sure that it is you.")
define("door.next", "Type the e-mail address or phone number you gave with the request.")
define("door.after", "If it fits, we send a code to it. With the code you see your request.")
define("door.contact", "The contact you gave with the request")
define("door.send", "Send code")

define("track.title", "Check a request")
define("track.reference", "Reference")
define("track.reference.hint", "Eight letters and digits from your confirmation, like ABCD-1234")
define("track.surname", "Surname")
define("track.check", "Check status")
define("track.what", "See how your request stands, without signing in.")
define("track.next", "Type the reference and the surname given with the request.")
define("track.after", "You see the status, the device as we checked it, who runs it, and the location. Nothing else.")
define("track.lost", "Send me my private link again")
define("track.link.title", "Send me my link")
define("track.link.what", "Here you get the private link to your request once more.")
define("track.link.next", "Type the reference and the contact given with the request.")
define("track.link.after", "If both fit, the link is sent to that contact. We do not say here whether they do.")
define("track.link.send", "Send link")
define("track.link.sent", "If reference and contact belong together, a link is on its way to that contact.")
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
define("room.latest", "Latest message")
define("room.thread", "Earlier messages")
define("room.older", "Older messages")
define("room.newest", "Newest messages")
define("room.from_you", "You")
define("room.from_shop", "{name}, {shop}")
define("room.from_shop.unnamed", "{shop}")
define("room.reply", "Your message")
define("room.reply.title", "Reply or add information")
define("room.reply.send", "Send message")
define("room.details", "Details")
define("room.created", "Received")
define("room.contact", "We reach you at")
define("room.device.said", "Device, as you described it")
define("room.device.checked", "Device, as we checked it")
define("room.done", "Done. What changed is shown below.")
define("room.outcome", "Outcome")
define(
    "room.outcome.none",
    "No outcome is recorded yet. Nothing is marked as finished automatically, and you need no second request.",
)
define("room.answer.title", "Is the problem solved?")
define("room.answer.text", "Would you like to add something?")
define("room.answer.yes", "Yes, it is solved")
define("room.answer.no", "No, it is not solved")
define("room.answered.yes", "You told us that the problem is solved. Thank you.")
define("room.answered.no", "You told us that the problem is not solved.")
define("room.others", "You already have an open request")
define("room.others.text", "If it is about the same thing, you can write there. Both stay open; you decide.")
define("room.cancel", "Cancel this request")
define("room.cancel.title", "You do not need help any more?")
define("room.reopen", "Reopen this request")
define("room.reopen.title", "Is the problem back?")

define("demo.mail.title", "Sent mails")
define("demo.mail.text", "These messages would have been sent. Newest first.")
define("demo.mail.none", "No mail yet. Mails appear here a few seconds after their cause.")
define("demo.mail.to", "To")
define("demo.mail.open", "Open the link")
