"""Words of the search: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.search", "Search")
define("staff.search.title", "Search")
define(
    "staff.search.hint",
    "Any part of a reference, name, phone number, e-mail address, order number or device, or words of the conversation",
)
define("staff.search.none", "Nothing was found for “{words}”.")
define("staff.search.none.shorter", "One part is enough: a surname, or the last digits of a phone number.")
define("staff.search.none.fewer", "All words must be found: fewer words find more.")
define("staff.search.none.closed", "Closed and cancelled requests are searched too; what was erased is gone.")
define("staff.search.nearly", "No request has just these words. These are close to them:")
define("staff.search.more", "There are more. Another word narrows the search.")
define("staff.search.behind", "The index is being brought up to date: the latest requests may be missing.")
#: Where a text stands, by the record's type and column.
FIELDS = {
    "service_requests.reference": "staff.column.reference",
    "service_requests.surname": define("staff.search.surname", "Surname"),
    "service_requests.given_name": define("staff.search.given_name", "First name"),
    "service_requests.device": "staff.column.device",
    "service_requests.device_checked": define("staff.search.device_checked", "Device as checked"),
    "service_requests.order_number": define("staff.search.order", "Order"),
    "service_requests.serial": "room.serial",
    "service_requests.source_id": "staff.source_id",
    "request_devices.description": "staff.column.device",
    "request_devices.serial": "room.serial",
    "contact_points.contact": define("staff.search.contact", "Contact"),
    "messages.text": define("staff.search.message", "Message"),
    "notes.text": define("staff.search.note", "Internal note"),
    "outcomes.text": define("staff.search.outcome", "Outcome"),
    "question_answers.said": define("staff.search.answer", "Answer to a question"),
    "quote_approvers.contact": define("staff.search.approver", "Who decides about a quote"),
    "quotes.text": define("staff.search.quote", "Quote"),
    "quotes.lines": "staff.search.quote",
    "quotes.options": "staff.search.quote",
}
OTHER = define("staff.search.other", "Also")
