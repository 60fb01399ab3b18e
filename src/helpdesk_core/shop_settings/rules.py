"""Changing settings: checked as a whole, one row and one entry in the history for each key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, items
from ..base.messages import define
from ..base.phases import Phase
from ..base.queries import Totals
from ..base.results import Result, result
from ..base.text import Published
from ..base.values import piece
from ..context import Context
from ..errors import InputError
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..settings import Settings
from ..settings.overlay import Difference, differences, proposed, setting_of
from ..subjects import SubjectPolicy, declare_subject
from .model import SettingChange, ShopSettings, settings_id
from .source import Recorded, read_recorded

EDIT = right("settings.edit", "See and change the shop's settings, also from a file.", admins=True)
EXPORT = right("settings.export", "Take out all of the shop's settings as one file.", admins=True)
UNKNOWN = define("settings.unknown", "There is no setting of this name.")
LOCKED = define("settings.locked", "This is fixed in the shop's own program and cannot be changed here.")
CHANGED = define("settings.changed", "Somebody else changed this in the meantime. Please look at what it is now.")
TWICE = define("settings.twice", "The same setting is changed twice at once.")
RETIRE_FIRST = define("settings.retire_first", "Please retire {name} before you remove it.")
IN_USE = define(
    "settings.in_use",
    "Open requests that stand in {name}: {count}. Retire it instead, and remove it when they have left.",
)
NO_SIGN_IN = Refusal(
    define(
        "settings.no_sign_in",
        "Customers cannot sign in here, so nobody could send a request. Please let them sign in first, by accounts of "
        "your own program or of this one.",
    ),
    kind=RefusalKind.CONFLICT,
)
PHASE_IN_USE = define(
    "settings.phase_in_use", "Open requests that stand in {name}: {count}. Its phase cannot change now."
)

_GROUPS = {
    "statuses": Totals(ServiceRequest, group_by=("status",), open_only=True),
    "locations": Totals(ServiceRequest, group_by=("location",), open_only=True),
}


@piece
class NewValue:
    """A key and its new value as JSON; None goes back to what the code says.

    Attributes:
        seen: The number of the key's last change that the editor saw, 0 for none.
    """

    key: OpaqueId
    value: Published | None = None
    seen: int


@result
class SettingsChanged(Result):
    """The keys that now have another value."""

    keys: tuple[str, ...]


@command
class ChangeSettings(Command[SettingsChanged]):
    """An admin changes one setting, or many at once: all of them or none.

    Args:
        values: The keys with their new values, each key once.
    """

    values: tuple[NewValue, ...] = items(1000, at_least=1)


class SettingChanged(Change, action="setting_changed", label="Setting changed", tells=NOBODY):
    """A setting has another value; ``row`` holds the old and the new one."""

    key: str
    row: str


@attrs.frozen(kw_only=True)
class Changing(Loaded):
    """What is recorded, and how many open requests stand in each status and location that could be lost."""

    head: ShopSettings | None
    recorded: Recorded
    in_use: Mapping[str, Mapping[str, int]]

    @property
    def subject(self) -> ShopSettings | None:
        """The settings, None before their first change."""
        return self.head


def load_settings(reader: Reader, command: ChangeSettings, context: Context) -> Changing:
    """What is recorded now."""
    return read_changing(reader, (value.key for value in command.values), context)


def read_changing(reader: Reader, keys: Iterable[str], context: Context) -> Changing:
    """What a change of these keys is decided from."""
    groups = {key: _GROUPS[key] for key in keys if key in _GROUPS}
    return Changing(
        head=reader.load(ShopSettings, settings_id(context.tenant)),
        recorded=read_recorded(reader, context.tenant),
        in_use={
            key: {str(row[0]): int(row[1] or 0) for row in reader.totals(totals, {})} for key, totals in groups.items()
        },
    )


@handles(ChangeSettings, actors=frozenset({ActorKind.AGENT, ActorKind.ADMIN}), load=load_settings, right=EDIT)
def change_settings(loaded: Changing, command: ChangeSettings, context: Context) -> Verdict[SettingsChanged]:
    """Nobody's change is overwritten unseen, nothing is set that does not work, no open request loses its place."""
    values = {str(value.key): None if value.value is None else value.value.plain for value in command.values}
    if len(values) < len(command.values):
        return refused(Refusal(TWICE, field="values"))
    for place, value in enumerate(command.values):
        if refusal := refuse_key(context.settings, str(value.key)):
            return refused(attrs.evolve(refusal, field=f"values.{place}.key"))
        if value.seen != loaded.recorded.seen(value.key):
            return refused(
                Refusal(CHANGED, {"key": str(value.key)}, field=f"values.{place}", kind=RefusalKind.CONFLICT)
            )
    try:
        after = proposed(context.settings.as_coded, context.settings, values)
    except InputError as error:
        first = error.errors[0]
        return refused(Refusal(first.code, first.params, field=".".join(first.path)))
    if refusal := needs_sign_in(after, context):
        return refused(refusal)
    if refusal := next(orphaned(context.settings, after, loaded.in_use), None):
        return refused(refusal)
    changed = {one.key: one for one in differences(context.settings, after)}
    for key in values:
        if values[key] is None and loaded.recorded.values.get(key) is not None:
            changed[key] = _reset(changed.get(key), key, loaded.recorded)
    return _written(loaded, tuple(changed.values()), context)


