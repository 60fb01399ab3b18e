"""Words of the case file's pages, and of what a check of one says: code and English."""

from __future__ import annotations

from ..base.messages import define, define_plural

TITLE = define("case_file.title", "Case file {reference}")
LEAD = define(
    "case_file.lead",
    "Made on {at} by {shop}. Everything that the customer can see about this request stands here, and inside this "
    "file once more as data that programs can read and check.",
)
PAGE = define("case_file.page", "Page {page} of {pages}")
ENCLOSED = define("case_file.enclosed", "The data of this case file, signed")
REFERENCE = define("case_file.reference", "Reference")
CUSTOMER = define("case_file.customer", "Customer")
CONTACTS = define("case_file.contacts", "Contacts")
DEVICE = define("case_file.device", "Device, in the customer's words")
CHECKED = define("case_file.device_checked", "Device, as checked")
DEVICE_OF = define("case_file.device_of", "Device {number}")
SERIAL = define("case_file.serial", "serial number: {text}")
CONDITION = define("case_file.condition", "condition: {text}")
ACCESSORIES = define("case_file.accessories", "came along: {text}")
ORDER = define("case_file.order", "Order")
STATUS = define("case_file.status", "Status")
AGENT = define("case_file.agent", "Handled by")
PLACE = define("case_file.location", "Location")
RECEIVED = define("case_file.received", "Received")
SHOP = define("case_file.shop", "Shop")
ZONE = define("case_file.zone", "Times are of")
QUOTES = define("case_file.quotes", "Quotes and decisions")
QUOTE = define("case_file.quote", "Quote {number}: {standing}")
LINE = define("case_file.line", "What")
QUANTITY = define("case_file.quantity", "Pieces")
PRICE = {
    "gross": define("case_file.gross", "Price of one, with tax"),
    "net": define("case_file.net", "Price of one, without tax"),
}
TAX = define("case_file.tax", "Tax")
AMOUNT = define("case_file.amount", "Amount")
OPTION = define("case_file.option", "Option {letter}: {title}")
LINE_OPTION = define("case_file.line.option", "{text} (option {letter})")
LINE_DEVICE = define("case_file.line.device", "{number}. {device}: {text}")
LINE_EXTRA = define("case_file.line.extra", "{text} (only if wanted)")
TOTAL = define("case_file.total", "Total, with tax")
FROM_TO = define("case_file.from_to", "{least} to {most}, depending on the choice")
TAX_SHARE = define("case_file.tax_share", "of it tax, {rate}")
VALID = define("case_file.valid_until", "Valid until")
OFFERED = define("case_file.offered", "Offered")
PREPARED = define("case_file.prepared", "Prepared by")
CHOSEN = define("case_file.chosen", "Chosen")
OPTIONS_TAKEN = define("case_file.options_taken", "options {letters}")
WITHIN = define("case_file.within", "Within the limit")
WITHIN_TEXT = define(
    "case_file.within.text",
    "The shop went ahead for {total} on {at}, within the limit of {limit} that the customer had given.",
)
START_NOW = define("case_file.start_now", "Begin at once")
START_NOW_TEXT = define(
    "case_file.start_now.text", "The customer asked for the work to begin before the time for withdrawal is over."
)
APPROVED = define("case_file.approved", "Approved")
DECLINED = define("case_file.declined", "Not approved")
RECORDED = define("case_file.recorded", "Recorded")
DIGEST = define("case_file.digest", "Digest of what was decided")
PROMISES = define("case_file.promises", "Promises to the customer")
PROMISED = define("case_file.promised", "given by {who}, on {at}")
PROMISE_STANDS = define("case_file.promise_stands", "{standing}, on {at}")
OUTCOME = define("case_file.outcome", "Outcome: {result}")
ANSWER = define("case_file.answer", "The customer's answer")
SOLVED = define("case_file.solved", "Solved, on {at}")
NOT_SOLVED = define("case_file.not_solved", "Not solved, on {at}")
SIGNATURES = define("case_file.signatures", "Signed at the counter")
SIGNED = define("case_file.signed", "{how}, on {at}")
SIGNER = define("case_file.signer", "Name, typed")
SIGNED_TEXT = define("case_file.signed_text", "{code}, version {number}")
OWN_TEXT = define("case_file.own_text", "{code}, the program's own words")
DRAWING = define("case_file.drawing", "The signature as it was drawn")
ALL_READ = define("case_file.all_read", "Digest of all that was read before signing")
LENT_UNTIL = define("case_file.lent_until", "Lent until")
SIGNED_DEVICE = define("case_file.signed_device", "Device")
WITHDRAWALS = define("case_file.withdrawals", "Withdrawal from the contract")
WITHDRAWN = define("case_file.withdrawn", "{name} withdraws from the order of {at}")
WITHDRAWN_ANY = define("case_file.withdrawn_any", "{name} withdraws from the order")
REASON = define("case_file.withdrawal.reason", "Reason, in the customer's words")
WAY = define("case_file.withdrawal.how", "How it came")
DECLARED = define("case_file.withdrawal.declared", "Declared")
SENT_ON = define("case_file.withdrawal.sent", "Sent on")
RECEIVED_ON = define("case_file.withdrawal.received", "Came in on")
STANDING = define("case_file.withdrawal.standing", "How it stands to the time for it")
LAST_DAY = define("case_file.withdrawal.last_day", "The last day to withdraw")
REPAY_BY = define("case_file.withdrawal.repay_by", "The last day to pay back")
OWED = define("case_file.withdrawal.owed", "Owed for what was done until then")
RETURNED = define("case_file.withdrawal.returned", "To be paid back")
REPAID_AT = define("case_file.withdrawal.repaid", "Recorded as sent")
HAND_BACK = define("case_file.withdrawal.hand_back", "Device")
HAND_BACK_TEXT = define("case_file.withdrawal.hand_back.text", "The shop hands it back.")
ANSWERED = define("case_file.withdrawal.answered", "Answered")
NOT_ANSWERED = define("case_file.withdrawal.open", "Not answered yet")
FILES = define("case_file.files", "Photos and files")
FILE_ABOUT = define("case_file.file_about", "{type}, {size} bytes, from {who}, {at}")
HISTORY = define("case_file.history", "What happened")
HIDDEN = define_plural(
    "case_file.hidden",
    "{count} more entry is the shop's own work. It is not shown, and counted in the history's digest.",
    "{count} more entries are the shop's own work. They are not shown, and counted in the history's digest.",
)
WHO = {
    "customer": define("case_file.who.customer", "the customer"),
    "approver": define("case_file.who.approver", "the person whom the customer named"),
    "shop": define("case_file.who.shop", "the shop"),
    "machine": define("case_file.who.machine", "automatic"),
}
BY = define("case_file.by", "by {who}, on {at}")
BY_PROOF = define("case_file.by_proof", "by {who}, on {at}, {proof}")
PROOFS = {
    "staff": define("case_file.proof.staff", "signed in as staff"),
    "sign_in": define("case_file.proof.sign_in", "signed in to their account"),
    "code": define("case_file.proof.code", "with a code that was sent to them"),
    "provider": define("case_file.proof.provider", "on the payment provider's signed word"),
    "cash": define("case_file.proof.cash", "in cash"),
    "card_terminal": define("case_file.proof.card_terminal", "by card at the counter"),
    "bank_transfer": define("case_file.proof.bank_transfer", "by bank transfer"),
}
CODE_TO = define("case_file.proof.code_to", "with a code that was sent to {contact}")
CHECK = define("case_file.check", "How to check this file")
CHECK_TEXT = (
    define(
        "case_file.check.signed",
        "The shop signed the data and the pages with its key. A program checks that without the shop and without a "
        "network: helpdesk verify-file FILE --key KEY. One changed letter is found, on a page or in the data.",
    ),
    define(
        "case_file.check.saved_again",
        "Please keep the file as you got it. When a program opens it and saves it again, the data can still be "
        "checked, and the pages no longer.",
    ),
)
CHECK_KEYS = define("case_file.check.keys", "The shop publishes its key here: {address}")
KEY = define("case_file.check.key", "The shop's key")
DATA_DIGEST = define("case_file.check.digest", "Digest of the data (SHA-256)")
HEAD = define("case_file.check.head", "Head of the history, {number} entries")
KEY_IS = define("case_file.found.key", "It says that the key is {key}.")
BAD_SIGNATURE = define("case_file.found.signature", "The signature does not fit the data.")
VALUE = define("case_file.found.value", "Changed: {path}. It now says: {value}")
VALUE_GONE = define("case_file.found.gone", "Taken away: {path}.")
WHOLE = define("case_file.found.whole", "The order or the shape of the data was changed.")
WRITTEN_ANEW = define("case_file.found.anew", "The data were written anew, with the same values.")
HISTORY_BROKEN = define("case_file.found.history", "The history does not lead to its head: {path}.")
NOT_SEALED = define("case_file.found.not_sealed", "The pages are not byte for byte the shop's.")
PAGES_SAY = define("case_file.found.page", "Page {page} says “{now}” where the shop wrote “{before}”.")
PAGES_ADD = define("case_file.found.added", "Page {page} says “{now}”, which the shop did not write.")
PAGES_LACK = define("case_file.found.lacking", "Page {page} lacks “{before}”.")
PAGES_ALIKE = define(
    "case_file.found.alike",
    "The words on the pages are the shop's. Pictures and layout cannot be compared: rely on the data.",
)
PAGES_UNKNOWN = define("case_file.found.unknown", "The pages could not be compared with the data.")
ANCHORED = define("case_file.found.anchored", "The anchor knows this history.")
NOT_ANCHORED = define("case_file.found.not_anchored", "The anchor knows another history of this request.")
ANCHOR_SILENT = define(
    "case_file.found.anchor_silent", "The anchor says nothing about it: it was taken later, or elsewhere."
)
