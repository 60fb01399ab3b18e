"""Words of the pages about contacts: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("room.contact.open", "We cannot send messages to {contact} until you confirm that it is yours.")
define("room.contact.confirm", "Enter the code")
define("room.leave.title", "Is this somebody else's computer?")
define("room.leave.hint", "Then leave: this browser forgets your request. Your link and a new code open it again.")
define("room.leave", "Leave on this device")
define("confirm.title", "Enter your code")
define("confirm.sent", "If this contact is on the request, we have sent a code to:")
define("confirm.waits", "Your request is kept. No code went out yet, since this address had several messages:")
define(
    "confirm.waits_until", "You can ask for a code here from {time}, or call us: then we confirm the request for you."
)
define("confirm.reference", "Your reference")
define("confirm.keep", "Please keep it. With your reference and surname you can check the status at any time.")
define("confirm.what", "The code confirms that the address is yours, so nobody else can open your request.")
define(
    "confirm.next",
    "Check your inbox, and the spam folder too, and enter the six digits here, in this "
    "browser. The code works for {minutes} minutes.",
)
define("confirm.after", "You will see your request, and someone from our team will start to look at it.")
define("confirm.enter", "Confirm")
define("confirm.again", "Send a new code")
define("confirm.other", "Use a different contact")
define("confirm.demo", "In this demo, you will find the message here:")
define("code.label", "Security code, six digits")
define("confirm.phone.title", "Request received: we will call you")
define("confirm.phone.what", "The call confirms that the number is yours.")
define("confirm.phone.sent", "Your phone number:")
define(
    "confirm.phone.next", "Nothing for now. Someone from our team will call you on this number to confirm the request."
)
define(
    "confirm.phone.after",
    "After the call, someone will look at your request. You can check its status with your reference and surname.",
)
define("door.title", "Your request")
define("door.what", "This link leads to one request. To protect it, we first check that it is you.")
define("door.next", "Enter the e-mail address or phone number you gave with the request.")
define("door.after", "If it matches, we will send you a code. Enter the code to see your request.")
define("door.contact", "The contact you gave with the request")
define("door.send", "Send code")
define("staff.confirm", "Confirm with the customer")
define("staff.confirm.hint", "Only when the customer is with you or on the phone.")
define("track.link.title", "Send me my link")
define("track.link.what", "Here you can get the private link to your request again.")
define("track.link.next", "Enter the reference and the contact given on the request.")
define(
    "track.link.after",
    "If they match, we will send the link to that contact. To protect you, we do not say here whether they match.",
)
define("track.link.send", "Send link")
define("track.link.sent", "If the reference and contact match, a link is on its way.")
define("staff.unconfirmed", "Nobody has confirmed this request yet: what you send may reach nobody, or somebody else.")
define("staff.unconfirmed.seen", "I have seen that, and send it all the same")
