"""Words of the pages about intake: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

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
define("quick_help.own_device", "One of your devices")
define("quick_help.own_device.none", "Another one")
define("quick_help.own_device.hint", "Its model and serial number are filled in.")
define(
    "quick_help.account",
    "To send a request here you need an account. You can describe the problem first: what you write is kept while you "
    "sign in.",
)
define(
    "quick_help.account.or",
    "Without an account you can call us or come in. What you sent earlier you can still look up and answer.",
)
define("quick_help.account.title", "Sign in to send your request")
define("quick_help.account.kept", "What you wrote is kept for two days in this browser. Sign in, and go on here.")
define("quick_help.account.sign_in", "Sign in")
define("quick_help.needs_device", "Each request here is about a registered device. Please add yours first.")
define("quick_help.more", "Add another device")
define("quick_help.more.one", "Another device")
define("quick_help.more.number", "Device {number}")
define("quick_help.more.remove", "Take device {number} away")
define("quick_help.device.hint", "For example: Dell laptop, iPhone 13, washing machine")
define("quick_help.urgency", "How urgent is it?")
define("quick_help.location", "Where would you like to bring it?")
define("quick_help.expected", "If you bring it today, it is usually done by {day}. This is an estimate.")
define("quick_help.location.none", "Not sure yet")
define("quick_help.continue", "Continue")
define(
    "quick_help.what", "We ask only for what we need to get started, on a few short pages. You can add details later."
)
define("quick_help.next", "Tell us about the problem and the device.")
define("quick_help.after", "On the next page, you tell us how to contact you. Nothing is sent before that.")
define("quick_help.contact.title", "How can we reach you?")
define("quick_help.surname", "Surname")
define("quick_help.surname.hint", "You will need it to check the status.")
define("quick_help.given_name", "First name")
define("quick_help.order", "Order number")
define("quick_help.order.hint", "If this is about something you bought or ordered from us.")
define("quick_help.serial", "Serial number or IMEI")
define("quick_help.serial.hint", "If you have it at hand. With it you can check the status too.")
define("quick_help.limit", "You may go ahead without asking me up to")
define("quick_help.limit.hint", "An amount in {currency}. Leave it empty, and we ask you before anything costs money.")
define("quick_help.contact", "E-mail address or phone number")
define("contact.meant", "Did you mean {address}? If it is right as you typed it, please send it again.")
define(
    "quick_help.contact.hint",
    "If you give an e-mail address, you get a code straight away. If you give a phone number, we call you.",
)
define("quick_help.summary", "Your request so far")
define_plural(
    "quick_help.kept",
    "Kept in this browser for {count} day, if you do not send it.",
    "Kept in this browser for {count} days, if you do not send it.",
)
define("quick_help.contact.next", "Tell us your surname and how to contact you. Then you see all of it once more.")
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
define("staff.new.contact", "Phone number or e-mail address")
define("staff.new.look_up", "Look up")
define("staff.new.other", "E-mail address for a copy")
define("staff.new.other.hint", "The link to the request goes there. Without one, hand over the printed slip.")
define("staff.new.problem", "Problem")
define("staff.new.problem.hint", "As the customer tells it, and what you see yourself.")
define("staff.new.device", "Device")
define(
    "intake.serial.doubtful",
    "The last digit of this IMEI does not fit the others. If it is right as you typed it, please send it again.",
)
define("staff.new.serial.hint", "Leave it empty where there is none, or none that can be read.")
define("staff.new.location.none", "No location")
define("staff.new.limit", "Agreed limit without asking again")
define("staff.new.limit.hint", "An amount in {currency}. Leave it empty if nothing was agreed.")
define("staff.new.more", "Order number, limit, language")
define("staff.known", "Known customer")
define("staff.known.page", "All about this customer")
define("staff.known.open", "Open requests")
define("staff.known.several", "Several people use this contact. Who is it?")
define("staff.known.nobody", "Nobody is known under this contact yet.")
define("staff.known.unproved", "Not confirmed yet, and under the same contact:")
define("staff.known.unreadable", "This is neither a phone number nor an e-mail address.")
define("slip.title", "Slip for the customer")
define("slip.link", "Print slip")
define("slip.print", "Print")
define("slip.request", "Open the request")
define("slip.saved", "The request is saved.")
define("slip.copy", "A copy goes to the customer by message.")
define("slip.paper", "No message reaches this customer: please give them this slip.")
define("slip.device", "Device")
define("slip.problem", "Problem")
define("slip.taken", "Taken")
define("slip.name", "Name")
define("slip.location", "Location")
define("slip.reference", "Your reference")
define("slip.scan", "Scan to follow your request")
define("slip.room", "You can read how it stands and write to us. A code that we send you shows that it is you.")
define("slip.track", "You can check how it stands with your reference and surname.")
define("start.ways", "What would you like to do?")
define("start.here", "Start here")
define("start.describe", "Describe the problem")

define("intake.open", "You already have an open request")
define("intake.open.text", "Is it about the same? Then write there: whoever works on it reads it at once.")
define("intake.open.same", "It begins with the same words.")
define("intake.open.add", "Add what I wrote to this request")
define("intake.open.go", "Open it")
define("intake.open.other", "It is about something else?")
define("intake.open.new", "Make another request")
define("order.steps", "Steps of your request")
define("order.step.problem", "Problem")
define("order.step.questions", "Questions")
define("order.step.way", "How it comes")
define("order.step.contact", "Contact")
define("order.step.check", "Check")
define("order.required", "Fields marked * are required.")
define("order.summary.show", "Show summary")
define("order.change", "Change")
define("order.check", "Check and approve")
define("order.check.lead", "Is everything right? Nothing has been sent yet.")
define("order.approve", "Approve and send")
define("order.check.what", "This is exactly what we receive when you approve it.")
define("order.check.next", "Read it through, change what is not right, then approve it.")
define(
    "order.check.after.account",
    "Your request is confirmed at once. Someone from our team will read it and write to you.",
)
define_plural(
    "order.kept.account",
    "Kept in your account for {count} day, if you do not send it: you can go on on another device.",
    "Kept in your account for {count} days, if you do not send it: you can go on on another device.",
)
define("order.way", "How does the device come to us?")
define("order.way.brought", "I bring it, or somebody does for me")
define("order.way.brought.hint", "Come by during our opening hours.")
define("order.way.gone", "This can no longer be chosen. Please choose another way.")
define("order.way.back", "Other ways")
define("order.way.what", "There are several ways in which your device can come to us.")
define("order.way.next", "Choose what suits you. You can change it later.")
