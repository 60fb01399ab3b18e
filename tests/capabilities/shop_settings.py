"""Settings that admins edit."""

from __future__ import annotations

from itertools import count

from capabilities.scene import ADMINS, CUSTOMERS, Example, Go, Look, at_desk, by_command, row
from helpdesk_core import Admin
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.views import (
    export_settings,
    preview_settings,
    view_settings,
    view_settings_history,
    view_text_versions,
)
from shops import Visitor

EXAMPLES = by_command(
    Example(
        ChangeSettings,
        ADMINS,
        right="settings.edit",
        fields=lambda s: {"values": [{"key": "stuck_days", "value": Published.of(9), "seen": 0}]},
        stranger=None,
    )
)
KEPT = {"setting_changes.changed_by": "staff stand by what they did"}
CHANGES = {"setting_changed": row(ADMINS, ChangeSettings)}
VIEWS = {
    view_settings: Look(by=ADMINS, right="settings.edit", of_nobody=True),
    view_text_versions: Look(by=CUSTOMERS, ask=lambda s: (("en", "legal.terms"), {}), of_nobody=True),
    export_settings: Look(by=ADMINS, right="settings.export", of_nobody=True),
    view_settings_history: Look(by=ADMINS, right="settings.edit", of_nobody=True),
    preview_settings: Look(by=ADMINS, right="settings.edit", ask=lambda s: (({"phone": "112"},), {}), of_nobody=True),
}
_NUMBERS = count(1)


def _changed(path: str) -> Go:
    """A history with a change in it."""

    def go(visitor: Visitor) -> None:
        desk, ewa = visitor.shop.desk, Admin(id="ewa", name="Ewa Boss")
        found = desk.view(view_settings, ewa)
        value = Published.of([f"PL61 1090 1014 0000 0712 1981 {next(_NUMBERS):04}"])
        seen = found.seen.get("published_numbers", 0)  # type: ignore[union-attr]
        change = {"key": "published_numbers", "value": value, "seen": seen}
        desk.do(desk.read(ChangeSettings, {"values": [change]}), ewa)
        at_desk(path)(visitor)

    return go


def _wrong_zone(visitor: Visitor) -> None:
    at_desk("/staff/settings/shop")(visitor)
    visitor.send("/staff/settings/shop", time_zone="Mars", shop_name="Fix")


def _no_picture(visitor: Visitor) -> None:
    at_desk("/staff/settings/pictures")(visitor)
    visitor.send("/staff/settings/pictures/logo")


_GROUPS = ("shop", "legal", "statuses", "replies", "locations", "collecting", "numbers", "messages")
PAGES = {
    "staff_settings": {"nothing changed": at_desk("/staff/settings"), "changed": _changed("/staff/settings")},
    "staff_settings_history": {"some": _changed("/staff/settings/history")},
    "staff_settings_group": {**{name: at_desk(f"/staff/settings/{name}") for name in _GROUPS}, "errors": _wrong_zone},
    "staff_settings_pictures": {
        "none": at_desk("/staff/settings/pictures"),
        "errors": _no_picture,
    },
    "staff_settings_wording": {
        "empty": at_desk("/staff/settings/wording"),
        "found": at_desk("/staff/settings/wording?language=pl&q=kod"),
        "nothing": at_desk("/staff/settings/wording?q=zzz"),
    },
    "staff_settings_text": {
        "original": at_desk("/staff/settings/wording/pl/notice.closed.text"),
        "counted": at_desk("/staff/settings/wording/pl/tracked.turnaround"),
    },
}
