"""Changes of settings as lines that a person reads: of a list, only the entries that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from helpdesk_core.commands import Published
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import setting_of
from helpdesk_core.views import SettingChange


@attrs.frozen(kw_only=True)
class Shown:
    """One row of the history."""

    when: datetime
    who: str
    what: str
    detail: str
    """Of a text: its language and code."""
    before: tuple[str, ...]
    after: tuple[str, ...]


def shown_changes(changes: Iterable[SettingChange], t: Translator) -> list[Shown]:
    """The rows of the history."""
    return [_shown(change, t) for change in changes]


def _shown(change: SettingChange, t: Translator) -> Shown:
    name = setting_of(change.key) or change.key
    before, after = _value(change.before, t), _value(change.after, t)
    return Shown(
        when=change.changed_at,
        who=str(change.changed_by or ""),
        what=t(f"settings.{name}"),
        detail=change.key.partition(".")[2] if name == "wording" else "",
        before=_only(before, after, t),
        after=_only(after, before, t),
    )


def _only(these: list[str], those: list[str], t: Translator) -> tuple[str, ...]:
    return tuple(line for line in these if line not in those) or (t("settings.history.empty"),)


def _value(value: Published | None, t: Translator) -> list[str]:
    return [t("settings.history.coded")] if value is None else lines(value.plain, t)


def lines(plain: Any, t: Translator) -> list[str]:
    """A plain value, a line for each of its parts."""
    if isinstance(plain, list):
        return [_line(part, t) for part in plain]
    if isinstance(plain, Mapping) and "content" in plain:  # a picture
        return [f"{plain['width']} × {plain['height']}"] if plain["content"] else []
    if isinstance(plain, Mapping):
        return [f"{name}: {_line(part, t)}" for name, part in plain.items()]
    return [_line(plain, t)] if plain != "" else []


def _line(plain: Any, t: Translator) -> str:
    if isinstance(plain, bool):
        return t("settings.yes" if plain else "settings.no")
    if isinstance(plain, Mapping):
        return ", ".join(_parts(plain, t))
    if isinstance(plain, list):
        return " ".join(_line(part, t) for part in plain)
    return str(plain)


def _parts(table: Mapping[str, Any], t: Translator) -> Iterator[str]:
    """Of a table: what it says, its labels by language, and the flags that are set."""
    for name, value in table.items():
        if isinstance(value, bool):
            if value:
                yield t(f"settings.{name}") if name != "public" else t("settings.public")
        elif isinstance(value, Mapping):
            yield from (f"{language}: {text}" for language, text in value.items())
        else:
            yield _line(value, t)
