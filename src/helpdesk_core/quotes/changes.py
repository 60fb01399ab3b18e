"""What happens to quotes, and whom it tells. A notice says that there is something to read, never what or how much."""

from __future__ import annotations

from ..base.changes import NOBODY, Change, Effect
from ..base.messages import define
from ..base.notices import NOT_YOU, to_contact, to_customer, to_staff


class QuotePrepared(Change, action="quote_prepared", label="Quote prepared", tells=NOBODY):
    """Staff wrote a draft of a quote."""

    quote: str
    digest: str


class QuoteOffered(
    Change,
    action="quote_offered",
    label="Quote offered to the customer",
    answers=True,
    effect=Effect.PUBLISH,
    by_staff=to_customer(
        "quote",
        "Request {reference}: a quote for you",
        "There is a quote for you to read. Looking at it starts nothing: you decide on the page.",
        covers=("status",),
    ),
):
    """A person decided that the customer is shown this quote."""

    quote: str
    number: int
    digest: str


class QuoteWithdrawn(
    Change,
    action="quote_withdrawn",
    label="Quote withdrawn",
    by_staff=to_customer(
        "quote_withdrawn",
        "Request {reference}: quote withdrawn",
        "We withdrew the quote: it can no longer be approved. Our message says why.",
        covers=("reply", "status"),
        carries_text=True,
    ),
):
    """Staff took back the quote that stood; ``message`` on the thread says why."""

    quote: str
    message: str


class QuoteApproved(
    Change,
    action="quote_approved",
    label="Customer approved the quote",
    opens="agreed_at",
    effect=Effect.APPROVE,
    by_customer=(
        to_staff("quote_approved", "Request {reference}: quote approved", "The customer approved the quote."),
        to_customer(
            "quote_ordered",
            "Request {reference}: your order",
            "This is a copy of your order. Please keep it.",
            encloses="answer",
            always=True,
        ),
    ),
):
    """The customer approved a quote as chosen. ``digest`` is the answer's."""

    quote: str
    answer: str
    digest: str


class QuoteDeclined(
    Change,
    action="quote_declined",
    label="Customer did not approve the quote",
    by_customer=to_staff(
        "quote_declined",
        "Request {reference}: quote not approved",
        "The customer did not approve the quote.",
        covers=("customer_replied",),
    ),
):
    """The customer did not approve a quote."""

    quote: str
    answer: str
    digest: str


class QuoteAsked(
    Change,
    action="quote_asked",
    label="Question about a quote",
    opens="quote_asked_at",
    by_customer=to_staff(
        "quote_asked",
        "Request {reference}: a question about a quote",
        "The customer asks about a quote.",
        covers=("customer_replied",),
    ),
):
    """The customer asked about a quote: ``message`` on the thread is about that version, or about prices where no
    version is named."""

    quote: str
    message: str


class ApproverNamed(
    Change,
    action="quote_approver_named",
    label="Customer named somebody to decide about the quote",
    by_customer=to_contact(
        "quote_approver",
        "Request {reference}: you are asked to decide about a quote",
        "Our customer asks you to read a quote and to decide about it. Looking at it starts nothing.",
        NOT_YOU,
        link=define("notice.quote_link", "Read the quote"),
    ),
):
    """The customer named a person who may decide about this quote."""

    quote: str
    contact: str


class ApproverRemoved(
    Change, action="quote_approver_removed", label="Customer decides about the quote alone again", tells=NOBODY
):
    """The customer does not let this person decide any more."""

    quote: str
    contact: str


class ApproverAnswered(
    Change,
    action="quote_approver_answered",
    label="The person whom the customer named decided",
    by_customer=to_customer(
        "quote_approver_answered",
        "Request {reference}: the person you named decided",
        "The person you named decided about the quote. You can read it on the page.",
    ),
):
    """The person whom the customer named decided: the customer is told."""

    quote: str
    contact: str


class LimitUsed(
    Change,
    action="quote_limit_used",
    label="Went ahead within the customer's limit",
    by_staff=to_customer(
        "quote_limit_used",
        "Request {reference}: we go ahead",
        "We go ahead, since the price is within the limit you gave us. You can read the quote on the page.",
    ),
):
    """Staff went ahead within the limit that the customer had set: staff's own decision, no approval."""

    quote: str
    use: str
    digest: str


class QuoteExpired(
    Change,
    action="quote_expired",
    label="Quote ran out without an answer",
    by_automation=to_staff(
        "quote_expired",
        "Request {reference}: quote ran out",
        "A quote ran out without an answer. Nothing was decided.",
    ),
):
    """The last day passed without an answer."""

    quote: str
