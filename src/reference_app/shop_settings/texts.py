"""Words of the pages about settings: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

from ..webhooks.texts import GROUP as WEBHOOKS
from . import collecting_texts

define("settings.menu", "Settings")
define("settings.title", "Settings")
define("settings.intro", "What your shop chooses. Each page is saved on its own, and from then on holds everywhere.")
define("settings.save", "Save")
define("settings.saved", "Saved.")
define("settings.nothing", "Nothing was changed.")
define("settings.fixed", "Fixed in the shop's own program")
define("settings.fixed.text", "This cannot be changed here. Whoever runs the program can change it.")
define("settings.now", "{name}: this is what holds now. If you save again, your text takes its place.")
define("settings.export", "All settings as a file (TOML)")
define("settings.back", "All settings")
define("settings.add", "Add another")
define("settings.remove", "Remove entry {number}")
define("settings.entry", "Entry {number}")
define("settings.open_here", "Open requests here: {count}")
define("settings.language_name", "Language")
define("settings.journey", "Steps")
define("settings.testimonials_by_two", "Testimonials are checked by somebody else than who asked for them")
define("settings.step.stage", "Where a customer stands then")
define("settings.step.readiness", "What customers may rely on")
define("settings.step.link", "Leads to (a page's name, or a path on your site)")
define("settings.step.fallback", "Safe way while it is being checked (empty: the start page)")
define("settings.step.checking", "Being checked: customers get the safe way")
define("settings.step.name", "Short name")
define("settings.step.title", "Title")
define("settings.step.purpose", "What for")
define("settings.step.action", "Words of the link")

#: Pages by name: title and what they are for.
GROUPS = {
    "shop": (
        define("settings.group.shop", "The shop"),
        define("settings.group.shop.text", "Name, phone, opening hours, languages, time zone, currency, prices, taxes"),
    ),
    "statuses": (
        define("settings.group.statuses", "Statuses"),
        define(
            "settings.group.statuses.text",
            "Your own names within the fixed phases. A status in use is retired: it stays where it is, and nobody can "
            "choose it any more. One named like its phase (cancelled, closed) says who may take that step.",
        ),
    ),
    "booking": (
        define("settings.group.booking", "Booking"),
        define(
            "settings.group.booking.text",
            "What customers need before they can send a request. Staff register whoever comes or calls all the same, "
            "and requests that are there stay open to their customers.",
        ),
    ),
    "appointments": (
        define("settings.group.appointments", "Appointments"),
        define(
            "settings.group.appointments.text",
            "Whether customers come at a time of their choice. Free times follow from your opening hours, holidays and "
            "days off, at each location by itself.",
        ),
    ),
    "collecting": collecting_texts.GROUP,
    "webhooks": WEBHOOKS,
    "replies": (
        define("settings.group.replies", "Saved replies"),
        define(
            "settings.group.replies.text",
            "Words that staff choose and then send as their own. Customers get the text in their language. A retired "
            "one is offered no more.",
        ),
    ),
    "questions": (
        define("settings.group.questions", "Questions"),
        define("settings.group.questions.text", "What you ask besides the usual, of customers and of staff"),
    ),
    "locations": (
        define("settings.group.locations", "Locations"),
        define(
            "settings.group.locations.text",
            "Where you repair. A location in use is retired: it stays where it is, and nobody can choose it any more.",
        ),
    ),
    "journey": (
        define("settings.group.journey", "How it works"),
        define(
            "settings.group.journey.text",
            "The steps that customers see on the page of the whole way. A text that you leave out is ours.",
        ),
    ),
    "wording": (
        define("settings.group.wording", "Wording"),
        define("settings.group.wording.text", "Any text of the pages and messages in your own words"),
    ),
    "hours": (
        define("settings.group.hours", "Working hours"),
        define(
            "settings.group.hours.text",
            "The hours of the week, public holidays and days that are different. What is due and what you promise is "
            "counted in them; customers read them where you wrote no opening hours of your own.",
        ),
    ),
    "legal": (
        define("settings.group.legal", "Legal texts"),
        define(
            "settings.group.legal.text",
            "Who runs the shop; terms, data, withdrawal, cookies and accessibility in your own words",
        ),
    ),
    "pictures": (
        define("settings.group.pictures", "Logo and photo"),
        define("settings.group.pictures.text", "The logo beside your name, and a photo of the shop for the start page"),
    ),
    "numbers": (
        define("settings.group.numbers", "Published numbers"),
        define(
            "settings.group.numbers.text",
            "Account numbers and phones that you publish: they are never removed from a text.",
        ),
    ),
    "checklists": (
        define("settings.group.checklists", "Checklists"),
        define("settings.group.checklists.text", "What staff look at on each device, and when"),
    ),
    "follow_ups": (
        define("settings.group.follow_ups", "Asking again"),
        define("settings.group.follow_ups.text", "Whether customers are asked later if it still works, and a survey"),
    ),
    "messages": (
        define("settings.group.messages", "Automatic messages"),
        define(
            "settings.group.messages.text",
            "Which messages are sent, and by which channels. No message ever decides anything.",
        ),
    ),
}

define("settings.questions", "Questions")
define("settings.saved_replies", "Replies")
define("settings.reply_text", "Text")
define("settings.preview", "Preview")
define("settings.sample", "How it reads")
REPLY_EXAMPLES = {
    "name": define("settings.example.name", "Jane Smith"),
    "reference": define("settings.example.reference", "ABCD-1234"),
    "device": define("settings.example.device", "Laptop"),
    "staff": define("settings.example.staff", "Your name"),
    "location": define("settings.example.location", "Main street"),
}
define("settings.shop_name", "Name of the shop")
define("settings.phone", "Phone behind “Call us”")
define("settings.address", "Address of the shop")
define("settings.opening_hours", "Opening hours")
define("settings.working_hours", "Working hours")
define("settings.own_hours", "Hours of its own")
define("settings.holidays", "Closed on the public holidays of")
define("settings.special_days", "Days that are different")
define("settings.special.first", "Day")
define("settings.special.last", "Until (only for several days)")
define("settings.special.hours", "Hours (empty: closed)")
define("settings.special.location", "Where")
define("settings.special.everywhere", "everywhere")
define("settings.special.label", "What for")
define("settings.company", "Full name of the business")
define("settings.privacy_contact", "E-mail address for data, complaints and withdrawals")
define("settings.retention_months", "Months until the desk proposes to erase what is personal")
define("settings.legal.pages", "The texts")
define("settings.legal.own", "your own text")
define("settings.legal.ours", "the program's text: please check whether it fits")
define("settings.legal.unfilled", "Customers must be told, and this is missing: {names}.")
define("settings.logo", "Logo")
define("settings.logo.hint", "It stands beside the shop's name on every page, as high as two lines of text.")
define("settings.photo", "Photo of the shop")
define("settings.photo.hint", "It stands on the start page, with your address. A photo across looks best.")
define("settings.allow_guest_booking", "Guest booking")
define("settings.allow_guest_booking.on", "Customers can send a request without an account")
define("settings.mail_makes_requests", "Mail of unknown senders")
define("settings.mail_makes_requests.on", "It becomes a request, and its sender gets a code. If not, a person sorts it")
define("settings.chat_makes_requests", "Chat messages of unknown senders")
define("settings.chat_makes_requests.on", "They become a request. If not, a person sorts them")
define("settings.require_device_registration", "Registered devices")
define(
    "settings.require_device_registration.on",
    "Each request of a customer is about a device in their account (this needs an account too)",
)
define("settings.urgent_words", "Urgent words")
define("settings.urgent_words.on", "A new request that says that it cannot wait is put in front")
define("settings.problem_kinds", "Kinds of problem that automatic answers in chats offer")
define("settings.queue_place", "Place in the queue")
define("settings.queue_place.on", "Customers who wait read their place in the queue")
define("settings.customers_set_urgency", "Urgency")
define("settings.customers_set_urgency.on", "Customers can change how urgent their request is")
define("settings.powered_by", "Name of the program")
define(
    "settings.powered_by.on",
    "Customers read at the foot of a page which program this is, with the installation's number",
)
define("settings.customer_accounts", "Accounts of customers")
define("settings.customer_accounts.on", "Customers can create an account and sign in")
define("settings.staff_second_step", "Second step of staff")
define("settings.staff_second_step.on", "Staff sign in with a second step alone: a code of their phone, or a passkey")
define("settings.pictures.file", "New picture (PNG, JPEG or WebP, at most 10 MB)")
define("settings.pictures.send", "Upload")
define("settings.pictures.remove", "Remove")
NO_PICTURE = define(
    "settings.pictures.none", "This file is no picture that we can read. Please choose a PNG, JPEG or WebP."
)
PICTURE_MISSING = define("settings.pictures.missing", "Please choose a file first.")
define(
    "settings.pictures.no_library",
    "Pictures cannot be uploaded yet: whoever runs the program has to install helpdesk-core[pictures].",
)
define("settings.languages", "Languages")
define("settings.time_zone", "Time zone")
define("settings.country", "Country whose law holds")
define("settings.country_code", "Country code of phone numbers")
define("settings.currency", "Currency")
define("settings.tax_rates", "Tax rates in percent")
define("settings.prices", "Prices are entered")
define("settings.warranty_months", "Repaired parts are covered for this many months")
define("settings.quote_valid_days", "Quotes are valid for this many days")
define("settings.max_files", "Photos and files of one request")
define("settings.max_file_mb", "Largest photo or file, in megabytes")
define("settings.max_files_mb", "All photos and files of one request, in megabytes")
define("settings.proof_days", "Days after which files and quotes need a new code")
define("settings.tags", "Tags for requests")
define("settings.answer_hours", "Customers are answered within this many hours")
define("settings.incident_reports", "So many people with much the same may be one incident")
define("settings.incident_hours", "Within this many hours")
define("settings.promise_reminder_hours", "Staff are reminded of a promise this many working hours before")
define("settings.stuck_days", "A request is stuck after this many working days without a word")
define("settings.published_numbers", "Numbers")
define("settings.redaction", "Removing secrets")
define("settings.statuses", "Your statuses")
define("settings.transitions", "Allowed moves")
define("settings.locations", "Your locations")
define("settings.team_email", "News about requests that are nobody's go to")
define("settings.automatic", "These messages are sent")
define("settings.needed_details", "Needed before we can respond")
define("settings.code_channels", "Security codes can be sent by")
define("settings.send_replies_to", "The text of a reply goes along by")
define("settings.wording", "Wording")
#: How prices are entered.
PRICES = {
    "gross": define("settings.prices.gross", "gross, tax included"),
    "net": define("settings.prices.net", "net, tax is added"),
}
#: What the composer of a request's page begins with.
define("settings.write_first", "The page of a request is open to write")
WRITE_FIRST = {
    "reply": define("settings.write_first.reply", "a reply to the customer"),
    "note": define("settings.write_first.note", "an internal note"),
}
#: How sure redaction must be.
REDACTION = {
    "balanced": define("settings.redaction.balanced", "balanced, most numbers stay"),
    "careful": define("settings.redaction.careful", "careful, more is removed"),
}
#: What is said above a setting's fields.
HINTS = {
    "saved_replies": define("settings.saved_replies.hint", "These are filled in for each request: {filled}."),
    "languages": define(
        "settings.languages.hint",
        "One on each line, like en or pl. The first is for whoever has said nothing else.",
    ),
    "time_zone": define("settings.time_zone.hint", "For example Europe/Warsaw."),
    "country": define(
        "settings.country.hint",
        "Two letters: PL or CZ. What customers are told of their rights, and how tax numbers are read, follow from it. "
        "Empty: no country in particular.",
    ),
    "country_code": define(
        "settings.country_code.hint",
        "Digits only, for example 48. Without it, people type numbers with + and their own.",
    ),
    "currency": define("settings.currency.hint", "Three letters, for example PLN. Nothing can be priced without it."),
    "tax_rates": define("settings.tax_rates.hint", "One on each line, for example 23 or 8.5."),
    "team_email": define(
        "settings.team_email.hint", "An e-mail address that the team reads. A colleague is told of their own requests."
    ),
    "company": define(
        "settings.company.hint",
        "As in the register: name, legal form, seat and tax number. It stands in the legal texts and under orders.",
    ),
    "retention_months": define(
        "settings.retention_months.hint",
        "Customers read it. With an order it counts from the end of the year. Nothing goes by itself: a person "
        "decides. Empty: never.",
    ),
    "checklists": "settings.checklists.hint",
    "tags": define("settings.tags.hint", "One on each line, in small letters, with hyphens for blanks."),
    "answer_hours": define(
        "settings.answer_hours.hint",
        "By this time a request counts as overdue. These are working hours where you named them, else nights and days "
        "off count too; without a number nothing is due.",
    ),
    "proof_days": define(
        "settings.proof_days.hint",
        "Counted from the last code or sign-in. The rest of a request's page stays open for 30 days. 0: no new code.",
    ),
    "incident_reports": define(
        "settings.incident_reports.hint",
        "Staff are asked on the page of incidents. 0: never.",
    ),
    "stuck_days": define("settings.stuck_days.hint", "They have a view of their own. 0: none is called stuck."),
    "warranty_months": define(
        "settings.warranty_months.hint", "What a new warranty begins with. 0: staff type the months each time."
    ),
    "quote_valid_days": define(
        "settings.quote_valid_days.hint", "What a new quote begins with. 0: staff type the day each time."
    ),
    "invoice_series": define(
        "settings.invoice_series.hint", "FV makes FV/2026/1, FV/2026/2 and so on. Each year begins at 1."
    ),
    "payment_days": define("settings.payment_days.hint", "What a new invoice begins with; staff can type another day."),
    "bank_account": define(
        "settings.bank_account.hint", "It stands on every invoice and beside what is to be paid, with the bank's name."
    ),
    "working_hours": define(
        "settings.working_hours.hint",
        "For example 9:00-17:00, or 9:00-12:00, 13:00-17:00. A day without hours is closed.",
    ),
    "holidays": define("settings.holidays.hint", "Letters of a country, for example PL or DE-BY. Empty: none."),
    "special_days": define(
        "settings.special_days.hint", "A holiday of yours, or a day with other hours. It wins over public holidays."
    ),
    "appointment_kinds": define(
        "settings.appointment_kinds.hint",
        "None: there are no appointments. You have to name working hours: there are no free times without them.",
    ),
    "appointment_minutes": define("settings.appointment_minutes.hint", "Your working hours are divided by it."),
    "appointment_reminder_hours": define("settings.appointment_reminder_hours.hint", "0: never."),
    "max_files": define("settings.max_files.hint", "How many there can be at most. 0: none are taken."),
    "follow_up_days": define(
        "settings.follow_up_days.hint",
        "Only customers who allow it are asked, once, within your opening hours. 0: nobody is asked.",
    ),
    **collecting_texts.HINTS,
    "survey": define(
        "settings.survey.hint",
        "It goes with that message, to customers who allow it: it counts as advertising. Retired questions keep their "
        "answers readable.",
    ),
    "published_numbers": define("settings.published_numbers.hint", "One on each line."),
    "redaction": define(
        "settings.redaction.hint",
        "What proves itself a secret is always removed. This is about what only the words round it tell.",
    ),
    "transitions": define(
        "settings.transitions.hint", "As soon as one way to a status is named here, only named ways lead there."
    ),
    "send_replies_to": define(
        "settings.send_replies_to.hint", "Otherwise people get a notice and read the reply on their private page."
    ),
}

define("settings.id", "Short name for programs")
define("settings.phase", "Phase")
define("settings.label", "Name")
define("settings.may_set", "Who may set it")
define("settings.may", "Who may make it")
define("settings.retired", "Retired")
define("settings.from_status", "From")
define("settings.to_status", "To")
define("settings.fastest", "Usual time in working days, from")
define("settings.slowest", "To")
define("settings.own_at_once", "Appointments at the same time, where not as the shop")
define("settings.staff_only", "Shown to staff only")
define("settings.public", "shown to customers")
#: Kinds of staff as one choice.
STAFF_CHOICES = {
    "admin agent": define("settings.staff.all", "All staff"),
    "admin": define("settings.staff.admins", "Admins only"),
    "agent": define("settings.staff.agents", "Everybody but admins"),
    "": define("settings.staff.nobody", "Nobody"),
}
CHANNELS = {"email": define("settings.channel.email", "E-mail"), "phone": define("settings.channel.phone", "Phone")}

define("settings.history", "Who changed what")
define("settings.history.none", "Nobody changed anything yet: all is as the shop's program says.")
define("settings.history.when", "When")
define("settings.history.who", "Who")
define("settings.history.what", "What")
define("settings.history.before", "Before")
define("settings.history.after", "After")
define("settings.history.coded", "as the program says")
define("settings.history.empty", "nothing")
define("settings.history.older", "Older changes")
define("settings.yes", "yes")
define("settings.no", "no")
