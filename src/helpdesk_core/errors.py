"""Every error the library raises, in one small tree::

    HelpdeskError
    ├── InputError           what was typed or sent cannot be read (422); reports all validation errors together
    ├── ConfigurationError   the desk cannot start like this (500)
    ├── Refused              the rules refused, for callers of `Helpdesk.do`
    └── StoreError           the storage did not do what was asked (503)
        ├── ConcurrentUpdateError      another writer changed the record first
        ├── DuplicateRequestError         this idempotency key was used before
        └── LockTimeoutError        no write lock within the time allowed

A refusal by the rules is not an error: it is a ``Refusal``, which `Helpdesk.handle` returns. Callers that prefer
exceptions use `Helpdesk.do` and `Helpdesk.show`, which raise it as `Refused`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .base.changes import Refusal


class HelpdeskError(Exception):
    """Base of all errors here. ``code`` is stable, ``status_hint`` is the HTTP status that fits."""

    code: ClassVar[str] = "error"
    status_hint: ClassVar[int] = 500


class FieldError(Exception):
    """One thing that is wrong with one input.

    Args:
        code: A message code.
        params: Parameters of the message; never the input itself.
        path: The field, outermost first: ``("lines", "0", "quantity")``. Parsers leave it empty, and the reader of the
            field adds it.
    """

    def __init__(self, code: str, params: Mapping[str, object] | None = None, path: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})
        self.path = path

    def at(self, *path: str) -> FieldError:
        """Say where the error was found.

        Args:
            *path: What is put before the path.

        Returns:
            The same error with the longer path.
        """
        return FieldError(self.code, self.params, (*path, *self.path))


class InputError(HelpdeskError):
    """An input cannot be read.

    Args:
        errors: Every reason, each with its path.
    """

    code = "input"
    status_hint = 422

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(", ".join(f"{'.'.join(error.path)}: {error.code}" for error in errors))
        self.errors = errors


class ConfigurationError(HelpdeskError):
    """The desk refuses to start; the text says what to change."""

    code = "configuration"


class Refused(HelpdeskError):
    """A command or a view was refused. Raised by `Helpdesk.do` and `Helpdesk.show` alone.

    Args:
        refusal: Why.
    """

    code = "refused"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.status_hint = refusal.status_hint  # type: ignore[misc]


class StoreError(HelpdeskError):
    """The storage refused or broke a promise of its port."""

    code = "store"
    status_hint = 503


class ConcurrentUpdateError(StoreError):
    """A record was changed by another writer since it was read, or an id is taken already."""

    code = "version_lost"
    status_hint = 409


class DuplicateRequestError(StoreError):
    """The idempotency key was used before; nothing was written."""

    code = "key_taken"
    status_hint = 409


class LockTimeoutError(StoreError):
    """Other writers held the lock for longer than the time allowed. Trying again is safe."""

    code = "store_busy"
