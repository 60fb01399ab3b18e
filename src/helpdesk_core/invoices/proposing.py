"""What a new draft of an invoice begins with: the lines of the quote that was approved."""

from __future__ import annotations

from ..base.money import Money
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..quotes.model import QuoteLine
from ..quotes.versions import quotes_of
from ..quotes.views import chosen_of
from ..service_requests.model import ServiceRequest
from .rules import LONGEST_LINE

_SHORTEST_NAME = 10


@staff_view
class ProposedLine:
    """A line for somebody to correct.

    Attributes:
        text: Where the quote's line is for one of several devices, behind that device's number and name: an invoice
            has no groups.
        quantity: Pieces, 1 to 999.
        tax_rate: In basis points: 2300 is 23 %.
    """

    text: str
    quantity: int
    unit_price: Money
    tax_rate: int


def of_quote(reader: Reader, request: ServiceRequest) -> tuple[ProposedLine, ...]:
    """The lines of the quote that was approved, as its customer chose.

    Args:
        reader: Where the quotes are.
        request: The request.

    Returns:
        The lines; none without such a quote.
    """
    quotes = quotes_of(reader, request)
    quote = quotes.current
    if quote is None or quote.id not in quotes.approved or (chosen := chosen_of(quotes, quote)) is None:
        return ()
    lines = (quote.lines[place] for place in chosen.places)
    return tuple(
        ProposedLine(text=_text(one), quantity=one.quantity, unit_price=one.unit_price, tax_rate=one.tax_rate)
        for one in lines
    )


def _text(line: QuoteLine) -> str:
    text, number = str(line.text), f"{line.device_number}. "
    left = LONGEST_LINE - len(f"{number}: {text}")
    if line.device_name is None or left < _SHORTEST_NAME:
        return text
    return f"{number}{line.device_name.beginning(left)}: {text}"
