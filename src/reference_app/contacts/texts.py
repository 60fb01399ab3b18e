"""Words of the pages about contacts: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("room.contact.open", "We cannot write to {contact} before you confirm that it is yours.")
define("room.contact.confirm", "Enter the code")
define("room.leave.title", "Is this somebody else's computer?")
define("room.leave.hint", "Then leave: this browser forgets your request. Your link and a new code open it again.")
define("room.leave", "Leave on this device")
define("confirm.title", "Enter your code")
define("confirm.sent", "If this contact belongs to the request, a code is on its way to:")
define("confirm.waits", "Your request is kept. No code went out yet, since this address had several messages:")
define(
    "confirm.waits_until", "You can ask for a code here from {time}, or call us: then we confirm the request for you."
)
define("confirm.reference", "Your reference")
define("confirm.keep", "Please keep it: with it and your surname you can check the status at any time.")
define("confirm.what", "The code shows that the address is yours. Nobody else can open your request.")
define(
    "confirm.next",
    "Look into your mailbox and enter the six digits here, in this browser. The code works for {minutes} minutes.",
)
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
define("staff.confirm", "Confirm in person")
define("staff.confirm.hint", "Only with the customer before you or on the phone.")
define("track.link.title", "Send me my link")
define("track.link.what", "Here you get the private link to your request once more.")
define("track.link.next", "Type the reference and the contact given with the request.")
define("track.link.after", "If both fit, the link is sent to that contact. We do not say here whether they do.")
define("track.link.send", "Send link")
define("track.link.sent", "If reference and contact belong together, a link is on its way to that contact.")
