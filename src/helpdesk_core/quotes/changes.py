"""What happens to quotes, and whom it tells. A notice says that there is something to read, never what or how much."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ..base.changes import NOBODY, Change, Effect
from ..base.messages import define
from ..base.notices import NOT_YOU, to_contact, to_customer, to_staff


@attrs.frozen(kw_only=True)
class QuotePrepared(Change):
    """Staff wrote a draft of a quote."""

    action: ClassVar[str] = "quote_prepared"
    label: ClassVar[str] = define("action.quote_prepared", "Quote prepared")
    by_staff = NOBODY
    by_customer = NOBODY
    quote: str
    digest: str


@attrs.frozen(kw_only=True)
class QuoteOffered(Change):
    """A person decided that the customer is shown this quote."""

    action: ClassVar[str] = "quote_offered"
    effect: ClassVar[Effect | None] = Effect.PUBLISH
    label: ClassVar[str] = define("action.quote_offered", "Quote offered to the customer")
    by_staff = (
        to_customer(
            "quote",
            "Request {reference}: a quote for you",
            "There is a quote for you to read. Looking at it starts nothing: you decide on the page.",
            covers=("status",),
        ),
    )
    by_customer = NOBODY
    quote: str
    number: int
    digest: str


@attrs.frozen(kw_only=True)
class QuoteWithdrawn(Change):
    """Staff took back the quote that stood; ``message`` on the thread says why."""

    action: ClassVar[str] = "quote_withdrawn"
    label: ClassVar[str] = define("action.quote_withdrawn", "Quote withdrawn")
    by_staff = (
        to_customer(
            "quote_withdrawn",
            "Request {reference}: quote withdrawn",
            "We withdrew the quote: it can no longer be approved. Our message says why.",
            covers=("reply", "status"),
            carries_text=True,
        ),
    )
    by_customer = NOBODY
    quote: str
    message: str


@attrs.frozen(kw_only=True)
class QuoteApproved(Change):
    """The customer approved a quote as chosen. ``digest`` is the answer's."""

    action: ClassVar[str] = "quote_approved"
    effect: ClassVar[Effect | None] = Effect.APPROVE
    label: ClassVar[str] = define("action.quote_approved", "Customer approved the quote")
    by_staff = NOBODY
    by_customer = (
        to_staff("quote_approved", "Request {reference}: quote approved", "The customer approved the quote."),
    )
    quote: str
    answer: str
    digest: str


@attrs.frozen(kw_only=True)
class QuoteDeclined(Change):
    """The customer did not approve a quote."""

    action: ClassVar[str] = "quote_declined"
    label: ClassVar[str] = define("action.quote_declined", "Customer did not approve the quote")
    by_staff = NOBODY
    by_customer = (
        to_staff(
            "quote_declined",
            "Request {reference}: quote not approved",
            "The customer did not approve the quote.",
            covers=("customer_replied",),
        ),
    )
    quote: str
    answer: str
    digest: str


@attrs.frozen(kw_only=True)
class QuoteAsked(Change):
    """The customer asked about a quote: ``message`` on the thread is about that version."""

    action: ClassVar[str] = "quote_asked"
    label: ClassVar[str] = define("action.quote_asked", "Question about the quote")
    by_staff = NOBODY
    by_customer = (
        to_staff(
            "quote_asked",
            "Request {reference}: a question about the quote",
            "The customer asks about the quote.",
            covers=("customer_replied",),
        ),
    )
    quote: str
    message: str


@attrs.frozen(kw_only=True)
class ApproverNamed(Change):
    """The customer named a person who may decide about this quote."""

    action: ClassVar[str] = "quote_approver_named"
    label: ClassVar[str] = define("action.quote_approver_named", "Customer named somebody to decide about the quote")
    by_staff = NOBODY
    by_customer = (
        to_contact(
            "quote_approver",
            "Request {reference}: you are asked to decide about a quote",
            "Our customer asks you to read a quote and to decide about it. Looking at it starts nothing.",
            NOT_YOU,
            link=define("notice.quote_link", "Read the quote here:"),
        ),
    )
    quote: str
    contact: str


@attrs.frozen(kw_only=True)
class ApproverRemoved(Change):
    """The customer does not let this person decide any more."""

    action: ClassVar[str] = "quote_approver_removed"
    label: ClassVar[str] = define("action.quote_approver_removed", "Customer decides about the quote alone again")
    by_staff = NOBODY
    by_customer = NOBODY
    quote: str
    contact: str


@attrs.frozen(kw_only=True)
class ApproverAnswered(Change):
    """The person whom the customer named decided: the customer is told."""

    action: ClassVar[str] = "quote_approver_answered"
    label: ClassVar[str] = define("action.quote_approver_answered", "The person whom the customer named decided")
    by_staff = NOBODY
    by_customer = (
        to_customer(
            "quote_approver_answered",
            "Request {reference}: the person you named decided",
            "The person you named decided about the quote. You can read it on the page.",
        ),
    )
    quote: str
    contact: str


@attrs.frozen(kw_only=True)
class LimitUsed(Change):
    """Staff went ahead within the limit that the customer had set: staff's own decision, no approval."""

    action: ClassVar[str] = "quote_limit_used"
    label: ClassVar[str] = define("action.quote_limit_used", "Went ahead within the customer's limit")
    by_staff = (
        to_customer(
            "quote_limit_used",
            "Request {reference}: we go ahead",
            "We go ahead, since the price is within the limit you gave us. You can read the quote on the page.",
        ),
    )
    by_customer = NOBODY
    quote: str
    use: str
    digest: str


@attrs.frozen(kw_only=True)
class QuoteExpired(Change):
    """The last day passed without an answer."""

    action: ClassVar[str] = "quote_expired"
    label: ClassVar[str] = define("action.quote_expired", "Quote ran out without an answer")
    by_staff = NOBODY
    by_customer = NOBODY
    by_automation = (
        to_staff(
            "quote_expired",
            "Request {reference}: quote ran out",
            "A quote ran out without an answer. Nothing was decided.",
        ),
    )
    quote: str