def _reset(found: Difference | None, key: str, recorded: Recorded) -> Difference:
    """Going back to the code's value is recorded as such, so that a later change in code holds."""
    before = recorded.values[key] if found is None else found.before
    return Difference(key=key, before=before, after=None)


def refuse_key(settings: Settings, key: str) -> Refusal | None:
    """A refusal for what is no key, or is locked in code."""
    name = setting_of(key)
    if name is None:
        return Refusal(UNKNOWN)
    return Refusal(LOCKED, {"key": key}, kind=RefusalKind.FORBIDDEN) if name in settings.locked else None


def needs_sign_in(settings: Settings, context: Context) -> Refusal | None:
    """A refusal for settings under which nobody could send a request: an account is asked for, and none can be had."""
    if settings.guests_can_book or settings.customer_accounts or context.directory.is_there:
        return None
    return attrs.evolve(
        NO_SIGN_IN, field="require_device_registration" if settings.allow_guest_booking else "allow_guest_booking"
    )


def orphaned(before: Settings, after: Settings, in_use: Mapping[str, Mapping[str, int]]) -> Iterator[Refusal]:
    """Refusals for statuses and locations that would vanish from under open requests, or change their phase.

    Only what is retired can be removed: nothing enters it any more, so that the count holds when this is saved.
    """
    for key, counts in in_use.items():
        kept: dict[str, Any] = {one.id: one for one in getattr(after, key)}
        for one in getattr(before, key):
            count, new = counts.get(one.id, 0), kept.get(one.id)
            params = {"name": before.label(one.labels, before.languages[0]) or one.id, "count": count}
            if new is None and one.id not in set(Phase):
                if count:
                    yield Refusal(IN_USE, params, field=key, kind=RefusalKind.CONFLICT)
                elif not one.retired:
                    yield Refusal(RETIRE_FIRST, {"name": params["name"]}, field=key, kind=RefusalKind.CONFLICT)
            elif new is not None and count and getattr(new, "phase", None) != getattr(one, "phase", None):
                yield Refusal(PHASE_IN_USE, params, field=key, kind=RefusalKind.CONFLICT)


def _written(loaded: Changing, changed: tuple[Difference, ...], context: Context) -> Verdict[SettingsChanged]:
    answer = SettingsChanged(keys=tuple(one.key for one in changed))
    if not changed:
        return Verdict(result=answer)
    head = loaded.head or ShopSettings(id=settings_id(context.tenant), tenant=context.tenant)
    number = head.version + 1 if loaded.head is not None else 1
    rows = tuple(
        context.make(
            SettingChange,
            settings=head.id,
            number=number,
            key=one.key,
            before=None if one.before is None else Published.of(one.before),
            after=None if one.after is None else Published.of(one.after),
            changed_at=context.now,
            changed_by=context.staff_name,
        )
        for one in changed
    )
    facts = tuple(SettingChanged(key=row.key, row=row.id) for row in rows)
    return Verdict(
        result=answer,
        touched=(Touch(before=loaded.head, after=head, changes=facts),),
        saves=tuple(Save(after=row) for row in rows),
    )


declare_subject(
    SubjectPolicy(
        record=ShopSettings,
        can_access=lambda settings, context: context.actor.kind in (ActorKind.AGENT, ActorKind.ADMIN),
    )
)
