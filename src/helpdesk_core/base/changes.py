"""The result of a rule: changes to store, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

import attrs

from .messages import define
from .notices import NOBODY, Audience, Notice
from .records import Record, RecordType, Row, Subject
from .results import Result
from .values import field_names, to_json

Told = Notice | tuple[Notice, ...]


class Effect(StrEnum):
    """The five guarded effects: a person decides each of them, for exactly one content."""

    PUBLISH = "publish"
    COMPLETE = "complete"
    APPROVE = "approve"
    BOOK = "book"
    PAY = "pay"


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Change:
    """A fact, in the past tense, and the timeline's entry for it. Its fields hold keys, codes and numbers, never words.

    A class says by arguments what it is; forgetting what staff read, or whom it tells, is a TypeError.

    Args:
        action: Its name in the store, permanently.
        label: What staff read of it, in English; the code is ``action.`` and the name.
        effect: The guarded effect that it records.
        is_spoken: Whether its words stand in the thread themselves, so that no line there has to tell of it.
        personal: Whether its payload tells something of the customer, to be erased with the rest.
        by_staff: The notice that goes out when staff did it, or several.
        by_customer: What goes out when a customer did it.
        by_automation: What goes out when a job, a channel or an importer did it.
        tells: ``NOBODY`` for a change that sends no notice.
        answers: Whether staff answer with it what the customer said: then nobody waits for them any more.
        opens: The column of its subject that says since when it waits for staff, empty for none.
    """

    action: ClassVar[str]
    label: ClassVar[str]
    """The message code."""
    effect: ClassVar[Effect | None]
    personal: ClassVar[bool]
    is_spoken: ClassVar[bool]
    by_staff: ClassVar[tuple[Notice, ...]]
    by_customer: ClassVar[tuple[Notice, ...]]
    by_automation: ClassVar[tuple[Notice, ...]]
    answers: ClassVar[bool]
    opens: ClassVar[str]

    def __init_subclass__(
        cls,
        *,
        action: str = "",
        label: str = "",
        effect: Effect | None = None,
        personal: bool = False,
        is_spoken: bool = False,
        by_staff: Told = NOBODY,
        by_customer: Told = NOBODY,
        by_automation: Told = NOBODY,
        tells: tuple[()] | None = None,
        answers: bool = False,
        opens: str = "",
    ) -> None:
        super().__init_subclass__()
        if not action or not label:
            raise TypeError(f"{cls.__name__} needs an action and a label for staff")
        if (tells is None) != bool(by_staff or by_customer or by_automation):
            raise TypeError(f"{cls.__name__} must say whom it tells: by_staff, by_customer, or tells=NOBODY")
        if action in changes:
            raise TypeError(f"two changes share the action {action}")
        cls.action, cls.effect, cls.personal = action, effect, personal
        cls.is_spoken, cls.answers, cls.opens = is_spoken, answers, opens
        cls.label = define(f"action.{action}", label)
        cls.by_staff, cls.by_customer, cls.by_automation = map(_several, (by_staff, by_customer, by_automation))
        changes[action] = attrs.frozen(kw_only=True, slots=False)(cls)  # the same class: without slots none is made

    @property
    def asks(self) -> bool:
        """Whether a customer who did it waits for an answer: so it is with all that staff are told of."""
        return any(notice.audience is Audience.STAFF for notice in self.by_customer)

    def payload(self) -> dict[str, Any]:
        """The change's own fields as JSON data, for the timeline."""
        kind: Any = type(self)
        return {name: to_json(getattr(self, name)) for name in field_names(kind)}


def _several(told: Told) -> tuple[Notice, ...]:
    return (told,) if isinstance(told, Notice) else told


_set = object.__setattr__
#: Every change class by its action.
changes: dict[str, type[Change]] = {}


