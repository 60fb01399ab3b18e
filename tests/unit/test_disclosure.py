"""What a customer can be shown is decided when the class is made."""

from __future__ import annotations

import inspect

import pytest

from helpdesk_core import Contact
from helpdesk_core.base.text import CustomerText, InternalNote
from helpdesk_core.base.values import piece
from helpdesk_core.conversations.model import Note
from helpdesk_core.customer_rooms import shown as views
from helpdesk_core.guardrails.disclosure import customer_view
from helpdesk_core.service_requests.model import ServiceRequest


@piece
class Remark:
    """A piece with a field that is the staff's."""

    words: InternalNote


@piece
class Nested:
    """A piece with the other one further down."""

    title: str
    remarks: tuple[Remark, ...]


FORBIDDEN = [
    *(InternalNote, Note, ServiceRequest, Contact, object, tuple[InternalNote, ...], InternalNote | None),
    *(Remark, Nested, tuple[Nested, ...], dict[str, Contact]),
]


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_a_customer_view_cannot_hold_what_is_not_theirs(forbidden: object) -> None:
    """R12: notes, records and full contacts are refused with the class's name, however deep."""
    with pytest.raises(TypeError, match="never shown"):
        customer_view(type("Careless", (), {"__annotations__": {"x": forbidden}}))


def test_every_class_customers_get_is_a_customer_view() -> None:
    """All classes of the customers' views, without exception; customer text is allowed."""
    classes = [one for _, one in inspect.getmembers(views, inspect.isclass) if one.__module__ == views.__name__]
    assert len(classes) >= 7
    assert all("__customer_view__" in vars(one) for one in classes)
    customer_view(
        type("Fine", (), {"__annotations__": {"x": CustomerText | None, "y": tuple[views.RequestSummary, ...]}})
    )
