"""The copy of an order, which the law wants customers to be able to keep (directive 2011/83/EU, article 8 (7)): what,
for how much, from whom, by when, and how to withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..base.messages import Message, define
from ..context import Context
from ..jobs import FurtherWay, enclosed, leads
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..settings import Settings
from .model import Quote, QuoteAnswer
from .pricing import Choice, price

LINE = define("notice.order.line", "{quantity} × {text}: {amount}")
LINE_OF_DEVICE = define("notice.order.line.device", "{number}. {device}: {quantity} × {text}: {amount}")
TOTAL = define("notice.order.total", "Total, tax included: {total}. You ordered with an obligation to pay, on {at}.")
FREE = define("notice.order.free", "It costs you nothing. You approved it on {at}.")
TIME = define("notice.order.time", "Usual time in working days: {fastest} to {slowest}.")
SELLER = define("notice.order.seller", "Your contract is with: {company}, {address}, {contact}")
START_NOW = define(
    "notice.order.start_now",
    "You asked us to begin before the time for withdrawal is over. If you withdraw, you pay for what was done until "
    "then; once all of it is done, you can no longer withdraw.",
)
NOT_NOW = define("notice.order.not_now", "You did not ask us to begin before the time for withdrawal is over.")
WITHDRAW = define(
    "notice.order.withdraw",
    "As a consumer you can withdraw from this contract without giving a reason: in time if you tell us in clear words, "
    "at the address above, by {day}. We then pay back what you paid, within {repaid} days and by the same "
    "means of payment.",
)
WITHDRAW_HERE = define(
    "notice.order.withdraw_here",
    "You can also do so on the page of your request, as long as the time runs: “Withdraw from the contract here”.",
)
WITHDRAW_LINK = define("notice.order.withdraw_link", "Withdraw from the contract here")


@enclosed("quote_ordered")
def copy_of_order(reader: Reader, answer_id: str, context: Context) -> Sequence[Message]:
    """The lines of the copy; none for what was erased since."""
    answer = reader.load(QuoteAnswer, answer_id)
    quote = None if answer is None else reader.load(Quote, answer.quote)
    request = None if answer is None else reader.load(ServiceRequest, answer.request)
    if answer is None or quote is None or request is None:
        return ()
    return tuple(_lines(answer, quote, request, context.settings))


@leads("quote_ordered")
def way_to_withdraw(reader: Reader, answer_id: str, context: Context) -> FurtherWay | None:
    """The function of withdrawing itself, where the copy speaks of it (directive 2011/83/EU, article 11a (1): it is
    prominently shown and easily accessible)."""
    answer = reader.load(QuoteAnswer, answer_id)
    if answer is None or context.settings.law_days("withdrawal", answer.answered_at) is None:
        return None
    return FurtherWay(page="withdrawal", words=Message(WITHDRAW_LINK))


def _lines(answer: QuoteAnswer, quote: Quote, request: ServiceRequest, settings: Settings) -> Iterator[Message]:
    priced = price(quote, Choice(options=answer.options, extras=answer.extras))
    for place in priced.places if priced else ():
        line = quote.lines[place]
        said = {"quantity": line.quantity, "text": line.text, "amount": line.amount}
        of_device = {"number": line.device_number, "device": line.device_name}
        yield Message(LINE, said) if line.device_name is None else Message(LINE_OF_DEVICE, said | of_device)
    if answer.total is not None:
        yield Message(TOTAL if answer.total.minor else FREE, {"total": answer.total, "at": answer.answered_at})
    location = settings.location(request.location)
    if location is not None and location.turnaround_days is not None:
        fastest, slowest = location.turnaround_days
        yield Message(TIME, {"fastest": fastest, "slowest": slowest})
    where = {"company": settings.company or settings.shop_name, "address": settings.address or settings.shop_name}
    yield Message(SELLER, {**where, "contact": settings.privacy_contact or settings.phone})
    days, repaid = (settings.law_days(clock, answer.answered_at) for clock in ("withdrawal", "repayment"))
    if days is not None:
        yield Message(START_NOW if answer.start_now else NOT_NOW)
        until = settings.law_last_day("withdrawal", answer.answered_at)
        yield Message(WITHDRAW, {"day": until, "repaid": repaid or days})
        yield Message(WITHDRAW_HERE)
