"""Words about what is missing: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define
from helpdesk_core.views import Detail

define("missing.title", "To help you we still need")
define("missing.text", "With this we can answer sooner. If you do not know something, leave it empty: we will ask.")
define("missing.save", "Send the details")
define("missing.contact", "A confirmed contact, so that we can reach you")
define("missing.answer", "Answer our question")
define("missing.answer.text", "Read our latest message, then write in your own words.")
define("missing.answer.button", "Answer")
define("missing.problem", "A few more words about the problem: what happens, and since when")
define("missing.serial.hint", "Usually on a label on the back or the bottom, or in the settings")
define("staff.missing", "Needed to respond (the customer reads the same)")
define("staff.missing.ask", "Ask")
define("staff.missing.ask.one", "Ask for: {detail}")
define("staff.missing.ask.hint", "Asking writes a draft. It is sent when you send it.")
define("staff.missing.write", "Write down what you were told")

#: What a drafted message asks for, in the customer's language.
ASKS = {
    Detail.DEVICE: define("ask.device", "Which device is it, please? Brand and model help us most."),
    Detail.PROBLEM: define(
        "ask.problem", "Could you tell us a little more: what happens, since when, and what was before?"
    ),
    Detail.SERIAL: define(
        "ask.serial",
        "Could you send us the serial number, please? It usually stands on a label on the back or the bottom.",
    ),
    Detail.ORDER: define("ask.order", "Could you send us the number of your order, please?"),
    Detail.LOCATION: define("ask.location", "Which of our locations suits you best?"),
}
OTHERWISE = define("ask.otherwise", "Could you tell us one more thing, please: {detail}?")

define("wish.sounds", "It sounds as if you want {wish}")
define("wish.still", "Your message reached us as it is. A person reads it too.")
#: What is said besides, by wish: it is true whatever the message says.
TOLD = {
    "approve": define("wish.approve.text", "A message approves nothing: you decide about a quote on its own page."),
    "thanks": define("wish.thanks.text", "Thank you. There is nothing else to do."),
}
define("staff.wish", "Taken for: {wish}")
define("staff.wish.hint", "The customer was offered a card for it. Nothing else comes of it.")
define("staff.wish.meant", "It meant")
define("staff.wish.nothing", "nothing of the kind")
define("staff.wish.correct", "Correct")
define("staff.wishes", "Short messages")
define("staff.wishes.text", "What messages were taken for and what they meant, as corrected in the last 90 days.")
define("staff.wishes.none", "Nothing was corrected.")
define("staff.wishes.count", "How often")