@attrs.frozen(init=False, kw_only=True)
class Save:
    """One record to write: ``before`` is None for a new one.

    Attributes:
        row: The cells to write: encoded once, for what vouches for them, what checks them and what writes them.
        row_before: The cells to replace, None for a new record.
    """

    after: Record
    before: Record | None = None
    row: Row = attrs.field(eq=False, repr=False)
    row_before: Row | None = attrs.field(eq=False, repr=False)

    def __init__(self, *, after: Record, before: Record | None = None) -> None:
        # Written out: a command makes one for each row, and attrs would call another method for the cells.
        kind = after.record_type
        row = kind.encode(after)
        _set(self, "after", after)
        _set(self, "before", before)
        _set(self, "row", row)
        _set(self, "row_before", None if before is None else kind.encode_like(before, after, row))


@attrs.frozen(kw_only=True)
class Touch:
    """A subject that is written, with the changes that go into its history: at least one, and each subject once."""

    after: Subject
    before: Subject | None = None
    changes: tuple[Change, ...]


class RefusalKind(StrEnum):
    """Why a command was refused, as far as a caller must know; each has the HTTP status that fits."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    INVALID = "invalid"
    VERIFY = "verify"
    """The person must prove again who they are: by a code, or by signing in."""
    TOO_MANY = "too_many"


_STATUS = {
    RefusalKind.NOT_FOUND: 404,
    RefusalKind.FORBIDDEN: 403,
    RefusalKind.CONFLICT: 409,
    RefusalKind.INVALID: 422,
    RefusalKind.VERIFY: 401,
    RefusalKind.TOO_MANY: 429,
}


@attrs.frozen
class Refusal:
    """A refusal with its reason, returned by `Helpdesk.handle` and never raised by it.

    ``code`` is a message code and ``params`` are its parameters; ``field`` names the command's field that it is about.
    """

    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    field: str | None = attrs.field(default=None, kw_only=True)
    kind: RefusalKind = attrs.field(default=RefusalKind.INVALID, kw_only=True)

    @property
    def status_hint(self) -> int:
        """The HTTP status that fits."""
        return _STATUS[self.kind]


R_co = TypeVar("R_co", bound=Result, covariant=True)


@attrs.frozen(kw_only=True)
class SubjectKey:
    """Names a subject that was not loaded; whether there is one shows when the job is done."""

    record: type[Subject]
    id: str

    @property
    def record_type(self) -> RecordType:
        """Its type."""
        return self.record.record_type


@attrs.frozen(kw_only=True)
class Job:
    """Something to do after the commit: the name of a job rule, its subject, and keys for it.

    ``id`` is the outbox row's and the idempotency key of what the job does; ``due_in`` are seconds from now.
    """

    name: str
    subject: Subject | SubjectKey
    payload: Mapping[str, str] = attrs.field(factory=dict)
    lane: int | None = None
    id: str | None = None
    due_in: float = 0


@attrs.frozen(kw_only=True)
class Verdict(Generic[R_co]):
    """What a rule decided.

    Attributes:
        result: What the caller gets, of the class that the command names.
        touched: The subjects that are written, each with its changes; the gate orders them.
        saves: Rows without a history of their own.
        jobs: What is done after the commit besides the notices of the changes.
        refusal: Why it is refused; then ``saves`` are only what must be remembered, a wrong code for instance.
    """

    result: R_co | None = None
    touched: tuple[Touch, ...] = ()
    saves: tuple[Save, ...] = ()
    jobs: tuple[Job, ...] = ()
    refusal: Refusal | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, subject by subject."""
        return tuple(change for touch in self.touched for change in touch.changes)


def refused(refusal: Refusal, *saves: Save) -> Verdict[Any]:
    """A verdict that refuses, and remembers ``saves``."""
    return Verdict(refusal=refusal, saves=saves)


__all__ = [
    "NOBODY",
    "Change",
    "Effect",
    "Job",
    "Refusal",
    "RefusalKind",
    "Save",
    "Touch",
    "Verdict",
    "changes",
    "refused",
]
