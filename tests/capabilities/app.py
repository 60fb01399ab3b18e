"""Pages of the app that belong to no capability of the core."""

from __future__ import annotations

from capabilities.scene import opened
from shops import Visitor


def _wrong(visitor: Visitor) -> None:
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email="anna@example.com", password="no, not this one")


PAGES = {
    "language": {"chosen": opened("/language/pl")},
    "demo_mail": {"mails": opened("/demo/mail")},
    "staff_sign_in": {"empty": opened("/staff/sign-in"), "wrong": _wrong},
}
