"""Views of one request: asked for with its id, run with the request, and only for who may see it."""

from __future__ import annotations

import inspect
from typing import get_type_hints

import journeys as j
from helpdesk_core import Customer, Refusal
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.testing import make_desk
from helpdesk_core.views import preview_promise, view_version


def test_callers_give_an_id_and_get_the_view_or_a_refusal() -> None:
    """For reading as for running; what comes after the id stays as the function says it."""
    signature = inspect.signature(view_version)
    assert list(signature.parameters) == ["reader", "context", "request_id"]
    assert signature.parameters["request_id"].annotation is str
    assert get_type_hints(view_version)["return"] == int | Refusal
    assert "request" not in get_type_hints(view_version)
    assert list(inspect.signature(preview_promise).parameters)[2:4] == ["request_id", "kind"]
    assert view_version.__doc__


def test_a_request_of_somebody_else_is_none_at_all() -> None:
    """The same for one that there is and for one that there is not."""
    desk = make_desk()
    made = j.submit(desk, j.CUSTOMER)
    assert desk.show(view_version, j.CUSTOMER, made.request) == j.stored(desk, made).version
    assert desk.show(view_version, j.CUSTOMER, request_id=made.request) == j.stored(desk, made).version
    for viewer, id in ((Customer(id="c-2"), made.request), (j.CUSTOMER, "0" * 32)):
        assert desk.view(view_version, viewer, id) == NOT_FOUND
