"""Questions about a repair: opened by who is signed in, found from the repair."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import OpenTicket, SubmitRequest
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import ServiceRequest, view_own_tickets, view_request_tickets
from shops import Visitor

CUSTOMER = ("customer",)
SAID = {"text": "Will the memory stay as it is?"}
EXAMPLES = by_command(Example(OpenTicket, CUSTOMER, fields=of_request(**SAID)))
CHANGES = {
    "ticket_opened": row(CUSTOMER, OpenTicket, customer="customer staff"),
    "repair_asked_about": row(CUSTOMER, OpenTicket),
}


def asked(scene: Scene) -> Any:
    """Who is signed in asked something about the repair."""
    return j.do(scene.desk, OpenTicket, scene.actors["customer"], request=scene.request, **SAID)


def _then(ask: Any) -> Any:
    def made(scene: Scene) -> Any:
        asked(scene)
        return ask(scene)

    return made


VIEWS = {
    view_own_tickets: Look(by=CUSTOMER, ask=_then(lambda scene: ((), {})), of_nobody=True),
    view_request_tickets: Look(by=STAFF, right="requests.view", ask=_then(by_id), stranger=NOT_FOUND),
}


def _repair(visitor: Visitor, id: str = "7") -> str:
    """The room of a repair of who is signed in."""
    visitor.client.cookies.set("test_customer", id)
    desk = visitor.shop.desk
    words = {"problem": "p", "device": "Radio", "surname": "Nowak", "contact": "asks@example.com"}
    made = j.do(desk, SubmitRequest, j.Customer(id=id), **words)
    return f"/r/{j.link(desk, made)}"


def _asking(visitor: Visitor) -> None:
    visitor.open(f"{_repair(visitor)}/question")


def _nothing(visitor: Visitor) -> None:
    _asking(visitor)
    visitor.send("/question/files", text="")


def sent(visitor: Visitor) -> None:
    _asking(visitor)
    visitor.send("/question/files", **SAID)


def of_repair(visitor: Visitor) -> None:
    path = _repair(visitor)
    visitor.open(f"{path}/question")
    visitor.send("/question/files", **SAID)
    visitor.open(path)


def at_staff(visitor: Visitor) -> None:
    sent(visitor)
    found = visitor.shop.desk.keyring.read_link(str(visitor.page.url.path).rpartition("/")[2])
    assert found is not None
    with visitor.shop.desk.reading() as reader:
        ticket = reader.load(ServiceRequest, found[0])
    assert ticket is not None
    visitor.client.cookies.delete("test_customer")
    visitor.sign_in()
    visitor.open(f"/staff/requests/{ticket.reference.replace('-', '')}")


def _mine(visitor: Visitor, id: str) -> None:
    visitor.client.cookies.set("test_customer", id)
    visitor.open("/questions")


PAGES = {
    "room_ticket": {"empty": _asking, "errors": _nothing},
    "own_tickets": {
        "none": lambda visitor: _mine(visitor, "99"),
        "some": lambda visitor: (sent(visitor), _mine(visitor, "7"))[1],
    },
}
