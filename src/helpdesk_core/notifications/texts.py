"""The fixed words of every notice. A notice says who has news and where, never what is wrong with what."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..base.messages import Message, define


@attrs.frozen
class Template:
    """Codes of one notice: subject and lines; ``staff`` notices link to the desk, the others to the request's page."""

    subject: str
    lines: tuple[str, ...]
    staff: bool = False


_GREETING = define("notice.greeting", "Hello,")
_CLOSE = define("notice.close", "Kind regards, {shop}")
_LINK = define("notice.link", "Open your request here:")
_DESK_LINK = define("notice.desk_link", "Open it on the desk:")
_KEEP = define(
    "notice.keep",
    "Your reference is {reference}. Please keep it: with it and your surname you can check the status at any time.",
)
_CODE = define(
    "notice.code", "Your security code is {code}. It works once, within 10 minutes. We never ask for it on the phone."
)
_NOT_YOU = define(
    "notice.not_you", "Did you not ask for this? Then somebody mistyped an address, and you can ignore this message."
)
_NO_REPLY = define("notice.no_reply", "Please answer on the page of your request, so that everything stays together.")


def _customer(name: str, subject: str, line: str, *more: str) -> Template:
    return Template(
        define(f"notice.{name}.subject", subject),
        (_GREETING, define(f"notice.{name}.text", line), *more, _CLOSE, _LINK),
    )


def _staff(name: str, subject: str, line: str) -> Template:
    return Template(
        define(f"notice.{name}.subject", subject), (define(f"notice.{name}.text", line), _DESK_LINK), staff=True
    )


TEMPLATES: Mapping[str, Template] = {
    "received": _customer(
        "received",
        "Request {reference}: your code",
        "We have received a request with this address as its contact.",
        _CODE,
        _KEEP,
        _NOT_YOU,
    ),
    "code": _customer("code", "Request {reference}: your code", "Here is the code you asked for.", _CODE, _NOT_YOU),
    "link_again": _customer(
        "link_again", "Request {reference}: your link", "Here is the private link you asked for.", _NOT_YOU
    ),
    "confirmed": _customer(
        "confirmed",
        "Request {reference} is confirmed",
        "Your request is confirmed. A person will look at it and write to you. You do not need to do anything now.",
        _KEEP,
    ),
    "reply": _customer(
        "reply", "Request {reference}: a new message", "There is a new message for you about your request.", _NO_REPLY
    ),
    "status": _customer("status", "Request {reference}: a new status", "The status of your request has changed."),
    "outcome": _customer(
        "outcome",
        "Request {reference}: the outcome",
        "The outcome of your request is ready to read. Please tell us there whether the problem is solved.",
    ),
    "cancelled": _customer(
        "cancelled",
        "Request {reference} is cancelled",
        "Your request has been cancelled. If this is a mistake, you can reopen it.",
    ),
    "reopened": _customer(
        "reopened", "Request {reference} is open again", "Your request is open again, and a person looks at it."
    ),
    "closed": _customer(
        "closed",
        "Request {reference} is closed",
        "Your request is closed. If the problem comes back, you can reopen it.",
    ),
    "link": _customer(
        "link",
        "Request {reference}: a new link",
        "Here is a new private link to your request. Earlier links no longer work.",
    ),
    "new_request": _staff("new_request", "New request {reference}", "A new request was confirmed by its customer."),
    "confirm_in_person": _staff(
        "confirm_in_person",
        "Request {reference} waits for a call",
        "A new request came with a phone number only. Please call and confirm it in person.",
    ),
    "customer_replied": _staff(
        "customer_replied", "Request {reference}: the customer wrote", "There is a new message from the customer."
    ),
    "outcome_answered": _staff(
        "outcome_answered", "Request {reference}: an answer to the outcome", "The customer answered the outcome."
    ),
    "cancelled_by_customer": _staff(
        "cancelled_by_customer", "Request {reference} was cancelled", "The customer cancelled the request."
    ),
    "reopened_by_customer": _staff(
        "reopened_by_customer", "Request {reference} was reopened", "The customer reopened the request."
    ),
}


def notice_messages(
    template: str, *, reference: str, shop: str, code: str | None
) -> tuple[Message, tuple[Message, ...]]:
    """Subject and lines of a notice. Its only parameters are the reference, the shop's name and the code."""
    found = TEMPLATES[template]
    params = {"reference": reference, "shop": shop, "code": code or ""}

    def message(line: str) -> Message:
        return Message(line, params)

    return message(found.subject), tuple(message(line) for line in found.lines)
