"""The editor of checklists among the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, StringField

from helpdesk_core import Settings
from helpdesk_core.settings import Moment

from ..forms import ShopText, Translate
from ..shop_settings.editors import Choice, Fields, Plain
from ..shop_settings.table import Table, label_cells, labels_from_cells, labels_to_cells


class Checklists(Table):
    """What staff look at on a device."""

    worded = ("labels", "items")

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, name, when it is worked, items in each language, the devices, and whether it is retired."""
        moments = [(one.value, t(one.label)) for one in Moment]
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t, "labels", "settings.checklist_name"),
            "moment": Choice(t("settings.checklist_moment"), moments, default=Moment.INTAKE.value),
            **label_cells(settings, t, "items", "settings.checklist_items", ShopText, render_kw={"rows": 6}),
            "devices": ShopText(t("settings.checklist_devices"), render_kw={"rows": 2}),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A checklist as cells."""
        cells = {name: plain[name] for name in ("id", "moment", "retired")} | {"devices": "\n".join(plain["devices"])}
        return cells | labels_to_cells(plain, settings) | labels_to_cells(plain, settings, "items")

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a checklist."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            "moment": cells.get("moment") or Moment.INTAKE.value,
            "items": labels_from_cells(cells, settings, "items"),
            "devices": [one.strip() for one in str(cells.get("devices") or "").splitlines() if one.strip()],
            "retired": cells.get("retired") == "yes",
        }
