"""Devices that are ready and were not collected: reminded of, paused, let go on."""

from __future__ import annotations

import secrets
from typing import Any

import attrs

import journeys as j
from capabilities.scene import AUTOMATION, CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, PauseCollectReminders, RemindToCollect, ResumeCollectReminders
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_request_uncollected, view_uncollected
from shops import Visitor

RIGHT = "uncollected.pause"
TERMS: dict[str, Any] = {
    "collect_first_days": 7,
    "collect_second_days": 21,
    "storage_days": 30,
    "storage_terms": {"en": "PLN 2.00 for each day", "pl": "2,00 zł za każdy dzień"},
    "storage_terms_version": "1.03.2026",
}


def with_terms(settings: Any, **more: Any) -> Any:
    """A shop that reminds of what can be collected."""
    return attrs.evolve(settings, **{**TERMS, **more})


def _paused(scene: Scene) -> dict[str, Any]:
    j.do(scene.desk, PauseCollectReminders, j.ANNA, request=scene.request)
    return {"request": scene.request}


def _second(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "number": 2}


EXAMPLES = by_command(
    Example(RemindToCollect, AUTOMATION, fields=of_request(number=1), phase="ready"),
    Example(PauseCollectReminders, STAFF, right=RIGHT, fields=of_request(), phase="ready"),
    Example(ResumeCollectReminders, STAFF, right=RIGHT, fields=_paused, phase="ready"),
)
_SECOND = Example(RemindToCollect, AUTOMATION, fields=_second, phase="ready")
KEPT = {
    "uncollected.paused_by_name": "staff stand by what they paused",
}
CHANGES = {
    "collect_reminded": row(AUTOMATION, RemindToCollect, automation="customer"),
    "collect_reminded_again": row(AUTOMATION, _SECOND, automation="customer"),
    "collect_reminders_paused": row(STAFF, PauseCollectReminders),
    "collect_reminders_resumed": row(STAFF, ResumeCollectReminders),
}


def _seen(scene: Scene) -> Any:
    j.do(scene.desk, PauseCollectReminders, j.ANNA, request=scene.request)
    return by_id(scene)


VIEWS = {
    view_uncollected: Look(by=CUSTOMERS, ask=by_id, stranger=NOT_FOUND, phase="ready", of_nobody=True),
    view_request_uncollected: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND, phase="ready"),
}


def remind_in(desk: Any) -> None:
    """A shop that is open to the public reminds of what can be collected from now on."""
    if desk.settings.collect_first_days:
        return
    rows = tuple({"key": key, "value": Published.of(value), "seen": 0} for key, value in TERMS.items())
    j.do(desk, ChangeSettings, j.BOSS, values=rows)
    desk.refresh_settings()


def _reminded(visitor: Visitor) -> Any:
    """A request whose device is ready, and whose customer was reminded."""
    desk = visitor.shop.desk
    remind_in(desk)
    contact = f"waits-{secrets.token_hex(4)}@example.com"
    made, _ = j.in_phase(desk, "ready", j.Customer(id="7"), contact=contact)
    j.do(desk, RemindToCollect, j.BOT, request=made.request, number=1)
    return made


def at_staff(visitor: Visitor) -> None:
    """The request's page, as long as its device waits."""
    made = _reminded(visitor)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}")


def paused(visitor: Visitor) -> None:
    """The same after somebody paused reminders."""
    made = _reminded(visitor)
    j.do(visitor.shop.desk, PauseCollectReminders, j.ANNA, request=made.request)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}")


def in_the_queue(visitor: Visitor) -> None:
    """All that wait."""
    _reminded(visitor)
    visitor.sign_in()
    visitor.open("/staff?view=not_collected")


def in_the_room(visitor: Visitor) -> None:
    """What the customer was told."""
    made = _reminded(visitor)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open(f"/r/{j.link(visitor.shop.desk, made)}")
