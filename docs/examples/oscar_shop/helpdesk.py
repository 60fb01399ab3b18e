"""The shop's orders, for its desk."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps

from helpdesk_core import Contact, Settings
from helpdesk_core.adapters.django.people import DjangoCustomers
from helpdesk_core.ports import OrderRef

SETTINGS = Settings(languages=("en", "pl"), country_code="48")
Order: Any = apps.get_model("order", "Order")


class Shoppers(DjangoCustomers):
    """Oscar lets several accounts share an address, and a guest order has nothing but one."""

    def orders(self, id: str) -> Sequence[OrderRef]:
        return [order_ref(order) for order in Order.objects.filter(user_id=id).order_by("-date_placed")[:50]]

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        mine = Order.objects.filter(user=None, guest_email__iexact=contact.value)
        return [order_ref(order) for order in mine.order_by("-date_placed")[:50]]


def order_ref(order: Any) -> OrderRef:
    titles = ", ".join(order.lines.values_list("title", flat=True)[:3])
    return OrderRef(
        number=order.number, title=titles, placed_at=order.date_placed, url=f"/dashboard/orders/{order.number}/"
    )
