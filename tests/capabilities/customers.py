"""A person with all of their requests."""

from __future__ import annotations

import re
import secrets

import journeys as j
from capabilities.scene import (
    ADMINS,
    PEOPLE,
    STAFF,
    Example,
    Go,
    Look,
    Scene,
    at_desk,
    by_command,
    by_reference,
    of_request,
    row,
)
from helpdesk_core.commands import AddContact, CorrectContact, CorrectName, PreferContact, TakeBackContact, TakeRequest
from helpdesk_core.views import export_customer, view_customer, view_customers, view_erasure, view_known_contact
from shops import Visitor


def _other_contact(scene: Scene) -> dict[str, str]:
    return {"request": scene.request, "contact": scene.contact, "to": "right@example.com", "in_person": "yes"}


def _mistyped(scene: Scene) -> dict[str, str]:
    """A contact that nobody has proved, beside one that is."""
    beside = f"typo-{secrets.token_hex(4)}@example.com"
    for contact, vouched in ((f"right-{secrets.token_hex(4)}@example.com", "yes"), (beside, "")):
        made = j.do(scene.desk, AddContact, j.ANNA, request=scene.request, contact=contact, in_person=vouched)
    return {"request": scene.request, "contact": made.contact}


EXAMPLES = by_command(
    Example(
        AddContact,
        PEOPLE,
        right="customers.correct",
        fields=lambda s: {"request": s.request, "contact": f"beside-{secrets.token_hex(4)}@example.com"},
    ),
    Example(
        PreferContact,
        PEOPLE,
        right="customers.correct",
        fields=lambda s: {"request": s.request, "contact": s.contact},
    ),
    Example(TakeBackContact, PEOPLE, right="customers.correct", fields=_mistyped),
    Example(CorrectContact, STAFF, right="customers.correct", fields=_other_contact),
    Example(
        CorrectName,
        STAFF,
        right="customers.correct",
        fields=of_request(surname="Kowalska-Nowak", given_name="Maria"),
    ),
)
CHANGES = {
    "contact_added": row(PEOPLE, AddContact),
    "contact_taken_back": row(PEOPLE, TakeBackContact),
    "contact_preferred": row(PEOPLE, PreferContact),
    "contact_ended": row(STAFF, CorrectContact),
    "contact_given": row(STAFF, CorrectContact),
    "name_corrected": row(STAFF, CorrectName),
}
VIEWS = {
    view_customers: Look(by=STAFF, right="requests.view", ask=lambda s: ((s.made.reference,), {})),
    view_customer: Look(by=STAFF, right="requests.view", ask=by_reference),
    export_customer: Look(by=ADMINS, right="customers.export", ask=by_reference),
    view_erasure: Look(by=ADMINS, right="requests.erase", ask=by_reference),
    view_known_contact: Look(by=STAFF, right="requests.view", ask=lambda s: ((j.EMAIL,), {})),
}


def _to_block(visitor: Visitor) -> None:
    """The page for a customer of one's own: a shop that many states share has nobody blocked."""
    words = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak"}
    contact = f"blocked-{secrets.token_hex(4)}@example.com"
    made = j.do(visitor.shop.desk, TakeRequest, j.ANNA, **words, contact=contact)
    at_desk(f"/staff/customers/{made.reference}/block")(visitor)


def _blocked(visitor: Visitor) -> None:
    _to_block(visitor)
    contact = visitor.page.text.split('name="contact"')[1].split('value="')[1].split('"')[0]
    visitor.send("/block", contact=contact, reason="spam")


def _unread(visitor: Visitor) -> None:
    at_desk("/staff/customers/{reference}/erase")(visitor)
    visitor.send("/erase")


def _errors(action: str) -> Go:
    def go(visitor: Visitor) -> None:
        at_desk("/staff/customers/{reference}/correct")(visitor)
        visitor.send(action)

    return go


def _reached(visitor: Visitor) -> None:
    visitor.open(visitor.request_help("reached@example.com") + "/contacts")


def _unread_contact(visitor: Visitor) -> None:
    _reached(visitor)
    visitor.send("/contacts", contact="?")


def _two_contacts(visitor: Visitor) -> None:
    room = visitor.request_help("two-ways@example.com")
    visitor.open(room + "/contacts")
    visitor.send("/contacts", contact="two-ways-work@example.com")
    visitor.send("/confirm", code=visitor.shop.code("two-ways-work@example.com"))


def _mistyped_contact(visitor: Visitor) -> None:
    room = visitor.request_help("mistyped@example.com")
    visitor.open(room + "/contacts")
    visitor.send("/contacts", contact="mistyped-wrong@example.com")
    visitor.open(room + "/contacts")
    visitor.open(re.findall(r'href="([^"]*instead_of=[^"#]*)', visitor.page.text)[0])


def _mistyped_for_staff(visitor: Visitor) -> None:
    at_desk("/staff/customers/{reference}/correct")(visitor)
    page = str(visitor.page.url)
    visitor.send("/contacts", contact="mistyped-at-the-desk@example.com")
    visitor.open(page)


PAGES = {
    "room_reached": {
        "one contact": _reached,
        "two contacts": _two_contacts,
        "one mistyped": _mistyped_contact,
        "errors": _unread_contact,
    },
    "staff_customers": {
        "latest": at_desk("/staff/customers"),
        "found": at_desk("/staff/customers?q=kow"),
        "nearly": at_desk("/staff/customers?q=kowalksa"),
        "nobody": at_desk("/staff/customers?q=zzz"),
    },
    "staff_customer": {"seeded": at_desk("/staff/customers/{reference}"), "blocked": _blocked},
    "staff_block": {"one contact": _to_block},
    "staff_erase": {
        "seeded": at_desk("/staff/customers/{reference}/erase"),
        "errors": _unread,
    },
    "staff_correct": {
        "one mistyped": _mistyped_for_staff,
        "seeded": at_desk("/staff/customers/{reference}/correct"),
        "errors of the name": _errors("/name"),
        "errors of the contact": _errors("/contact"),
    },
}
