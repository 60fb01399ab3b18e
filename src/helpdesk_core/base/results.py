"""What comes of a command that was carried out."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self, TypeVar, dataclass_transform

import attrs

from .values import field_names, from_json, hints_of, leaf_types, to_json

_C = TypeVar("_C", bound=type)


class GrantToken(str):
    """A grant as text, for a cookie or a header. It is never stored: a command that returns one takes no key."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class Result:
    """Base of all results.

    ``removed`` names the kinds of secrets that redaction took out of the command's texts. ``repeated`` is True when the
    same idempotency key had been used before: this is the first answer, and nothing was written again. ``untold`` says,
    by a code of `helpdesk_core.reach`, why the customer is not told of what staff did; it is asked anew each time.
    """

    removed: tuple[str, ...] = ()
    repeated: bool = False
    untold: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as JSON data."""
        kind: Any = type(self)
        return {name: to_json(getattr(self, name)) for name in field_names(kind)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote, by this release or an earlier one.

        Args:
            data: JSON data; fields unknown to this release are left out.

        Returns:
            The result.
        """
        hints = hints_of(cls)
        return cls(**{name: from_json(hints[name], value) for name, value in data.items() if name in hints})


_ALLOWED = (str, int, bool, datetime, GrantToken)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def result(cls: _C) -> _C:
    """Class decorator for a result. Raises TypeError for a field that JSON could not give back as it was."""
    made: Any = attrs.frozen(kw_only=True)(cls)
    for name, hint in typing.get_type_hints(made).items():
        for leaf in leaf_types(hint):
            if leaf not in _ALLOWED:
                allowed = "a result holds str, int, bool, datetime and lists of them"
                raise TypeError(f"{cls.__name__}.{name}: {allowed}, not {leaf!r}")
    return typing.cast(_C, made)


def holds_grant(cls: type[Result]) -> bool:
    """Whether a result carries a grant."""
    return any(GrantToken in leaf_types(hint) for hint in hints_of(cls).values())
