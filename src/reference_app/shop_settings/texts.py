"""Words of the pages about settings: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

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
    "replies": (
        define("settings.group.replies", "Saved replies"),
        define(
            "settings.group.replies.text",
            "Words that staff choose and then send as their own. Customers get the text in their language. A retired "
            "one is offered no more.",
        ),
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
    "messages": (
        define("settings.group.messages", "Automatic messages"),
        define(
            "settings.group.messages.text",
            "Which messages are sent, and by which channels. No message ever decides anything.",
        ),
    ),
}

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
define("settings.company", "Full name of the business")
define("settings.privacy_contact", "E-mail address for data, complaints and withdrawals")
define("settings.keep_years", "Finished requests are kept for this many years")
define("settings.legal.pages", "The texts")
define("settings.legal.own", "your own text")
define("settings.legal.ours", "the program's text: please check whether it fits")
define("settings.legal.unfilled", "Customers must be told, and this is missing: {names}.")
define("settings.logo", "Logo")
define("settings.logo.hint", "It stands beside the shop's name on every page, as high as two lines of text.")
define("settings.photo", "Photo of the shop")
define("settings.photo.hint", "It stands on the start page, with your address. A photo across looks best.")
define("settings.powered_by", "Name of the program")
define(
    "settings.powered_by.on",
    "Customers read at the foot of a page which program this is, with the installation's number",
)
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
define("settings.country_code", "Country code of phone numbers")
define("settings.currency", "Currency")
define("settings.tax_rates", "Tax rates in percent")
define("settings.prices", "Prices are entered")
define("settings.quote_valid_days", "Quotes are valid for this many days")
define("settings.tags", "Tags for requests")
define("settings.answer_hours", "Customers are answered within this many hours")
define("settings.published_numbers", "Numbers")
define("settings.redaction", "Removing secrets")
define("settings.statuses", "Your statuses")
define("settings.transitions", "Allowed moves")
define("settings.locations", "Your locations")
define("settings.team_email", "News about requests that are nobody's go to")
define("settings.automatic", "These messages are sent")
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
    "keep_years": define(
        "settings.keep_years.hint",
        "Customers read it. 0: as long as the law asks. Nothing is erased by itself.",
    ),
    "tags": define("settings.tags.hint", "One on each line, in small letters, with hyphens for blanks."),
    "answer_hours": define(
        "settings.answer_hours.hint",
        "By this time a request counts as overdue. Nights and days off count too; without a number nothing is due.",
    ),
    "quote_valid_days": define(
        "settings.quote_valid_days.hint", "What a new quote begins with. 0: staff type the day each time."
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
#: Automatic messages by name, as switches call them; one that is not named here is called by its subject.
NOTICES = {
    "confirmed": define("settings.notice.confirmed", "To the customer: the request is confirmed"),
    "reply": define("settings.notice.reply", "To the customer: there is a reply"),
    "status": define("settings.notice.status", "To the customer: the status changed"),
    "outcome": define("settings.notice.outcome", "To the customer: the outcome is ready to read"),
    "cancelled": define("settings.notice.cancelled", "To the customer: the request is cancelled"),
    "reopened": define("settings.notice.reopened", "To the customer: the request is open again"),
    "closed": define("settings.notice.closed", "To the customer: the request is closed"),
    "quote": define("settings.notice.quote", "To the customer: there is a quote"),
    "quote_withdrawn": define("settings.notice.quote_withdrawn", "To the customer: the quote is withdrawn"),
    "quote_limit_used": define("settings.notice.quote_limit_used", "To the customer: work begins within their limit"),
    "quote_approver_answered": define(
        "settings.notice.quote_approver_answered", "To the customer: the person they named decided about the quote"
    ),
    "new_request": define("settings.notice.new_request", "To staff: a new request"),
    "confirm_in_person": define("settings.notice.confirm_in_person", "To staff: a request waits for a call"),
    "merged": define("settings.notice.merged", "To the customer: the request continues in another one"),
    "separated": define("settings.notice.separated", "To the customer: the request is open by itself again"),
    "split_off": define("settings.notice.split_off", "To the customer: a message became a request of its own"),
    "mentioned": define("settings.notice.mentioned", "To staff: a colleague mentions you in a note"),
    "customer_replied": define("settings.notice.customer_replied", "To staff: a customer wrote"),
    "outcome_answered": define("settings.notice.outcome_answered", "To staff: an answer to the outcome"),
    "cancelled_by_customer": define("settings.notice.cancelled_by_customer", "To staff: a customer cancelled"),
    "reopened_by_customer": define("settings.notice.reopened_by_customer", "To staff: a customer reopened a request"),
    "assigned": define("settings.notice.assigned", "To staff: a request was assigned to them"),
    "quote_approved": define("settings.notice.quote_approved", "To staff: a quote is approved"),
    "quote_declined": define("settings.notice.quote_declined", "To staff: a quote is not approved"),
    "quote_asked": define("settings.notice.quote_asked", "To staff: a question about a quote"),
    "quote_expired": define("settings.notice.quote_expired", "To staff: a quote ran out"),
    "testimonial_asked": define("settings.notice.testimonial_asked", "To the customer: a testimonial is asked for"),
    "testimonial_suggested": define(
        "settings.notice.testimonial_suggested", "To the customer: other words are suggested for the testimonial"
    ),
    "testimonial_published": define(
        "settings.notice.testimonial_published", "To the customer: the testimonial is shown"
    ),
    "feedback": define("settings.notice.feedback", "To staff: feedback about the pages"),
    "testimonial_given": define("settings.notice.testimonial_given", "To staff: a testimonial is to be checked"),
    "testimonial_withdrawn": define("settings.notice.testimonial_withdrawn", "To staff: a testimonial was taken back"),
}

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

define("settings.wording.search", "Find a text")
define("settings.wording.find", "Find")
define("settings.wording.own", "Your own texts")
define("settings.wording.found", "Texts found")
define("settings.wording.none", "No text says this.")
define("settings.wording.more", "There are more. Please type more of the text.")
define("settings.wording.edit", "A text in your own words")
define("settings.wording.original", "The original")
define("settings.wording.words", "Your words")
define("settings.wording.form", "Your words for {form} …")
define("settings.wording.placeholders", "Something is put in here. Please keep it as it is:")
define("settings.wording.preview", "Preview")
define("settings.wording.preview.text", "This is how it reads:")
define("settings.wording.reset", "Back to the original")
define("settings.wording.yours", "yours")
