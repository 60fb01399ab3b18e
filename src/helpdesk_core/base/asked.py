"""Calls that say which argument is wrong: what is annotated is looked at before anything is done with it."""

from __future__ import annotations

import inspect
import io
import re
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache, wraps
from typing import (
    Annotated,
    Any,
    BinaryIO,
    NoReturn,
    ParamSpec,
    TextIO,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from .kinds import kind_of

_P = ParamSpec("_P")
_R = TypeVar("_R")
_UNSTORABLE = re.compile("[\\0\ud800-\udfff]")
_SEVERAL = (list, tuple, set, frozenset)
_PLACED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_FREE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_RIGHT: Mapping[Any, str] = {
    None: "None",
    type(None): "None",
    str: "a text",
    bytes: "bytes",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    datetime: "a moment with its time zone (datetime.now(UTC))",
    Callable: "a function",
    TextIO: "a file opened for writing text",
    BinaryIO: "a file opened for reading bytes (io.BytesIO(content))",
}


@attrs.frozen
class Only:
    """What an annotation asks for beside the type: ``Annotated[int, Only(…)]``.

    Args:
        fits: Whether a value of the type is one.
        words: What it has to be.
    """

    fits: Callable[[Any], bool]
    words: str


def is_key(text: str) -> bool:
    """Whether a text can name something: 1 to 200 characters, no blanks, nothing that cannot be stored.

    Args:
        text: The text.

    Returns:
        Whether it can.
    """
    return 0 < len(text) <= 200 and len(text.split()) == 1 and text.isprintable() and text == text.strip()


Count = Annotated[int, Only(lambda number: 0 < number <= 1_000_000, "a whole number from 1 to 1,000,000")]
"""How many of something: none of it would ask for nothing, for ever."""
Text = Annotated[str, Only(lambda text: bool(text.strip()), "a text that is not empty")]
Port = Annotated[int, Only(lambda number: 0 < number < 65_536, "a port, as a number from 1 to 65535")]
Seconds = Annotated[float, Only(lambda number: 0 < number < 86_400, "a number of seconds above 0")]
Pixels = Annotated[int, Only(lambda number: 0 < number <= 10**9, "a whole number of pixels above 0")]
Days = Annotated[int, Only(lambda number: 0 < number <= 36_500, "a whole number of days from 1 to 36,500")]
Key = Annotated[str, Only(is_key, "a text of 1 to 200 characters without blanks")]
"""An id, or what tells one call from another."""


def says_mistakes(call: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorator for a function or a method that others call.

    Args:
        call: What is called; its annotations say what each argument is.

    Returns:
        The same, with a TypeError that names the argument which is something else. Of protocols it is asked whether the
        methods are there, of type variables nothing.
    """

    @wraps(call)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        check_call(call, args, kwargs)
        return call(*args, **kwargs)

    return run


def check_call(
    call: Callable[..., Any], args: tuple[Any, ...], given: Mapping[str, Any], *, is_lax: bool = False
) -> None:
    """Look at what something is called with.

    Args:
        call: What is called.
        args: Its positional arguments.
        given: Its arguments by name.
        is_lax: Whether None may stand for whatever is asked for.

    Raises:
        TypeError: It names each argument that is not what the annotation says.
    """
    asked = _asked(call, len(args), tuple(given))
    values = zip(asked, (*args, *given.values()), strict=True)
    if wrong := [(one, value) for one, value in values if not (one.is_met_by(value) or (is_lax and value is None))]:
        _say(_name(call), wrong)


def storable(given: Any) -> Any:
    """What somebody looks for, as far as it can stand in a store. No database takes a NUL or half a character, so that
    a text with one names nothing that is there: it is looked for with a mark in their places.

    Args:
        given: A text, or several; anything else is not looked at.

    Returns:
        The same.
    """
    if isinstance(given, str):
        return given if given.isascii() and "\0" not in given else _UNSTORABLE.sub("\ufffd", given)
    if type(given) in _SEVERAL:
        return type(given)(map(storable, given))
    return given


def check_fields(made: object) -> None:
    """Look at what a value was made of, from its ``__attrs_post_init__``.

    Args:
        made: The value, of an attrs class.

    Raises:
        TypeError: It names each field that is not what its annotation says.
    """
    kind: Any = type(made)
    values = [(one, getattr(made, one.name)) for one in _fields(kind)]
    if wrong := [(one, value) for one, value in values if not one.is_met_by(value)]:
        _say(kind.__name__, wrong)


#: One object wherever it is written: what most lists are that nobody gave.
_EMPTY: tuple[()] = ()


class _Asked:
    """What an argument or a field is asked to be. Nearly all are of a type that needs no second look."""

    __slots__ = ("_exact", "_may_be_empty", "_same", "hint", "name")

    def __init__(self, name: str, hint: Any) -> None:
        self.name, self.hint = name, hint
        self._exact, self._same = set(_exact(hint)), set[Any]()
        self._may_be_empty = fits(hint, ())

    def is_met_by(self, value: object) -> bool:
        """Whether a value is what is asked for, as `fits` says."""
        kind = type(value)
        if kind in self._exact or (value is _EMPTY and self._may_be_empty):
            return True
        if kind is type and value in self._same:
            return True
        if not fits(self.hint, value):
            return False
        if _is_for_all(self.hint, kind):
            self._exact.add(kind)
        elif kind is type:
            self._same.add(value)  # a class fits today as it did yesterday, and there are as many as somebody wrote
        return True


def _is_for_all(hint: Any, kind: type) -> bool:
    """Whether what holds of one value of a type holds of all: whatever a mapping may hold, and methods of a class."""
    if hint is Any or isinstance(hint, TypeVar):
        return True
    if get_origin(hint) is Mapping:
        return get_args(hint)[1] is Any
    return isinstance(hint, type) and _is_protocol(hint) and _class_has(hint, kind)


def _exact(hint: Any) -> Iterable[Any]:
    """The types whose own values fit, whatever they are."""
    if get_origin(hint) in (Union, types.UnionType):
        return [kind for one in get_args(hint) for kind in _exact(one)]
    return [] if hint is datetime or get_origin(hint) else [type(None) if hint is None else hint]


def _say(owner: str, wrong: Iterable[tuple[_Asked, Any]]) -> NoReturn:
    each = [f"{one.name} is {_right(one.hint)}, not {_said(one.hint, value)}" for one, value in wrong]
    raise TypeError(f"{owner}: {'; '.join(each)}")


def _said(hint: Any, value: object) -> str:
    """Of the right kind it is what is wrong with the value; a text may be a secret, and is never repeated."""
    if not fits(hint, value, is_kind=True):
        return said(value)
    if isinstance(value, str):
        return "this text" if value.strip() else "an empty text"
    return str(value) if abs(value) <= 1_000_000 else "that many"  # type: ignore[arg-type]


def said(value: object) -> str:
    """What a value is, for somebody who gave the wrong one: also what is in a list, and never the value itself.

    Args:
        value: Anything.

    Returns:
        Its kind, in words.
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        return "a datetime without one"
    if isinstance(value, _SEVERAL) and value:
        return f"{kind_of(value)} with {', '.join(sorted({kind_of(one) for one in value}))}"
    return kind_of(value)


def fits(hint: Any, value: object, *, is_kind: bool = False) -> bool:
    """Whether a value is what an annotation says, as far as that can be seen without using the value.

    Args:
        hint: The annotation.
        value: The value.
        is_kind: Whether it is enough that it is of the right kind.

    Returns:
        Whether it is.
    """
    if hint is Any or (type(value) is hint and hint is not datetime):
        return True
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if kind is Annotated:
        (kind, *only) = inner
        return fits(kind, value) and (is_kind or all(one.fits(value) for one in only))
    if kind in (Union, types.UnionType):
        return any(fits(one, value, is_kind=is_kind) for one in inner)
    if kind in (None, type(None)):
        return value is None
    if kind is BinaryIO or kind is TextIO:
        is_other = isinstance(value, type) or (kind is BinaryIO and isinstance(value, io.TextIOBase))
        return not is_other and callable(getattr(value, "read" if kind is BinaryIO else "write", None))
    if kind is type:
        return isinstance(value, type) and issubclass(value, _bound(inner))
    if kind is Callable:
        return callable(value)
    if not isinstance(kind, type):
        return True
    return _has_methods(kind, value) if _is_protocol(kind) else _is_one(kind, inner, value)


def _is_one(kind: type, inner: tuple[Any, ...], value: Any) -> bool:
    if kind is tuple and inner and inner[-1] is not Ellipsis:
        is_such = isinstance(value, tuple | list) and len(value) == len(inner)
        return is_such and all(map(fits, inner, value))
    if issubclass(kind, Mapping):
        return isinstance(value, Mapping) and (
            len(inner) < 2 or inner[1] is Any or all(fits(inner[1], one) for one in value.values())
        )
    if _is_list(kind):
        several = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
        looked_at = value if several and isinstance(value, Collection) else ()  # a generator is read once
        return several and all(fits(inner[0], one) for one in looked_at if inner)
    if issubclass(kind, str):  # a key, and what an enumeration calls something, is one as text too
        return isinstance(value, str) and (not issubclass(kind, Enum) or value in [one.value for one in kind])
    if kind is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    if kind is float:
        return type(value) in (int, float)
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _is_list(kind: Any) -> bool:
    return kind in _SEVERAL or (getattr(kind, "__module__", "") == "collections.abc" and kind is not Callable)


def _bound(inner: tuple[Any, ...]) -> type:
    bound = getattr(inner[0], "__bound__", inner[0]) if inner else object
    found = get_origin(bound) or bound
    return found if isinstance(found, type) else object


def _is_protocol(kind: type) -> bool:
    return getattr(kind, "_is_protocol", False) and kind.__module__ != "collections.abc"


def _has_methods(kind: type, value: object) -> bool:
    of: Any = type(value)
    return not isinstance(value, type) and (_class_has(kind, of) or _has_each(kind, value))


@lru_cache(maxsize=512)
def _class_has(kind: type, of: Any) -> bool:
    """Whether all objects of a class have a protocol's methods: every call of a desk asks that of its own parts."""
    return _has_each(kind, of)


def _has_each(kind: type, value: object) -> bool:
    protocols = [one for one in kind.__mro__ if _is_protocol(one)]
    names = [name for one in protocols for name, has in vars(one).items() if inspect.isfunction(has)]
    asked = [name for name in names if name == "__call__" or not name.startswith("_")]
    return all(callable(getattr(value, name, None)) for name in asked)


def _right(hint: Any) -> str:
    """What an annotation asks for, in words."""
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if kind is Annotated:
        return str(inner[1].words)
    if kind in (Union, types.UnionType):
        return _one_of(inner)
    if isinstance(kind, type) and issubclass(kind, str) and issubclass(kind, Enum):
        return f"one of {', '.join(one.value for one in kind)}"
    if kind in _RIGHT:
        return _RIGHT[kind]
    if isinstance(kind, type) and issubclass(kind, Mapping):
        return "a mapping of names and values"
    if _is_list(kind):
        parts = [_right(one) for one in inner if one is not Ellipsis]
        is_pair = kind is tuple and Ellipsis not in inner
        return f"({', '.join(parts)})" if is_pair else f"a list ({parts[0]} each)" if parts else "a list"
    if kind is type:
        return f"the class of a {_bound(inner).__name__}"
    if isinstance(kind, type) and issubclass(kind, str):
        return _RIGHT[str]
    name = getattr(kind, "__name__", "something else")
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _one_of(kinds: Sequence[Any]) -> str:
    if all(hasattr(one, "__attrs_attrs__") for one in kinds):
        return f"one of {', '.join(one.__name__ for one in kinds)}"
    return " or ".join(_right(one) for one in kinds)


def _name(call: Callable[..., Any]) -> str:
    return call.__qualname__.removesuffix(".__init__").rpartition(".")[2]


@lru_cache(maxsize=2048)
def _asked(call: Callable[..., Any], many: int, names: tuple[str, ...]) -> tuple[_Asked, ...]:
    """What each argument is of a call with so many positional ones and these names. Raises TypeError where it cannot be
    called so."""
    signature, hints = asked_of(call)
    try:
        signature.bind(*[None] * many, **dict.fromkeys(names))
    except TypeError as error:
        raise TypeError(f"{_name(call)}: {error}") from None
    placed = [one.name for one in signature.parameters.values() if one.kind in _PLACED]
    free = [one.name for one in signature.parameters.values() if one.kind in _FREE]  # of several, each is anything
    known = {name: hint for name, hint in hints.items() if name not in free}
    given = (*placed, *[""] * many)[:many]
    return tuple([_Asked(name, known.get(name, Any)) for name in (*given, *names)])


@cache
def asked_of(call: Callable[..., Any]) -> tuple[inspect.Signature, Mapping[str, Any]]:
    """How something is called, and what its arguments are; what it returns may be of a module that nobody needed yet.

    Args:
        call: What is called.

    Returns:
        Its signature, and the annotations of its arguments.
    """
    asked = {name: hint for name, hint in call.__annotations__.items() if name != "return"}
    arguments = types.SimpleNamespace(__annotations__=asked)
    return inspect.signature(call), get_type_hints(
        arguments, globalns=inspect.unwrap(call).__globals__, include_extras=True
    )


@cache
def _fields(kind: Any) -> tuple[_Asked, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_Asked(one.name, hints[one.name]) for one in kind.__attrs_attrs__)
