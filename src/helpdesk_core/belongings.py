"""What belongs to an account and to no request. Each capability says how its own is found, and what is left of it when
the account goes: whoever erases one asks for all of it, and names none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from .base.changes import Save, Touch
from .context import Context
from .ports.store import Reader

_T = TypeVar("_T")


@attrs.frozen(kw_only=True)
class Gone:
    """What is written when belongings go.

    Attributes:
        touched: Subjects, with what happened to them.
        saves: Other rows.
    """

    touched: tuple[Touch, ...] = ()
    saves: tuple[Save, ...] = ()


_KINDS: list[tuple[Callable[[Reader, str], Any], Callable[[Any, Context], Gone]]] = []


def declare_belongings(find: Callable[[Reader, str], _T], leave: Callable[[_T, Context], Gone]) -> None:
    """Say what of a capability's belongs to accounts.

    Args:
        find: Reads what an account has, by its id.
        leave: Says what becomes of that; nothing in it may tell whose it was.
    """
    _KINDS.append((find, leave))


@attrs.frozen(kw_only=True)
class Belongings:
    """What an account has, of every kind."""

    found: tuple[tuple[Callable[[Any, Context], Gone], Any], ...]

    @classmethod
    def of(cls, reader: Reader, account: str) -> Belongings:
        """Read them.

        Args:
            reader: Where to read.
            account: The account's id.

        Returns:
            All of them.
        """
        return cls(found=tuple((leave, find(reader, account)) for find, leave in _KINDS))

    def gone(self, context: Context) -> Gone:
        """What is written when the account goes.

        Args:
            context: Who acts, and when.

        Returns:
            It.
        """
        several = [leave(one, context) for leave, one in self.found]
        return Gone(
            touched=tuple(touch for gone in several for touch in gone.touched),
            saves=tuple(save for gone in several for save in gone.saves),
        )
