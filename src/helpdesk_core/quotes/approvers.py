"""The customer names a person who may decide about one quote in their place, and can think better of it."""

from __future__ import annotations

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Refusal, Save, Verdict, refused
from ..base.commands import command
from ..base.contacts import Contact
from ..base.messages import define
from ..base.results import Result
from ..contacts.limits import Counter, Limit, count, mails_to
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from .answers import answerable
from .changes import ApproverNamed, ApproverRemoved
from .model import QuoteApprover
from .versions import QuoteCommand, QuotesOf, load_quotes

NAMED = Limit("quote_approvers", 6)
"""Approvers of one request."""
NO_CODE_THERE = Refusal(
    define("refusal.quote_no_code_there", "We cannot send a code there. Please give another contact."), field="contact"
)


@command
class NameApprover(QuoteCommand[Result]):
    """The customer names a person who may decide about this quote, in place of one named before.

    Args:
        contact: Where the person is told, and proves by a code who they are.
    """

    contact: Contact


@command
class RemoveApprover(QuoteCommand[Result]):
    """The customer lets nobody else decide about this quote any more."""


@attrs.frozen(kw_only=True)
class Naming(Loaded):
    """The quotes, whom they are to be decided by, and how many people were named or written to within the hour."""

    quotes: QuotesOf
    contact: Contact
    counter: Counter

    @property
    def subject(self) -> ServiceRequest:
        """The request."""
        return self.quotes.request


def load_naming(reader: Reader, command: NameApprover, context: Context) -> Naming | Refusal:
    """The quotes, with the limits of messages that others cause."""
    quotes = load_quotes(reader, command, context)
    if isinstance(quotes, Refusal):
        return quotes
    contact = command.contact.at(context.settings.country_code_at(quotes.request.location))
    limits = {NAMED: command.request, **mails_to(contact, proved=False)}
    return Naming(quotes=quotes, contact=contact, counter=count(reader, context, limits))


@handles(NameApprover, actors=CUSTOMERS, load=load_naming)
def name_approver(loaded: Naming, command: NameApprover, context: Context) -> Verdict[Result]:
    """Saying who decides takes what deciding takes: an open quote and a fresh proof. Approvers name nobody."""
    quotes = loaded.quotes
    quote = answerable(quotes, quotes.named, context)
    if isinstance(quote, Refusal):
        return refused(quote)
    if full := loaded.counter.refusal:
        return refused(full)
    if loaded.contact.kind.value not in context.settings.code_channels:
        return refused(NO_CODE_THERE)
    approver = context.make(
        QuoteApprover,
        request=quote.request,
        quote=quote.id,
        contact_kind=loaded.contact.kind,
        contact=loaded.contact.value,
        named_at=context.now,
    )
    named = ApproverNamed(quote=quote.id, contact=approver.id)
    saves = (Save(after=approver), *_ended(quotes.approver_of(quote), context), *loaded.counter.one_more(context))
    return done(quotes.request, context, named, result=Result(), saves=saves)


@handles(RemoveApprover, actors=CUSTOMERS, load=load_quotes)
def remove_approver(loaded: QuotesOf, command: RemoveApprover, context: Context) -> Verdict[Result]:
    """Their link and code let them in no more; what they decided before stands."""
    quote = loaded.named
    approver = None if quote is None else loaded.approver_of(quote)
    if quote is None or approver is None:
        return Verdict(result=Result())
    removed = ApproverRemoved(quote=quote.id, contact=approver.id)
    return done(loaded.request, context, removed, result=Result(), saves=_ended(approver, context))


def _ended(approver: QuoteApprover | None, context: Context) -> tuple[Save, ...]:
    return () if approver is None else (Save(before=approver, after=approver.changed(ended_at=context.now)),)
