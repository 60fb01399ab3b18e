"""What customers must be told: texts that fit a plain repair shop in the EU until the shop writes its own.

A blank line begins a paragraph, ``# `` a heading, ``- `` an entry of a list. Placeholders are filled from the settings,
so that nothing but those has to be filled in. Each text says at most what this program does by itself.
"""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("legal.links", "Legal information")
define("legal.read", "All about your data")
#: The short layer, at each form that takes personal data (Regulation (EU) 2016/679, article 13).
SHORT = define(
    "legal.clause",
    "{company} uses what you write here to deal with your request, and for nothing else. You can see it, correct it "
    "and "
    "have it erased.",
)
define("legal.since", "In force since {day}")
define("legal.older", "Earlier versions")
define("legal.version", "Version of {day}")
define("legal.of_the_program", "The first version")
define("legal.newest", "This is an earlier version. Read the one in force")
define_plural("legal.months", "{count} month", "{count} months")
define("legal.months.unsaid", "as long as the law asks and claims can be made")
define(
    "legal.kept",
    "If nothing came of a request, what is personal in it is kept after its end for: {inquiry}. With an order or an "
    "outcome it is kept, from the end of that year, for: {order}. After that a person of the shop decides that "
    "it goes.",
)
define("legal.complaints", "We answer complaints within {days} days.")
define("legal.complaints.unsaid", "We answer complaints as soon as we can.")
define("legal.advice", "we tell you which one is yours")
define("legal.authority", "to the data protection authority of your country")
define("legal.contact.unsaid", "the shop, as it is named on this page")

