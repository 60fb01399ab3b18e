"""What a rule answers: facts to store, or a reasoned no."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

import attrs

from .records import Record


class Effect(StrEnum):
    """The five guarded effects: a person decides each of them, for exactly one content."""

    PUBLISH = "publish"
    COMPLETE = "complete"
    APPROVE = "approve"
    BOOK = "book"
    PAY = "pay"


@attrs.frozen(kw_only=True)
class Change:
    """A fact, in the past tense, and the timeline's entry for it.

    ``action`` names it in the store for ever; ``effect`` says that it is guarded. Fields hold keys, codes and
    safe text, never raw input.
    """

    action: ClassVar[str] = ""
    effect: ClassVar[Effect | None] = None
    personal: ClassVar[bool] = False
    """Whether its payload tells something of the customer, to be erased with the rest."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.action:
            raise TypeError(f"{cls.__name__} needs an action")
        known = changes.setdefault(cls.action, cls)
        if known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two changes share the action {cls.action}")
        changes[cls.action] = cls  # attrs makes a second class where it adds slots

    def payload(self) -> dict[str, Any]:
        """The change's own fields as JSON values, for the timeline."""
        return {field.name: _plain(getattr(self, field.name)) for field in attrs.fields(type(self))}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


#: Every kind of change by its action.
changes: dict[str, type[Change]] = {}


@attrs.frozen(kw_only=True)
class Save:
    """One record to write: ``before`` is None for a new one."""

    after: Record
    before: Record | None = None


@attrs.frozen
class Refusal:
    """A reasoned no: a code and parameters, returned and never raised. The code is a message code too."""

    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


@attrs.frozen(kw_only=True)
class Verdict:
    """What a rule decided.

    ``changes`` go into the timeline of ``request`` (a `Save` of the service request, or None when nothing of one
    is touched); ``saves`` are the other records. With a ``refusal`` the saves are only what must be remembered,
    a wrong code for instance. ``result`` becomes the receipt.
    """

    changes: tuple[Change, ...] = ()
    request: Save | None = None
    saves: tuple[Save, ...] = ()
    refusal: Refusal | None = None
    result: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Receipt:
    """The proof that a command was carried out; ``result`` names what it made, as JSON values."""

    result: Mapping[str, Any] = attrs.field(factory=dict)
    repeated: bool = False
    """True when the same idempotency key had been used: nothing was written again."""

    def __getitem__(self, name: str) -> Any:
        return self.result[name]
