"""Codes, links and proofs at the counter."""

from __future__ import annotations

import re

import journeys as j
from capabilities.scene import AUTOMATION, CUSTOMERS, STAFF, Example, of_request
from helpdesk_core.commands import ConfirmInPerson, EnterCode, RequestCode, SendCode, SendLink, SendLinkTo
from shops import Visitor

_BY_CODE = Example(
    command=EnterCode,
    by=CUSTOMERS,
    is_try=True,
    phase="unclaimed",
    fields=lambda s: {"link": s.link, "contact": j.EMAIL, "code": s.code},
    stranger=None,
)
EXAMPLES = {
    RequestCode: Example(
        command=RequestCode,
        by=CUSTOMERS,
        is_try=True,
        fields=lambda s: {"link": s.link, "contact": j.EMAIL},
        stranger=None,
    ),
    SendLink: Example(
        command=SendLink,
        by=CUSTOMERS,
        is_try=True,
        fields=lambda s: {"reference": s.made.reference, "contact": j.EMAIL},
        stranger=None,
    ),
    EnterCode: _BY_CODE,
    SendCode: Example(
        command=SendCode,
        by=AUTOMATION,
        phase="unclaimed",
        fields=lambda s: {"request": s.request, "contact": s.contact, "code": j.entry_code(s.desk, s.made).id},
        stranger=None,
    ),
    SendLinkTo: Example(
        command=SendLinkTo, by=AUTOMATION, fields=lambda s: {"request": s.request, "contact": s.contact}, stranger=None
    ),
    ConfirmInPerson: Example(
        command=ConfirmInPerson, by=STAFF, right="requests.confirm", phase="unclaimed", fields=of_request()
    ),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "code_sent":          ("no",  "no",  "no",  "no",  "yes"),
    "link_sent":          ("no",  "no",  "no",  "no",  "yes"),
    "contact_confirmed":  ("yes", "yes", "yes", "yes", "no"),
    "request_confirmed":  ("yes", "yes", "yes", "yes", "no"),
    "request_claimed":    ("yes", "no",  "no",  "no",  "no"),
}  # fmt: skip
TELLS = {
    "code_sent": ("", "", "contact"),
    "link_sent": ("", "", "contact"),
    "contact_confirmed": ("", "", ""),
    "request_confirmed": ("customer", "customer staff", ""),
    "request_claimed": ("", "", ""),
}
CAUSES = {
    "code_sent": (EXAMPLES[SendCode],),
    "link_sent": (EXAMPLES[SendLinkTo],),
    "contact_confirmed": (_BY_CODE, EXAMPLES[ConfirmInPerson]),
    "request_confirmed": (_BY_CODE, EXAMPLES[ConfirmInPerson]),
    "request_claimed": (_BY_CODE,),
}
UNATTESTED = {"entry_codes": "a counter of tries that lives for minutes: what a code proves is in the history"}


def at_the_door(visitor: Visitor, contact: str = "door@example.com") -> None:
    """A form is sent and its code is asked for."""
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start any more.", device="Dell XPS", urgency="soon")
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
