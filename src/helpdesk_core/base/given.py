"""What adapters are made with, looked at when they are made: a mistake names the argument, and never the value, which
may be secret."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from ..errors import ConfigurationError
from .asked import check_call, check_fields
from .kinds import kind_of

_P = ParamSpec("_P")
_R = TypeVar("_R")


def configures(call: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorator for what makes an adapter.

    Args:
        call: What is called; its annotations say what each argument is.

    Returns:
        The same, with a ConfigurationError that names the argument which is something else.
    """

    @wraps(call)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            check_call(call, args, kwargs)
        except TypeError as error:
            raise ConfigurationError(str(error)) from None
        return call(*args, **kwargs)

    return run


def check_made(made: object) -> None:
    """Look at what an adapter was made of, from its ``__attrs_post_init__``.

    Args:
        made: The adapter, of an attrs class.

    Raises:
        ConfigurationError: It names each field that is not what its annotation says.
    """
    try:
        check_fields(made)
    except TypeError as error:
        raise ConfigurationError(str(error)) from None


def check_given(owner: str, **given: tuple[bool, str, object]) -> None:
    """Look at arguments.

    Args:
        owner: What is made of them.
        **given: Of each argument whether it fits, what it is when it does, and itself.

    Raises:
        ConfigurationError: It names every argument that does not fit.
    """
    wrong = [f"{name} is {right}, not {_said(value)}" for name, (fits, right, value) in given.items() if not fits]
    if wrong:
        raise ConfigurationError(f"{owner}: {'; '.join(wrong)}")


def text(value: object) -> tuple[bool, str, object]:
    """A text in which something stands."""
    return isinstance(value, str) and bool(value.strip()), "a text that is not empty", value


def texts(value: object, right: str) -> tuple[bool, str, object]:
    """Several of them, none or more: a text alone is not one."""
    several = isinstance(value, Collection) and not isinstance(value, str | bytes)
    return several and all(text(one)[0] for one in value), right, value  # type: ignore[attr-defined]


def port(value: object) -> tuple[bool, str, object]:
    """The number of a port."""
    return type(value) is int and 0 < value < 65536, "a port, as a number from 1 to 65535", value


def seconds(value: object) -> tuple[bool, str, object]:
    """For how long to wait."""
    return type(value) in (int, float) and 0 < value < 86_400, "a number of seconds above 0", value  # type: ignore[operator]


def has(value: object, *names: str, right: str) -> tuple[bool, str, object]:
    """An object, and not its class, with these methods."""
    return not isinstance(value, type) and all(callable(getattr(value, name, None)) for name in names), right, value


def of_kind(value: object, kind: Any, right: str) -> tuple[bool, str, object]:
    """An object of a class."""
    return isinstance(value, kind), right, value


def _said(value: object) -> str:
    """Also what is wrong with a value of the right kind, without the value."""
    if isinstance(value, str) and not value.strip():
        return "an empty text"
    return "that one" if type(value) in (int, float) else kind_of(value)
