"""The shop's orders, for its desk."""

from oscar.core.loading import get_model

from helpdesk_core import Settings
from helpdesk_core.adapters.django.people import DjangoCustomers
from helpdesk_core.ports import OrderRef

SETTINGS = Settings(languages=("en", "pl"), country_code="48")
Order = get_model("order", "Order")


class Shoppers(DjangoCustomers):
    """Oscar lets several accounts share an address, and a guest order has nothing but one."""

    def orders(self, id):
        return [order_ref(order) for order in Order.objects.filter(user_id=id).order_by("-date_placed")[:50]]

    def guest_orders(self, contact):
        mine = Order.objects.filter(user=None, guest_email__iexact=contact.value)
        return [order_ref(order) for order in mine.order_by("-date_placed")[:50]]


def order_ref(order):
    titles = ", ".join(order.lines.values_list("title", flat=True)[:3])
    return OrderRef(
        number=order.number, title=titles, placed_at=order.date_placed, url=f"/dashboard/orders/{order.number}/"
    )
