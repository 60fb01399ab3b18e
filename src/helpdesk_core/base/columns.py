"""Columns of records: how a field is declared, and its codec between values and cells.

A cell is a str, an int or None: moments are UTC text, enums their value, money two cells, nested values JSON text.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any, Literal

import attrs

from .money import Money
from .terms import SearchedAs, Terms
from .text import ERASED, CustomerText, InternalNote, Published, SafeText, mark_safe
from .time import from_utc_text, utc_text
from .values import SAFE_TEXTS, canonical, from_json, is_piece, item_of, leaf_types, read_data

Cell = str | int | None
Row = tuple[Cell, ...]
Personal = bool | Literal["staff"]
_MARK = "helpdesk"
_ESCAPED = re.compile(r"\\[nrt]")


@attrs.frozen(kw_only=True)
class _Options:
    """What `col` says about a field."""

    references: str | None = None
    personal: Personal | None = None
    about: bool = False
    volatile: bool = False
    codes: bool = False
    key: Callable[[str], str] | None = None
    assigned: bool = False
    searchable: SearchedAs | None = None


def col(
    *,
    references: str | None = None,
    personal: Personal | None = None,
    default: Any = attrs.NOTHING,
    about: bool = False,
    volatile: bool = False,
    codes: bool = False,
    key: Callable[[str], str] | None = None,
    assigned: bool = False,
    searchable: SearchedAs | None = None,
) -> Any:
    """Declare a field of a record.

    Args:
        references: The record type whose id it holds, as a foreign key.
        personal: True for what tells something of the customer and is erased with them, "staff" for a member of staff's
            name, which stays with what they did, False for neither. Texts and free mappings must say one of them.
        default: Value when none is given.
        about: It holds the id of the subject that the record is about; a reference to a subject says so by itself.
        volatile: A counter or a lease that the history does not vouch for.
        codes: A mapping that holds codes and ids only, never words.
        key: Makes the field's search key, a column ``<name>_key`` that always follows the text and is erased with it.
        assigned: The store gives the value, in the order of commits.
        searchable: How staff find the subject by it: as a person's name ("name"), by any part of it ("part"), by its
            words ("words"), or by both ("device"). The search's index follows it, and is emptied with it.
    """
    options = _Options(
        references=references,
        personal=personal,
        about=about,
        volatile=volatile,
        codes=codes,
        key=key,
        assigned=assigned,
        searchable=searchable,
    )
    return attrs.field(default=default, metadata={_MARK: options})


@attrs.frozen
class Index:
    """An index that serves a query.

    Args:
        columns: Its columns in order. Rows in which a nullable one is empty are left out: queries compare with values.
        unique: No two rows have the same cells there.
        where: Only rows of which this holds, as cells: a query with the same ``where`` uses the index.
        open_only: Short for ``where={"closed_at": None}``: as small as the backlog.
    """

    columns: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, Cell] = attrs.field(factory=dict)
    open_only: bool = False

    @property
    def fixed(self) -> Mapping[str, Cell]:
        """The conditions on its rows."""
        return {**({"closed_at": None} if self.open_only else {}), **self.where}


@attrs.frozen(eq=False)
class Purge:
    """Rows that go by themselves, because nobody has to decide about them: what is used up, over, or empty.

    Args:
        after: The column with the moment from which days count.
        days: For how many days they stay.
        where: Only rows of which this holds, as cells.
    """

    after: str
    days: int
    where: Mapping[str, Cell] = attrs.field(factory=dict)


@attrs.frozen
class Guard:
    """A guarded state: unless ``state`` is one of ``free``, ``decided`` must name the decision that allowed it.

    With ``digest`` the decision is ``effect:id:digest`` of this very record; without, any decision of the effect.
    """

    effect: str
    state: str
    free: tuple[str, ...]
    digest: bool = True


@attrs.frozen(kw_only=True)
class Column:
    """One column of a record type."""

    name: str
    field: str
    """The record's field that the cell comes from: its own name, but for the second cell of money and search keys."""
    integer: bool = False
    nullable: bool = False
    encode: Callable[[Any], Cell] | None = None
    decode: Callable[[Any], Any] | None = None
    text: bool = False
    """Whether it holds words of people."""
    hint: Any = str
    references: str | None = None
    personal: Personal | None = None
    about: bool = False
    volatile: bool = False
    derived: bool = False
    """A search key: written from another field, never read back."""
    assigned: bool = False
    searchable: SearchedAs | None = None

    @property
    def is_indexed(self) -> bool:
        """Whether stores keep a full-text index of it: its cells are terms."""
        return self.hint is Terms

    @property
    def is_coded(self) -> bool:
        """Whether its cells are keys and codes of our own, never words."""
        if typing.get_origin(self.hint) in (dict, Mapping):
            return typing.get_args(self.hint)[1] is not SafeText
        return self.hint is str and not self.text and not self.derived


