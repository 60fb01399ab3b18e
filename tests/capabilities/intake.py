"""How requests come in."""

from __future__ import annotations

from capabilities.dialogues import written_to
from capabilities.scene import ANYBODY, CUSTOMERS, STAFF, Example, Look, at_desk, by_command, opened, row
from helpdesk_core.commands import ImportRequest, SubmitRequest, TakeRequest
from helpdesk_core.views import view_own_details
from shops import Visitor

_WORDS = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak", "contact": "x@example.com"}
_ANSWERED = _WORDS | {
    "answers": [{"question": "colour", "text": "Red, with a scratch"}],
    "devices": [{"device": "A second one", "serial": "SN 7781"}],
}
EXAMPLES = by_command(
    Example(SubmitRequest, (*CUSTOMERS, "automation"), fields=lambda s: _ANSWERED, stranger=None),
    Example(TakeRequest, STAFF, right="requests.take", fields=lambda s: _ANSWERED, stranger=None),
    Example(
        ImportRequest,
        ("admin", "automation"),
        right="requests.import",
        fields=lambda s: _WORDS | {"source": "old", "source_id": "1", "source_status": "open"},
        stranger=None,
    ),
)
CHANGES = {
    "request_submitted": row(ANYBODY, SubmitRequest, TakeRequest),
    "request_imported": row(("admin", "automation"), ImportRequest),
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


def _at_summary(visitor: Visitor) -> None:
    _draft(visitor)
    visitor.reads_summary = True
    visitor.send("/quick-help/contact", surname="Axe", contact="axe-summary@example.com")


def _blocked_at_summary(visitor: Visitor) -> None:
    """The shop turned off the place that was chosen: the summary says so."""
    _at_summary(visitor)
    visitor.send("/quick-help/check", forged={"location": "gone"})


def _counter_errors(visitor: Visitor) -> None:
    at_desk("/staff/new")(visitor)
    visitor.send("/staff/new")


def _two_devices(visitor: Visitor) -> None:
    visitor.open("/quick-help")
    visitor.send("/quick-help", add="devices")
    visitor.send("/quick-help", problem="p", device="iPhone 13", **{"devices-0-serial": "DMPX1234"})


PAGES = {
    "start": {"new": opened("/"), "with draft": _with_draft, "in the tour": opened("/?tour=portal")},
    "quick_help": {
        "empty": opened("/quick-help"),
        "errors": _errors,
        "errors: a device more": _two_devices,
        "with a number": written_to,
    },
    "quick_help_contact": {"empty": _draft, "errors": _contact_errors},
    "quick_help_check": {"seen": _at_summary, "errors": _blocked_at_summary},
    "staff_new": {
        "empty": at_desk("/staff/new"),
        "of a customer": at_desk("/staff/new?customer={reference}"),
        "errors": _counter_errors,
    },
    "staff_slip": {"seeded": at_desk("/staff/requests/{reference}/slip")},
}
