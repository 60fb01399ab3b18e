"""The settings of a shop as records: the head of their history, and one row for each change ever made."""

from __future__ import annotations

from datetime import datetime

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, Subject, col, record
from ..base.text import Published, SafeText


@record("shop_settings", outside_ids=True)
class ShopSettings(Subject):
    """Heads the history of a shop's settings. The head of its chain moves with every change and is never the same
    twice, so that one small read tells whether a snapshot still holds."""


@record("setting_changes", indexes=(Index(("settings", "number", "id")),))
class SettingChange(Attested):
    """One key that somebody set. The newest row of a key is its value; the history vouches for all of them."""

    settings: str = col(references="shop_settings")
    number: int
    """The version of the settings that it made."""
    key: str
    before: Published | None
    after: Published | None
    """None: as the code says."""
    changed_at: datetime
    changed_by: SafeText | None = col(personal="staff")


HEAD = Query(ShopSettings, equals=("tenant", "id"), columns=("chain_head",))
CHANGES = Query(SettingChange, equals=("tenant", "settings"), order=("number", "id"))
OF_KEY = Query(SettingChange, equals=("tenant", "settings", "key"), order=("number", "id"), newest_first=True)
LATEST_CHANGES = Query(SettingChange, equals=("tenant", "settings"), order=("number", "id"), newest_first=True)


def settings_id(tenant: str) -> str:
    """The id of a shop's settings: one row for each tenant."""
    return outside_id(tenant, ShopSettings.record_type.name, tenant)
