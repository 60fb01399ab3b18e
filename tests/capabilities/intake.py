"""How requests come in."""

from __future__ import annotations

from capabilities.scene import CUSTOMERS, STAFF, Example, Look, at_desk, opened
from helpdesk_core.commands import ImportRequest, SubmitRequest, TakeRequest
from helpdesk_core.views import view_own_details
from shops import Visitor

_WORDS = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak", "contact": "x@example.com"}
EXAMPLES = {
    SubmitRequest: Example(
        command=SubmitRequest, by=(*CUSTOMERS, "automation"), fields=lambda s: _WORDS, stranger=None
    ),
    TakeRequest: Example(command=TakeRequest, by=STAFF, right="requests.take", fields=lambda s: _WORDS, stranger=None),
    ImportRequest: Example(
        command=ImportRequest,
        by=("admin", "automation"),
        right="requests.import",
        fields=lambda s: _WORDS | {"source": "old", "source_id": "1", "source_status": "open"},
        stranger=None,
    ),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "request_submitted":  ("yes", "yes", "yes", "yes", "yes"),
    "request_imported":   ("no",  "no",  "no",  "yes", "yes"),
}  # fmt: skip
#: Who is told of a new request depends on its contact: the rule says so, with jobs of its own.
TELLS = {"request_submitted": ("", "", ""), "request_imported": ("", "", "")}
CAUSES = {
    "request_submitted": (EXAMPLES[SubmitRequest], EXAMPLES[TakeRequest]),
    "request_imported": (EXAMPLES[ImportRequest],),
}
VIEWS = {view_own_details: Look(by=CUSTOMERS)}


def _draft(visitor: Visitor) -> None:
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start any more.", device="Dell XPS", urgency="soon")


def _with_draft(visitor: Visitor) -> None:
    _draft(visitor)
    visitor.open("/")


def _errors(visitor: Visitor) -> None:
    visitor.open("/quick-help")
    visitor.send("/quick-help")


def _contact_errors(visitor: Visitor) -> None:
    _draft(visitor)
    visitor.send("/quick-help/contact")


def _counter_errors(visitor: Visitor) -> None:
    at_desk("/staff/new")(visitor)
    visitor.send("/staff/new")


PAGES = {
    "start": {"new": opened("/"), "with draft": _with_draft},
    "quick_help": {"empty": opened("/quick-help"), "errors": _errors},
    "quick_help_contact": {"empty": _draft, "errors": _contact_errors},
    "staff_new": {"empty": at_desk("/staff/new"), "errors": _counter_errors},
}
