"""The settings as they are for one command or view: code's, with what admins changed laid over them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from math import inf
from time import monotonic
from typing import Any, Generic, TypeVar

import attrs

from ..ports.store import Along, Reader
from ..settings import Settings
from ..settings.overlay import effective
from ..timeline.audit import scan
from .model import CHANGES, HEAD, SettingChange, settings_id

_log = logging.getLogger("helpdesk_core.settings")
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Recorded:
    """What the store holds: the newest change of each key."""

    latest: Mapping[str, SettingChange]

    @property
    def values(self) -> dict[str, Any]:
        """Plain values by key; None where somebody went back to the code's."""
        return {key: None if row.after is None else row.after.plain for key, row in self.latest.items()}

    def seen(self, key: str) -> int:
        """The number of a key's last change, 0 where nobody ever set it."""
        return self.latest[key].number if key in self.latest else 0


def read_recorded(reader: Reader, tenant: str) -> Recorded:
    """Read every change that was ever made, and keep the newest of each key."""
    latest: dict[str, SettingChange] = {}
    for row in scan(reader, CHANGES, {"settings": settings_id(tenant)}):
        assert isinstance(row, SettingChange)
        latest[row.key] = row
    return Recorded(latest=latest)


class SettingsSource(Generic[T]):
    """Holds one snapshot, what ``build`` makes of its settings, and what else was read while it holds: all are replaced
    when the settings' history moved.

    Args:
        code: The settings that the host's code gives.
        tenant: The shop.
        build: What hangs on a snapshot, a redactor for instance.
    """

    def __init__(self, code: Settings, tenant: str, build: Callable[[Settings], T]) -> None:
        self._code, self._id, self._tenant, self._build = code, settings_id(tenant), tenant, build
        self._held: tuple[str, Settings, T, dict[str, Any]] = ("", code, build(code), {})
        self.along = Along(query=HEAD, id=self._id)
        """What a reader may read along for `now`."""
        self._looked_at = -inf

    @property
    def latest(self) -> tuple[Settings, T]:
        """The newest snapshot that this process knows, and what hangs on it, without a read."""
        return self._held[1:3]

    @property
    def age(self) -> float:
        """Seconds since this process last looked; infinite before the first time."""
        return monotonic() - self._looked_at

    def now(self, reader: Reader) -> tuple[Settings, T, dict[str, Any]]:
        """The snapshot that ``reader`` sees, and what hangs on it: one indexed read while nothing changed. What else is
        kept with it is of the same moment or later, since the head was read first."""
        rows = reader.find(HEAD, {"id": self._id}, limit=1)
        head, held = str(rows[0][0]) if rows else "", self._held
        if head != held[0]:
            settings = self._settings(reader) if head else self._code
            self._held = held = (head, settings, self._build(settings), {})
        self._looked_at = monotonic()
        return held[1:]

    def once(self, reader: Reader) -> Callable[[], tuple[Settings, T, dict[str, Any]]]:
        """What asks `now` when it is first called, and answers the same ever after: made for each command and view, so
        that it is no `cache`, which is dear to make."""
        found: tuple[Settings, T, dict[str, Any]] | None = None

        def look() -> tuple[Settings, T, dict[str, Any]]:
            nonlocal found
            if found is None:
                found = self.now(reader)
            return found

        return look

    def _settings(self, reader: Reader) -> Settings:
        made, unread = effective(self._code, read_recorded(reader, self._tenant).values)
        for key in unread:
            _log.error("the recorded setting %s cannot be used by this release; the code's holds", key)
        return made
