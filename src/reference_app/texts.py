"""Words that every page shares: code and English. Polish is in locales/pl."""

from __future__ import annotations

import attrs

from helpdesk_core.commands import Urgency
from helpdesk_core.i18n import define

LANGUAGES = {"en": "English", "pl": "Polski"}
define("tax_number.national", "national number")
URGENCIES = {
    Urgency.CANNOT_WAIT: define("urgency.cannot_wait", "It cannot wait"),
    Urgency.SOON: define("urgency.soon", "Soon, please"),
    Urgency.NO_HURRY: define("urgency.no_hurry", "No hurry"),
}
SOURCES = {
    "counter": define("source.counter", "At the counter"),
    "phone": define("source.phone", "By phone"),
    "web": define("source.web", "On the website"),
    "import": define("source.import", "Imported"),
    "mail": define("source.mail", "By mail"),
    "chat": define("source.chat", "By chat"),
}


@attrs.frozen
class SecretNames:
    """What people read of a kind of secret."""

    said: str
    """In the sentence that names what was removed."""
    hidden: str
    """Where it stood."""
    counted: str
    """In the table of counts."""


#: Each kind that redaction names, and "removed" for what staff took out by hand.
SECRETS = {
    "password": SecretNames(
        define("removed.password", "a password"),
        define("hidden.password", "[removed: password]"),
        define("secret.password", "Passwords"),
    ),
    "pin": SecretNames(
        define("removed.pin", "a PIN"),
        define("hidden.pin", "[removed: PIN]"),
        define("secret.pin", "PINs"),
    ),
    "passcode": SecretNames(
        define("removed.passcode", "a device code"),
        define("hidden.passcode", "[removed: device code]"),
        define("secret.passcode", "Device codes"),
    ),
    "one_time_code": SecretNames(
        define("removed.one_time_code", "a one-time code"),
        define("hidden.one_time_code", "[removed: one-time code]"),
        define("secret.one_time_code", "One-time codes"),
    ),
    "recovery_code": SecretNames(
        define("removed.recovery_code", "a recovery code"),
        define("hidden.recovery_code", "[removed: recovery code]"),
        define("secret.recovery_code", "Recovery codes"),
    ),
    "card_number": SecretNames(
        define("removed.card_number", "a card number"),
        define("hidden.card_number", "[removed: card number]"),
        define("secret.card_number", "Card numbers"),
    ),
    "card_cvv": SecretNames(
        define("removed.card_cvv", "a card security code"),
        define("hidden.card_cvv", "[removed: card security code]"),
        define("secret.card_cvv", "Card security codes"),
    ),
    "bank_account": SecretNames(
        define("removed.bank_account", "an account number"),
        define("hidden.bank_account", "[removed: account number]"),
        define("secret.bank_account", "Account numbers"),
    ),
    "banking_code": SecretNames(
        define("removed.banking_code", "a banking code"),
        define("hidden.banking_code", "[removed: banking code]"),
        define("secret.banking_code", "Banking codes"),
    ),
    "api_key": SecretNames(
        define("removed.api_key", "an access key"),
        define("hidden.api_key", "[removed: access key]"),
        define("secret.api_key", "Access keys"),
    ),
    "private_key": SecretNames(
        define("removed.private_key", "a private key"),
        define("hidden.private_key", "[removed: private key]"),
        define("secret.private_key", "Private keys"),
    ),
    "seed_phrase": SecretNames(
        define("removed.seed_phrase", "a recovery phrase"),
        define("hidden.seed_phrase", "[removed: recovery phrase]"),
        define("secret.seed_phrase", "Recovery phrases"),
    ),
    "removed": SecretNames(
        define("removed.other", "a secret"),
        define("hidden.removed", "[removed by staff]"),
        define("secret.removed", "Found and removed by staff"),
    ),
}
#: What stands for a text that was erased.
ERASED = define("hidden.erased", "[erased]")
define(
    "removed.sentence",
    "For your safety, we removed the following from your text before it was saved: "
    "{kinds}. The rest is as you wrote it.",
)
define("page.error_title", "Error: {title}")
define("page.skip", "Skip to content")
define("live.news", "There is something new here.")
define("live.show", "Show it")
define("page.errors", "Please check the following")
define("page.not_done", "This was not done")
define("page.language", "Language")
define("page.portal", "Customer portal")
define("page.what", "What this page is for")
define("page.next", "Your next step")
define("page.after", "What happens next")
define("page.optional", "optional")
define("page.powered", "This help desk runs on helpdesk_core. Installation {number}")
define("page.demo", "This is a demo: nothing leaves this machine.")
define("help.title", "Talk to our team")
define("help.text", "If anything is unclear, our team can help. Please have your reference ready, if you have one.")
define("help.call", "Call {phone}")
define("help.hours", "Open: {hours}")
define(
    "safety.text",
    "Please do not include passwords, PINs, one-time codes, banking codes or card "
    "numbers. We remove any that we recognise.",
)
define("error.lost.title", "This link does not work")
define(
    "error.lost.text",
    "It may be cut short, or replaced by a newer one. We can send you your private link again.",
)
define("error.not_found.title", "Page not found")
define("error.not_found.text", "This page does not exist, or you do not have access to it.")
define(
    "error.form_part",
    "A part of this form could not be read. What you typed is still here: please check it and send it again.",
)
define("error.old_form.title", "This form has expired")
define("error.old_form.text", "Please open the page again and resend the form. Nothing has been sent twice.")
define("error.failed.title", "Something went wrong on our side")
define(
    "error.failed.text",
    "Please try again in a few minutes, or call us. If you had just sent a form, check your request page first.",
)
define("error.not_staff.title", "This page is for staff")
define("error.not_staff.text", "Your account does not have staff access. Please ask your administrator.")
define("error.not_allowed.title", "You do not have the right to do this")
define(
    "error.not_allowed.text",
    "Your account may not do this, or may not do it any more. Nothing was saved. Please ask your administrator.",
)
define("error.ended.title", "Please prove once more who you are")
define(
    "error.ended.text",
    "You were signed out, or too much time went by. Nothing was sent. Open the page in another tab and come back here: "
    "your words are kept below, and can be sent then.",
)
define("error.too_large_form.title", "This is too much for one form")
define(
    "error.too_large_form.text",
    "Nothing was sent. Go back in your browser: your words are still there. Please send less at once.",
)
define("again.way", "Open the page in another tab")
define("again.back", "Back to what you typed")
define("again.send", "Send again")
define("again.words", "Your words")
define("error.typed", "What you typed")
define("error.way_on", "Go to the start page")
define("staff.desk", "Staff desk")
define("page.menu", "Menu")
define("help.phone", "Call")
define("menu.queue", "Queue")
define("menu.further", "Further views")
define("menu.desk", "Desk")
define("menu.own", "You")
#: What single keys do on the desk, as the sheet lists them.
KEYS = (
    (("/",), define("key.search", "search")),
    (("j", "k"), define("key.move", "next, previous row")),
    (("Enter",), define("key.open", "open the row")),
    (("x",), define("key.tick", "tick the row")),
    (("a",), define("key.take", "take it yourself")),
    (("r",), define("key.reply", "reply")),
    (("n",), define("key.note", "write a note")),
    (("g", "q"), define("key.queue", "go to the queue")),
    (("?",), define("key.sheet", "this list")),
)
define("staff.keys", "Keys")
define("staff.keys.close", "Close")