define_plural(
    "legal.checked",
    "On {day} a program looked at {pages} pages in {states} states, on a phone and on a wide screen, in English and "
    "Polish, light and dark. Of what a program can find, it found {count} fault.",
    "On {day} a program looked at {pages} pages in {states} states, on a phone and on a wide screen, in English and "
    "Polish, light and dark. Of what a program can find, it found {count} faults.",
)
#: Pages by name: title and text.
PAGES = {
    "privacy": (
        define("legal.privacy.title", "Your data"),
        define(
            "legal.privacy",
            "# Who is responsible\n\n{company}, {address}. Questions about your data: {contact}.\n\n"
            "# What we use, and why\n\n"
            "- Name, e-mail address or phone number: to reach you and to know that it is you.\n"
            "- What you write about the problem and the device: to answer, to quote and to repair.\n"
            "- Quotes, orders and outcomes: because the contract and the law on accounts ask for it.\n"
            "- The network you come from, shortened, for a short time: to stop people who guess codes.\n\n"
            "We need your surname, a contact and the problem; without them we cannot help. All else is up to you. "
            "Passwords, "
            "PINs and card numbers are removed from texts before they are kept.\n\n"
            "# On which ground\n\n"
            "What is needed for the contract or before it (article 6(1)(b) GDPR), what the law asks for (6(1)(c)), "
            "and our "
            "interest in a safe service and in answering claims (6(1)(f)).\n\n"
            "# Who sees it\n\nOur staff, and those who run this service for us. Nobody else, unless the law demands "
            "it. "
            "A person makes every decision about you; no program does.\n\n"
            "# How long\n\n{kept}\n\n"
            "# Your rights\n\n"
            "You can ask us for a copy of your data, have it corrected, erased or restricted, take it with you, and "
            "object. "
            "You can also complain {authority}.",
        ),
    ),
    "terms": (
        define("legal.terms.title", "Terms"),
        define(
            "legal.terms",
            "# Who offers this\n\n{company}, {address}. Contact: {contact}, {phone}.\n\n"
            "# What this service is\n\nHere you can ask for help or a repair, follow its progress, write to us and "
            "decide "
            "about quotes. Using it is free. You need a browser and an e-mail address or a phone number. Please "
            "write "
            "nothing unlawful and no passwords.\n\n"
            "# Requests\n\nAsking for help orders nothing and costs nothing. A contract comes about only when you "
            "order by "
            "a quote with its price, here or in the shop.\n\n"
            "# Prices\n\nA quote names the whole price, tax included. If the work turns out to cost more, we ask "
            "you again "
            "before we go on.\n\n"
            "# If something is wrong\n\nWe are liable for goods and services that do not conform to the contract, "
            "as the law "
            "says. Please write to us on the page of your request or to {contact}. {complaints}\n\n"
            "# Disputes\n\nConsumers can turn to bodies for out-of-court settlement; {advice}.",
        ),
    ),
    "withdrawal": (
        define("legal.withdrawal.title", "Withdrawal"),
        define(
            "legal.withdrawal",
            "# Your right to withdraw\n\nIf you ordered here as a consumer, you can withdraw from the contract "
            "within {days} days "
            "without giving a reason. The {days} days begin with the day on which the contract was made.\n\n"
            "To withdraw, tell us so in clear words: {company}, {address}, {contact}. You can use the form below; "
            "you need "
            "not. It is in time if you send it before the {days} days are over.\n\n"
            "# What follows\n\nWe pay back all that you paid, within {repaid} days, by the same means of payment, at "
            "no cost to you.\n\n"
            "If you asked us to begin within the {days} days, you pay for what was done until you withdrew. Once the "
            "service is "
            "done in full, and you had asked for that and knew it, you can no longer withdraw.\n\n"
            "The right does not hold if you expressly called us to you for an urgent repair, and not for goods made "
            "to your "
            "order.\n\n"
            "# Form for withdrawal\n\nTo {company}, {address}, {contact}:\n\n"
            "I withdraw from my contract for the service ordered on … (request …).\n\nName, address, date, and on "
            "paper a "
            "signature",
        ),
    ),
    "cookies": (
        define("legal.cookies.title", "Cookies"),
        define(
            "legal.cookies",
            "These pages use only cookies without which they do not work. None of them follows you, and no other "
            "company "
            "gets them. That is why we do not ask for consent.\n\n"
            "- helpdesk_visitor: keeps others from sending forms in your name; one year\n"
            "- helpdesk_language: the language you chose; one year\n"
            "- helpdesk_room_…: that you proved to be the one whose request this is; 30 days\n"
            "- helpdesk_seen_…: when this browser last looked at a request, to mark what is new; 30 days\n"
            "- helpdesk_draft_…: finds the form that you have not finished; 48 hours\n"
            "- helpdesk_customer: that you are signed in to your account; 30 days\n"
            "- helpdesk_guides: the guides that you kept without an account; one year\n"
            "- helpdesk_push: that you asked for news in this browser; one year\n"
            "- helpdesk_staff, helpdesk_staff_code, helpdesk_keys: for our staff only\n\n"
            "Over an encrypted connection __Host- may stand before a name. You can delete cookies in your browser; "
            "then you "
            "prove again who you are.",
        ),
    ),
    "accessibility": (
        define("legal.accessibility.title", "Accessibility"),
        define(
            "legal.accessibility",
            "{company} wants everybody to be able to use these pages. They are built to meet the Web Content "
            "Accessibility "
            "Guidelines 2.2, level AA, and EN 301 549.\n\n"
            "# What that means\n\n"
            "- All of it works with the keyboard alone, without JavaScript, and with a screen reader.\n"
            "- Text can be enlarged to 200 % and reflows on a screen of 320 pixels.\n"
            "- Colour is never the only sign; contrast is at least 4.5 to 1, in the light and the dark look.\n"
            "- What went wrong is said in words, beside the field.\n\n"
            "# What we know is missing\n\nTexts and pictures that people send us may be hard to read.\n\n"
            "# How it was checked\n\n{checked} No outside expert has checked it yet.\n\n"
            "# Tell us\n\nIf something stands in your way, write to {contact} or call {phone}. We will help you in "
            "another "
            "way and mend it.",
        ),
    ),
}
