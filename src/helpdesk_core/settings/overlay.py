"""What admins changed, laid over the settings that code gives.

A change is about one *key*: the name of a setting (``phone``), or one text of the shop's own wording
(``wording.pl.notice.closed.text``), so that two people who edit two texts do not meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..base.messages import definitions
from ..errors import FieldError
from ..i18n.wording import UNKNOWN_CODE
from .check import read_onto
from .model import KEYS, Settings
from .values import BAD, UNKNOWN, Errors, hints_of, read, to_plain

_WORDING = "wording."


@attrs.frozen(kw_only=True)
class Difference:
    """One key with its plain value before and after; None where it is as the code says (no text of the shop's own)."""

    key: str
    before: Any
    after: Any


def plain_by_key(settings: Settings) -> dict[str, Any]:
    """The plain value of every key; wording text by text."""
    plain = {key: to_plain(getattr(settings, key)) for key in KEYS if key != "wording"}
    for language, texts in settings.wording.items():
        plain |= {f"{_WORDING}{language}.{code}": to_plain(text) for code, text in texts.items()}
    return plain


def setting_of(key: str) -> str | None:
    """The name of the setting that a key belongs to; None for what is no key.

    Args:
        key: ``phone``, or ``wording.<language>.<code>`` for one text.

    Returns:
        The name.
    """
    name = "wording" if key.startswith(_WORDING) and len(key.split(".", 2)) == 3 else key
    return name if name in KEYS and key != "wording" else None


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """Every key whose value differs, in the order of the settings.

    Args:
        before: Settings.
        after: Others.

    Returns:
        One difference for each key.
    """
    old, new = plain_by_key(before), plain_by_key(after)
    keys = dict.fromkeys((*old, *new))
    return tuple(
        Difference(key=key, before=old.get(key), after=new.get(key)) for key in keys if old.get(key) != new.get(key)
    )


def proposed(code: Settings, now: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings ``now`` with other plain values by key; None goes back to what the ``code`` says.

    Args:
        code: The settings that code gave.
        now: The settings that hold.
        values: Plain values by key.

    Returns:
        The settings as they would be.

    Raises:
        InputError: with every error at once; a path begins with the setting's name.
    """
    errors: Errors = [FieldError(UNKNOWN, path=(key,)) for key in values if setting_of(key) is None]
    plain: dict[str, Any] = {}
    wording = {language: dict(texts) for language, texts in to_plain(now.wording).items()}
    for key, value in values.items():
        if (name := setting_of(key)) is None:
            continue
        if name != "wording":
            plain[key] = to_plain(getattr(code, key)) if value is None else value
            continue
        _, language, text = key.split(".", 2)
        own = code.wording.get(language, {}).get(text) if value is None else value
        if value is not None and text not in definitions:
            errors.append(FieldError(UNKNOWN_CODE, {"code": text}, ("wording", language, text)))
        wording.setdefault(language, {})[text] = own
    if any(key.startswith(_WORDING) for key in values):
        plain["wording"] = _without_none(wording)
    return read_onto(plain, now, errors)


def effective(code: Settings, values: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """The code's settings with what admins changed (plain values by key; None is the code's own), and the keys that
    this release cannot read any more: they are left out, so that an upgrade never closes a shop."""
    unread: list[str] = []
    changed: dict[str, Any] = {}
    wording: dict[str, dict[str, Any]] = {language: dict(texts) for language, texts in code.wording.items()}
    for key, value in values.items():
        name = setting_of(key)
        if name in code.locked or value is None:
            continue
        made = BAD if name is None else _value(name, key, value)
        if made is BAD:
            unread.append(key)
        elif name == "wording":
            _, language, text = key.split(".", 2)
            wording.setdefault(language, {})[text] = made
        else:
            changed[key] = made
    return attrs.evolve(code, **changed, wording=wording, coded=code), tuple(unread)


def _value(name: str, key: str, value: Any) -> Any:
    hint = hints_of(Settings)[name]
    if name == "wording":
        made = read(hint, {"x": {"x": value}}, (key,), [])
        return made if made is BAD else made["x"]["x"]
    return read(hint, value, (key,), [])


def _without_none(wording: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    own = {
        language: {code: text for code, text in texts.items() if text is not None}
        for language, texts in wording.items()
    }
    return {language: texts for language, texts in own.items() if texts}