def columns_of(where: str, field: attrs.Attribute[Any], hint: Any, nullable: bool) -> list[Column]:
    """The columns of one field. Raises TypeError for a field that could hold words that did not pass redaction."""
    options: _Options = field.metadata.get(_MARK, _Options())
    shared: dict[str, Any] = {
        "field": field.name,
        "nullable": nullable,
        "hint": hint,
        "personal": options.personal,
        "volatile": options.volatile,
        "about": options.about,
    }
    if hint is Money:
        return [
            Column(name=field.name, integer=True, encode=lambda money: money.minor, **shared),
            Column(name=f"{field.name}_currency", encode=lambda money: money.currency, **shared),
        ]
    encode, decode, integer = _codec(where, hint, options)
    text = hint in SAFE_TEXTS or any(leaf in SAFE_TEXTS for leaf in (*_nested(hint), *typing.get_args(hint)))
    if (text or typing.get_origin(hint) in (dict, Mapping)) and options.personal is None:
        raise TypeError(f"{where}: say whether it is personal: col(personal=True, False or 'staff')")
    own = Column(
        name=field.name,
        integer=integer,
        encode=encode,
        decode=decode,
        text=text,
        references=options.references,
        assigned=options.assigned,
        searchable=options.searchable,
        **shared,
    )
    if (key := options.key) is None:
        return [own]
    searched = Column(
        name=f"{field.name}_key",
        encode=lambda value: None if str(value) == ERASED else key(str(value)),
        derived=True,
        **(shared | {"nullable": True}),
    )
    return [own, searched]


def _nested(hint: Any) -> tuple[Any, ...]:
    return tuple(leaf_types(hint)) if is_piece(hint) or item_of(hint) is not None else ()


_PLAIN: dict[Any, tuple[Callable[[Any], Cell] | None, Callable[[Any], Any] | None, bool]] = {
    str: (None, None, False),
    int: (None, None, True),
    bool: (int, bool, True),
    datetime: (utc_text, from_utc_text, False),
    date: (date.isoformat, date.fromisoformat, False),
    Published: (str, Published.stored, False),
    Terms: (str, Terms, False),
    SafeText: (str, mark_safe, False),
    CustomerText: (str, lambda cell: CustomerText(mark_safe(cell)), False),
    InternalNote: (str, lambda cell: InternalNote(mark_safe(cell)), False),
}
#: An enumeration's value, without the call that `value` is.
_value_of: Callable[[Any], Cell] = attrgetter("_value_")
_NESTED = (str, int, bool, datetime, date, Money, *SAFE_TEXTS)


def _codec(
    where: str, hint: Any, options: _Options
) -> tuple[Callable[[Any], Cell] | None, Callable[[Any], Any] | None, bool]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        by_value = {member.value: member for member in hint}
        return _value_of, by_value.__getitem__, False
    if typing.get_origin(hint) in (dict, Mapping):
        return _mapping(where, hint, options)
    if nested := _nested(hint):
        for leaf in nested:
            if leaf not in _NESTED and not (isinstance(leaf, type) and issubclass(leaf, Enum)):
                raise TypeError(f"{where}: a piece of a record cannot hold {leaf!r}")
        if item_of(hint) is str:
            return canonical, lambda cell: tuple(read_data(cell)), False
        return canonical, lambda cell: () if cell == "[]" else from_json(hint, read_data(cell)), False
    raise TypeError(f"{where}: a record cannot hold {hint!r}")


def _mapping(
    where: str, hint: Any, options: _Options
) -> tuple[Callable[[Any], Cell] | None, Callable[[Any], Any] | None, bool]:
    """A mapping of codes; or of answers and fields that a shop defines, which are always personal."""
    value = typing.get_args(hint)[1]
    if value is SafeText:
        if options.personal is not True:
            raise TypeError(f"{where}: values that a shop defines are always personal: col(personal=True)")
        return canonical, lambda cell: {name: mark_safe(text) for name, text in dict(read_data(cell)).items()}, False
    if not options.codes:
        raise TypeError(f"{where}: a mapping holds SafeText, or codes alone: col(codes=True)")
    return canonical, read_data, False


def holds_words(cell: Cell) -> bool:
    """Whether a cell that is for keys and codes holds words: text that came round redaction. JSON writes no space of
    its own, and a line break or a tab with a backslash."""
    if not isinstance(cell, str) or cell.isalnum():  # as ids and digests are, which most of these cells hold
        return False
    return len(cell.split()) > 1 or "\n" in cell or _ESCAPED.search(cell) is not None
