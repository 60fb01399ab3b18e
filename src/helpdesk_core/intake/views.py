"""What the host already knows of a signed-in customer, so that it need not be typed again."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, Customer
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..viewing import view


@customer_view
class OrderView:
    """One of the customer's own orders."""

    number: str
    title: str
    placed_at: datetime | None


@customer_view
class OwnDetails:
    """Name, contacts and orders of the signed-in customer; all empty for a guest."""

    surname: str = ""
    given_name: str = ""
    contacts: tuple[str, ...] = ()
    language: str | None = None
    orders: tuple[OrderView, ...] = ()


@view(actors=CUSTOMERS)
def view_own_details(reader: Reader, context: Context) -> OwnDetails:
    """The viewer's own details at the host, never another person's."""
    actor = context.actor
    account = context.directory.account(actor.id) if isinstance(actor, Customer) else None
    if account is None:
        return OwnDetails()
    return OwnDetails(
        surname=account.surname,
        given_name=account.given_name,
        contacts=tuple(contact.value for contact in account.contacts),
        language=account.language,
        orders=tuple(
            OrderView(number=order.number, title=order.title, placed_at=order.placed_at)
            for order in context.directory.orders(account.id)
        ),
    )
