"""What is public is enough: the reference app, the examples and the pages of the docs are hosts like any other, and
import nothing else; and every class that a public signature names is public itself."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

import helpdesk_core.commands
import helpdesk_core.ports
import helpdesk_core.views
from helpdesk_core.base.signatures import parts_of

ROOT = Path(__file__).parents[2]
#: As docs/reference/versions.md lists them. Of the adapters, each is a module, or a package with its own `__all__`.
MODULES = (
    "helpdesk_core",
    "helpdesk_core.commands",
    "helpdesk_core.views",
    "helpdesk_core.rights",
    "helpdesk_core.ports",
    "helpdesk_core.plugins",
    "helpdesk_core.settings",
    "helpdesk_core.countries",
    "helpdesk_core.i18n",
    "helpdesk_core.redaction",
    "helpdesk_core.errors",
    "helpdesk_core.testing",
    "helpdesk_core.adapters.sqlalchemy",
    "helpdesk_core.adapters.memory",
    "helpdesk_core.adapters.procrastinate",
    "helpdesk_core.adapters.smtp",
    "helpdesk_core.adapters.carrier",
    "helpdesk_core.adapters.paypal",
    "helpdesk_core.adapters.stripe",
    "helpdesk_core.adapters.ksef",
    "helpdesk_core.adapters.mail",
    "helpdesk_core.adapters.sms",
    "helpdesk_core.adapters.web_push",
    "helpdesk_core.adapters.webhooks",
    "helpdesk_core.adapters.whatsapp",
    "helpdesk_core.adapters.console",
    "helpdesk_core.adapters.folder",
    "helpdesk_core.adapters.documents",
    "helpdesk_core.adapters.clamd",
    "helpdesk_core.adapters.objects",
    "helpdesk_core.adapters.pillow",
)
#: Django loads parts of its app by their module's name, and migrations are run, so that they list no names.
LOADED = ("helpdesk_core.adapters.django", "helpdesk_core.adapters.sqlalchemy.migrations")
APP = sorted((ROOT / "src/reference_app").rglob("*.py"))
EXAMPLES = sorted((ROOT / "docs/examples").rglob("*.py"))
#: All but the page that makes a capability inside the library.
PAGES = [ROOT / "README.md", *(p for p in sorted((ROOT / "docs").rglob("*.md")) if p.stem != "add-a-capability")]


def names_of(module: str) -> list[str]:
    """The names that a public module lists; of one that lists none, those that it defines."""
    found = import_module(module)
    listed = getattr(found, "__all__", None)
    return listed or [n for n, one in vars(found).items() if getattr(one, "__module__", "") == module and n[0] != "_"]


def private_imports(program: str) -> Iterator[str]:
    """What a program imports from the library that is not public."""
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("helpdesk_core."))
        if not isinstance(node, ast.ImportFrom) or node.level or not (node.module or "").startswith("helpdesk_core"):
            continue
        module = str(node.module)
        if module.startswith(LOADED):
            continue
        listed = names_of(module) if module in MODULES else []
        yield from (f"{module}.{one.name}" for one in node.names if one.name not in listed)


@pytest.mark.parametrize("program", [*APP, *EXAMPLES], ids=lambda path: str(path.relative_to(ROOT)))
def test_an_app_imports_public_names_only(program: Path) -> None:
    """What the reference app needs, any host needs."""
    assert list(private_imports(program.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_docs_import_public_names_only(page: Path) -> None:
    """Nobody is told to use what may change in any release."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    assert [name for block in blocks for name in private_imports(block)] == []


def test_private_imports_are_found() -> None:
    """The search itself sees what is private."""
    program = "import helpdesk_core.base\nfrom helpdesk_core.views import view_room, nothing\nimport helpdesk_core"
    program += "\nfrom helpdesk_core.base.messages import define\nfrom .own import thing"
    found = ["helpdesk_core.base", "helpdesk_core.views.nothing", "helpdesk_core.base.messages.define"]
    assert list(private_imports(program)) == found


#: What signatures name in modules that import it for type checkers alone.
_NAMES = {"Locale": Any} | {
    name: getattr(module, name)
    for module in (helpdesk_core, helpdesk_core.commands, helpdesk_core.ports, helpdesk_core.views)
    for name in module.__all__
}


def signatures(value: Any) -> Iterator[Any]:
    """The types of what a function takes and gives; of a class, of its fields and of its public methods."""
    members = [value]
    if inspect.isclass(value):
        data = attrs.has(value)
        members += [one for name, one in vars(value).items() if name[0] != "_" or (name == "__init__" and not data)]
        hints = typing.get_type_hints(value, localns=_NAMES) if data else {}
        yield from (hints[field.name] for field in (attrs.fields(value) if data else ()) if field.name[0] != "_")
    for member in members:
        plain = getattr(member, "fget", None) or getattr(member, "__func__", member)
        if inspect.isfunction(plain):
            yield from typing.get_type_hints(plain, localns=_NAMES).values()


@pytest.mark.parametrize("module", MODULES)
def test_every_class_in_a_public_signature_is_public(module: str) -> None:
    """A host can name what it is given, and make what it has to give."""
    public = {getattr(import_module(one), name) for one in MODULES for name in names_of(one) if _is_class(one, name)}
    names = [name for name in names_of(module) if name != "Context"]  # of what it holds, rules and views know more
    values = [getattr(import_module(module), name) for name in names]
    named = {cls for value in values for hint in signatures(value) for cls in parts_of(hint)}
    assert sorted(cls.__qualname__ for cls in named - public) == []


def _is_class(module: str, name: str) -> bool:
    return inspect.isclass(getattr(import_module(module), name))


def test_the_reference_lists_every_public_name() -> None:
    """By itself, with its whole module, or in a sentence where Sphinx has nothing to take from the code."""
    page = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    whole = re.findall(r"automodule:: ([\w.]+)", page)
    told = {name.rpartition(".")[2] for name in re.findall(r"auto(?!module)\w+:: ([\w.]+)", page)}
    told |= set(re.findall(r"`(?:[\w.]+\.)?(\w+)`", page))
    told |= {
        name for module in whole for name in names_of(module) if _has_docstring(getattr(import_module(module), name))
    }
    assert sorted({name for module in MODULES for name in names_of(module)} - told) == []


def _has_docstring(value: Any) -> bool:
    return (inspect.isclass(value) or inspect.isfunction(value)) and bool(value.__doc__)
