"""Public names say what they take, return and raise."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import typing
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

import attrs
import pytest
from test_public_names import MODULES

from helpdesk_core.base.commands import Command

APP = ["reference_app", "reference_app.host"]


def public_names() -> dict[str, Any]:
    """Every public class and function by its dotted home, once, with the methods of classes."""
    found: dict[str, Any] = {}
    for module_name in (*MODULES, "helpdesk_core.plugins.specs", *APP):
        module = import_module(module_name)
        names = getattr(module, "__all__", None) or [
            name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
        ]
        for name in names:
            value = getattr(module, name)
            if _is_ours(value) and not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value)):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return {name: one for home, value in found.items() for name, one in with_methods(home, value)}


def with_methods(home: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A name, and the public methods that a class has from our code, its bases included."""
    yield home, value
    for owner in value.__mro__ if inspect.isclass(value) else ():
        for name, member in vars(owner).items() if _is_ours(owner) else ():
            plain = getattr(member, "__func__", member)
            if not name.startswith(("_", "test_")) and inspect.isfunction(plain) and _is_ours(plain):
                yield f"{owner.__module__}.{owner.__qualname__}.{name}", plain


def _is_ours(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith(("helpdesk_core", "reference_app"))


NAMES = public_names()


def parameters(value: Any) -> list[str]:
    """What the docstring must explain: a function's parameters, what a class is built with, a command's fields, and of
    other data classes the numbers, which have units. A view's reader and context are the desk's."""
    if not inspect.isclass(value):
        return [name for name in inspect.signature(value).parameters if name not in _GIVEN and name[0] != "_"]
    if attrs.has(value):
        own = [field for field in attrs.fields(value) if field.name in vars(value).get("__annotations__", {})]
        hints = typing.get_type_hints(value)
        return [
            field.name
            for field in own
            if field.name[0] != "_"
            and (issubclass(value, Command) or _is_number(hints[field.name]))
            and not _has_own_docstring(value, field.name)
        ]
    made_by = _own_constructor(value)
    return [] if made_by is None else parameters(made_by)


def _is_number(hint: Any) -> bool:
    return any(part in (int, float) for part in (hint, *typing.get_args(hint)))


def _own_constructor(value: type) -> Any:
    """``__new__`` or ``__init__`` as the class writes it; enums and protocols get theirs from the standard library."""
    own = (vars(value).get(name) for name in ("__new__", "__init__"))
    return next((one for one in own if getattr(one, "__module__", None) == value.__module__), None)


_GIVEN = ("self", "cls", "reader", "context")


def _has_own_docstring(value: type, name: str) -> bool:
    """Whether a string stands under the field."""
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    assert isinstance(declared, ast.ClassDef)
    return any(
        isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.target.id == name
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        for field, after in pairwise(declared.body)
    )


def raises(value: Any) -> set[str]:
    """Errors that the code itself raises; methods that are only a promise raise NotImplementedError."""
    if inspect.isclass(value):
        value = None if attrs.has(value) else _own_constructor(value)
    if not inspect.isfunction(value):
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(value)))
    found = {
        node.exc.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    return {name for name in found if name[0].isupper()} - {"NotImplementedError"}


@pytest.mark.parametrize("name", NAMES)
def test_public_names_say_what_they_take_return_and_raise(name: str) -> None:
    """Google style. A method that implements a port says ``See `port``` and nothing twice."""
    value = NAMES[name]
    text = inspect.getdoc(value) or ""
    assert text, "no docstring"
    if re.match(r"See `[\w.]+`", text):
        return
    wanted = parameters(value)
    block = re.search(r"^(Args|Attributes):\n(( {4,}.*\n?|\n)+)", text, re.M)
    said = re.findall(r"^ {4}\**(\w+): ", block.group(2), re.M) if block else []
    assert not set(wanted) - set(said), f"Args: lacks {', '.join(sorted(set(wanted) - set(said)))}"
    if inspect.isfunction(value):
        assert set(said) <= set(inspect.signature(value).parameters), "Args: names what is not there"
        returned = value.__annotations__.get("return")
        if wanted and returned not in ("None", None, "NoReturn"):
            assert re.search(r"^(Returns|Yields):", text, re.M), "no Returns:"
    for error in raises(value):
        assert re.search(rf"^Raises:\n( {{4}}.*\n)*    {error}: ", text, re.M), f"Raises: lacks {error}"
