"""Codes, links and proofs at the counter."""

from __future__ import annotations

import re

import journeys as j
from capabilities.scene import ADMINS, AUTOMATION, CUSTOMERS, PEOPLE, STAFF, Example, Scene, by_command, of_request, row
from helpdesk_core.commands import (
    BlockContact,
    ConfirmInPerson,
    EnterCode,
    RequestCode,
    SendCode,
    SendLink,
    SendLinkTo,
    TakeRequest,
    UnblockContact,
)
from shops import Visitor

_BY_CODE = Example(
    EnterCode,
    CUSTOMERS,
    is_try=True,
    phase="unclaimed",
    fields=lambda s: {"link": s.link, "contact": j.EMAIL, "code": s.code},
    stranger=None,
)


def _of_its_own(scene: Scene) -> dict[str, str]:
    """A contact that no other example needs: nothing more is taken from it."""
    words = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak", "location": "here"}
    made = j.do(scene.desk, TakeRequest, j.BOSS, **words, contact=f"blocked-{scene.request[-8:]}@example.com")
    return {"request": made.request, "contact": made.contact}


def _blocked(scene: Scene) -> dict[str, str]:
    contact = _of_its_own(scene)
    j.do(scene.desk, BlockContact, j.BOSS, **contact, reason="spam")
    return contact


EXAMPLES = by_command(
    Example(
        BlockContact,
        ADMINS,
        right="contacts.block",
        fields=lambda s: {**_of_its_own(s), "reason": "spam"},
    ),
    Example(UnblockContact, ADMINS, right="contacts.block", fields=_blocked),
    Example(RequestCode, CUSTOMERS, is_try=True, fields=lambda s: {"link": s.link, "contact": j.EMAIL}, stranger=None),
    Example(
        SendLink,
        CUSTOMERS,
        is_try=True,
        fields=lambda s: {"reference": s.made.reference, "contact": j.EMAIL},
        stranger=None,
    ),
    _BY_CODE,
    Example(
        SendCode,
        AUTOMATION,
        phase="unclaimed",
        fields=lambda s: {"request": s.request, "contact": s.contact, "code": j.entry_code(s.desk, s.made).id},
        stranger=None,
    ),
    Example(SendLinkTo, AUTOMATION, fields=lambda s: {"request": s.request, "contact": s.contact}, stranger=None),
    Example(ConfirmInPerson, STAFF, right="requests.confirm", phase="unclaimed", fields=of_request()),
)
CHANGES = {
    "contact_blocked": row(ADMINS, BlockContact),
    "contact_unblocked": row(ADMINS, UnblockContact),
    "code_sent": row(AUTOMATION, SendCode, automation="contact"),
    "link_sent": row(AUTOMATION, SendLinkTo, automation="contact"),
    "contact_confirmed": row(PEOPLE, _BY_CODE, ConfirmInPerson),
    "request_confirmed": row(PEOPLE, _BY_CODE, ConfirmInPerson, staff="customer", customer="customer staff"),
    "request_claimed": row(("customer",), _BY_CODE),
}
KEPT = {"contact_blocks.changed_by": "staff stand by what they did"}
UNATTESTED = {"entry_codes": "a counter of tries that lives for minutes: what a code proves is in the history"}


def at_the_door(visitor: Visitor, contact: str = "door@example.com") -> None:
    """A form is sent and its code is asked for."""
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start any more.", device="Dell XPS", urgency="soon")
    visitor.open("/quick-help/contact")  # who is signed in may have a draft that is whole
    visitor.send("/quick-help/contact", surname="Axe", contact=contact)


def _wrong_code(visitor: Visitor) -> None:
    at_the_door(visitor)
    visitor.send("/confirm", code="000000")


def _again(visitor: Visitor) -> None:
    visitor.open(visitor.request_help("again@example.com") + "/verify?next=/track")


def _link_sent(visitor: Visitor) -> None:
    visitor.open("/track/link")
    visitor.send("/track/link", reference=visitor.shop.tracking[0], contact="nobody@example.com")


def _errors(visitor: Visitor) -> None:
    visitor.open("/track/link")
    visitor.send("/track/link")
    assert re.search(r'class="[^"]*errors', visitor.page.text)


PAGES = {
    "confirm": {
        "code": at_the_door,
        "wrong code": _wrong_code,
        "by phone": lambda visitor: at_the_door(visitor, "600 100 200"),
    },
    "verify": {"asked again": _again},
    "track_link": {"empty": lambda visitor: visitor.open("/track/link"), "errors": _errors, "sent": _link_sent},
}
