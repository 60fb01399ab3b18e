"""What admins see of the settings: what holds now, who changed what and when, and what a change would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.asked import Count
from ..base.changes import Refusal
from ..context import Context
from ..errors import FieldError, InputError
from ..ports.store import Reader
from ..settings import Settings
from ..settings.overlay import Difference, differences, plain_by_key, proposed
from ..settings.toml import to_toml
from ..viewing import view
from .model import LATEST_CHANGES, OF_KEY, SettingChange, settings_id
from .rules import EDIT, EXPORT, UNKNOWN, orphaned, read_changing, refuse_key

LEGAL = "legal."
"""What the codes of texts begin with whose every version may be read by anybody."""
_PAGE, _VERSIONS = 30, 100


@attrs.frozen(kw_only=True)
class SettingsView:
    """The settings that hold now.

    Attributes:
        settings: The snapshot; what is in ``settings.locked`` is fixed in code.
        values: The plain value of every key.
        seen: Key → number of its last change, to be sent back with a new value; 0 for any other.
        open_in: ``statuses`` and ``locations`` → id → how many open requests stand there.
    """

    settings: Settings
    values: Mapping[str, Any]
    seen: Mapping[str, int]
    open_in: Mapping[str, Mapping[str, int]]


@attrs.frozen(kw_only=True)
class SettingsHistory:
    """Changes, newest first, and where the next page goes on."""

    changes: tuple[SettingChange, ...]
    next: str | None


@attrs.frozen(kw_only=True)
class SettingsPreview:
    """What a change would do: what differs, every error, every other reason against it.

    Attributes:
        seen: Key → number of its last change, to be sent with the change; 0 for none.
    """

    differences: tuple[Difference, ...] = ()
    errors: tuple[FieldError, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    seen: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def possible(self) -> bool:
        """Whether it could be done now."""
        return not self.errors and not self.refusals


@attrs.frozen(kw_only=True)
class TextVersion:
    """One version of a legal text.

    Attributes:
        number: Of the change that made it, 0 for the program's own.
        since: When it came into force, None for the program's own.
        text: The shop's words, None where the program's own text held.
    """

    number: int
    since: datetime | None = None
    text: str | None = None


@view(actors=STAFF, right=EDIT)
def view_settings(reader: Reader, context: Context) -> SettingsView:
    """The settings that hold now.

    Returns:
        Their values, and what an edit has to know of them.
    """
    found = read_changing(reader, ("statuses", "locations"), context)
    return SettingsView(
        settings=context.settings,
        values=plain_by_key(context.settings),
        seen={key: row.number for key, row in found.recorded.latest.items()},
        open_in=found.in_use,
    )


@view(actors=STAFF, right=EXPORT)
def export_settings(reader: Reader, context: Context) -> str:
    """The settings that hold now, as one TOML file.

    Returns:
        The file's text.
    """
    return to_toml(context.settings)


@view(actors=STAFF, right=EDIT)
def view_settings_history(
    reader: Reader, context: Context, *, after: str | None = None, limit: Count = _PAGE
) -> SettingsHistory:
    """Who changed what, and when, newest first.

    Args:
        after: Where to go on: ``next`` of the page before.
        limit: Changes at most.

    Returns:
        A page of the history.
    """
    rows = reader.find(
        LATEST_CHANGES,
        {"settings": settings_id(context.tenant)},
        after=LATEST_CHANGES.decode_cursor(after),
        limit=limit + 1,
    )
    return SettingsHistory(changes=tuple(rows[:limit]), next=LATEST_CHANGES.next_page(rows, limit))


@view(actors=CUSTOMERS)
def view_text_versions(reader: Reader, context: Context, language: str, code: str) -> tuple[TextVersion, ...] | Refusal:
    """What a legal text of the shop has said, for whoever was bound by it.

    Args:
        language: The text's language.
        code: Its code, which begins with ``legal.``: no other text shows its history to customers.

    Returns:
        The versions, newest first, as far as they are kept; the last is the program's own.
    """
    if not code.startswith(LEGAL):
        return Refusal(UNKNOWN)
    key = f"wording.{language}.{code}"
    rows = reader.find(OF_KEY, {"settings": settings_id(context.tenant), "key": key}, limit=_VERSIONS)
    changed = (
        TextVersion(number=row.number, since=row.changed_at, text=None if row.after is None else row.after.plain)
        for row in rows
    )
    return (*changed, TextVersion(number=0))


@view(actors=STAFF, right=EDIT)
def preview_settings(reader: Reader, context: Context, values: Mapping[str, Any]) -> SettingsPreview:
    """What a change would do; nothing is saved.

    Args:
        values: The plain value of each key that would change; None goes back to what the code says.

    Returns:
        What would differ, and everything that is against it.
    """
    settings = context.settings
    try:
        after = proposed(settings.as_coded, settings, values)
    except InputError as error:
        return SettingsPreview(errors=error.errors)
    changed = differences(settings, after)
    found = read_changing(reader, (one.key for one in changed), context)
    locked = [refused for one in changed if (refused := refuse_key(settings, one.key))]
    return SettingsPreview(
        differences=changed,
        refusals=(*locked, *orphaned(settings, after, found.in_use)),
        seen={one.key: found.recorded.seen(one.key) for one in changed},
    )
