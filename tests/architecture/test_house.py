"""The house: public names, what importing loads, marks of personal data, SafeText's makers, vendored files."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

import helpdesk_core
from helpdesk_core.base.commands import commands
from helpdesk_core.base.messages import definitions
from helpdesk_core.base.records import record_types
from helpdesk_core.capabilities import CAPABILITIES, load
from helpdesk_core.handlers import handlers
from helpdesk_core.i18n.catalogues import package_catalogue
from helpdesk_core.plugins import specs
from helpdesk_core.ports import Notifier, Outbox, Reader, Store, Unit
from reference_app.commands import COMMANDS, command_line

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
MODULES = sorted(SRC.rglob("*.py"))


def test_the_public_names_are_sorted_and_there() -> None:
    names = helpdesk_core.__all__
    assert names == sorted(names)
    assert all(hasattr(helpdesk_core, name) for name in names)


@pytest.mark.parametrize("module", ["sqlalchemy", "alembic", "starlette", "jinja2", "babel", "cattrs", "pytest"])
def test_importing_the_core_loads_no(module: str) -> None:
    """An embedder pays for what is used: databases, pages and formats load on first use."""
    code = f"import sys, helpdesk_core; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_redacting_a_file_loads_no_page_and_no_database() -> None:
    """``helpdesk redact`` stands in pipes, and starts at once."""
    heavy = {"sqlalchemy", "starlette", "jinja2", "babel", "uvicorn", "wtforms", "helpdesk_core.desk"}
    code = f"import sys, reference_app.cli, reference_app.redact_command; print({heavy!r} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says(name: str) -> None:
    """And says what it is for."""
    assert command_line([name])[name].help


def _leaves(app: App, path: str) -> Iterator[tuple[str, App]]:
    """Every command below one, with what is typed for it."""
    if app.default_command is not None:
        yield path, app
        return
    for name in app:
        if not name.startswith("-"):
            yield from _leaves(app[name], f"{path} {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_of_a_command_says_what_it_is(name: str) -> None:
    """In its help, beside what may be typed."""
    for path, app in _leaves(command_line([name])[name], name):
        arguments = app.assemble_argument_collection(parse_docstring=True)
        assert [f"{path} {one.name}" for one in arguments if one.show and not one.parameter.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_names_no_default_that_is_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list, and "False" of what is only said to turn it on, would be Python's words and no help."""
    for path, _ in _leaves(command_line([name])[name], name):
        asked = [*path.split(), "--help"]
        command_line(asked)(asked, result_action="return_value")
        assert not re.search(r"default:\s+(\(|\"|False|None)", capsys.readouterr().out)


def test_all_commands_are_told_apart_in_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for all of them, as a newcomer does; a command's own help says more than its line."""
    for asked in ([], ["--help"]):
        command_line(asked)(asked, result_action="return_value")
        shown = capsys.readouterr().out
        assert [name for name, (_, what, _) in COMMANDS.items() if what not in " ".join(shown.split())] == []
    assert "nothing is sent" in (command_line(["check"])["check"].help or "")


#: What the desk itself is made of: the models behind addresses and delivery, and the settings.
_OF_THE_DESK = (
    "channels.chats", "channels.stops", "dialogues.listening", "guidance.informal", "guidance.missing",
    "notifications.outbox", "pushes.reaching", "shop_settings.source", "webhooks.endpoints", "webhooks.rules",
    "customer_accounts.directory", "timeline.audit", "timeline.feed",
    "service_requests.access", "service_requests.lifecycle", "service_requests.rules", "service_requests.waiting",
)  # fmt: skip


_SMALL = {"_queue", "gettext", "hmac", "pkgutil", "queue", "secrets", "tomllib"}


def test_importing_a_desk_and_its_store_loads_what_they_are_made_of() -> None:
    """Capabilities are loaded when a desk is made, and no sooner: a host pays for what it imports. Besides, nothing
    comes along but small modules of Python's own."""
    code = (
        "import sys, attrs, cattrs, pluggy, sqlalchemy, babel.numbers, babel.dates\n"
        "before = set(sys.modules)\n"
        "from helpdesk_core import Helpdesk; from helpdesk_core.adapters.sqlalchemy import SqlStore\n"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    own = {name.removeprefix("helpdesk_core.") for name in loaded if name.startswith("helpdesk_core.")}
    parts = {name for name in own if name.partition(".")[0] in CAPABILITIES and "." in name}
    assert {name for name in parts if not name.endswith(".model")} == set(_OF_THE_DESK)
    assert {name.partition(".")[0] for name in loaded} - {"helpdesk_core"} <= _SMALL


def test_every_text_of_people_says_whether_it_is_personal() -> None:
    """A column that could name somebody must be marked, so that erasing a person forgets none."""
    unmarked = [
        f"{kind.name}.{column.name}"
        for kind in record_types.values()
        for column in kind.columns
        if column.text and column.personal is None
    ]
    assert unmarked == []
    personal = {
        f"{kind.name}.{column.name}" for kind in record_types.values() for column in kind.columns if column.personal
    }
    assert {
        "service_requests.surname",
        "contact_points.contact",
        "messages.text",
        "notes.text",
        "outcomes.text",
        "timeline.payload",
    } <= personal


def test_safe_text_is_made_in_two_places() -> None:
    """By redaction, and by the codecs that read back what it made or erase it."""
    callers = {
        str(path.relative_to(SRC / "helpdesk_core"))
        for path in MODULES
        if path.is_relative_to(SRC / "helpdesk_core")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and node.id == "mark_safe" and "testing" not in path.parts
    }
    assert callers == {"base/columns.py", "base/records.py", "base/values.py", "guardrails/redaction/engine.py"}


def test_sealed_changes_are_made_by_the_desk_alone() -> None:
    """`seal` is called where commands are carried out and drafts are counted. The suites for stores make rows of
    their own, past the gate."""
    callers = {
        str(path.relative_to(SRC))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "seal"
    }
    assert callers == {
        "helpdesk_core/desk/drafts.py",
        "helpdesk_core/desk/pipeline.py",
    }
    makers = {
        str(path.relative_to(SRC)) for path in MODULES if re.search(r"\b_SEAL\b", path.read_text(encoding="utf-8"))
    }
    assert makers == {"helpdesk_core/guardrails/gate.py", "helpdesk_core/testing/rows.py"}


def test_every_command_has_a_handler_and_every_handler_a_rule() -> None:
    load()
    assert set(commands.values()) == set(handlers)
    assert all(inspect.getdoc(handler.decide) for handler in handlers.values())


@pytest.mark.parametrize("port", [Store, Outbox, Notifier, Reader, Unit])
def test_a_port_is_small_and_says_what_it_promises(port: type) -> None:
    """At most four methods of its own, each documented."""
    inherited = {name for base in port.__mro__[1:] for name in vars(base)}
    functions = inspect.getmembers(port, inspect.isfunction)
    methods = [name for name, _ in functions if not name.startswith("_") and name not in inherited]
    assert 0 < len(methods) <= 4
    assert all(inspect.getdoc(getattr(port, name)) for name in methods)


def test_every_hook_is_documented() -> None:
    hooks = [value for name, value in vars(specs).items() if name.startswith("helpdesk_")]
    assert len(hooks) == 13
    assert all(inspect.getdoc(hook) for hook in hooks)


def test_everything_public_has_a_docstring() -> None:
    """Modules, classes, functions and methods that do not begin with an underscore."""
    silent = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            is_public = isinstance(node, ast.Module) or (named and not node.name.startswith("_"))
            if is_public and not ast.get_docstring(node) and not _is_inner(tree, node):
                silent.append(f"{path.relative_to(SRC)}:{getattr(node, 'name', 'module')}")
    assert silent == []


def _is_inner(tree: ast.Module, node: ast.AST) -> bool:
    return any(
        node in ast.walk(outer) and outer is not node
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_files_are_read_in_one_sitting_and_functions_on_one_screen() -> None:
    """400 lines and 60 lines at most; a migration is a list, not a text."""
    long = [
        str(path)
        for path in MODULES
        if len(path.read_text(encoding="utf-8").splitlines()) > 400 and "migrations" not in path.parts
    ]
    assert long == []
    functions = [
        f"{path.relative_to(SRC)}:{node.name}"
        for path in MODULES if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]  # fmt: skip
    assert functions == []


@pytest.fixture(scope="module")
def polish() -> dict[str, tuple[str, ...]]:
    """Every defined text's Polish forms by code."""
    for module in pkgutil.walk_packages(importlib.import_module("reference_app").__path__, "reference_app."):
        if module.name.rpartition(".")[2] not in ("cli", "commands", "django_urls"):
            importlib.import_module(module.name)
    catalogues = {package: package_catalogue(package, "pl") for package in ("helpdesk_core", "reference_app")}
    return {
        code: found.texts.get(code, ())
        for code, text in definitions.items()
        if (found := catalogues.get(text.package)) is not None
    }


def test_every_text_used_in_a_template_is_defined(polish: dict[str, tuple[str, ...]]) -> None:
    """A code that no one defined would be shown as it is."""
    used = {
        code
        for path in (SRC / "reference_app").rglob("*.html")
        for code in re.findall(r"""\bt(?:heirs)?\(\s*["']([a-z0-9_.]+)["'](?!\s*~)""", path.read_text(encoding="utf-8"))
    }
    assert used <= set(polish)


def test_every_text_is_translated_with_its_placeholders(polish: dict[str, tuple[str, ...]]) -> None:
    """No other one, and none left out, in every plural form."""
    assert len(polish) > 400
    for code, forms in polish.items():
        assert len(forms) == (3 if definitions[code].plural else 1), code
        for form in forms:
            assert set(re.findall(r"\{(\w+)\}", form)) == definitions[code].placeholders, code


def test_polish_is_typeset_and_speaks_to_everybody(polish: dict[str, tuple[str, ...]]) -> None:
    """No straight quotes, no gendered past tense, no preposition before words that would have to be inflected."""
    for code, forms in polish.items():
        for words in forms:
            assert not re.search(r'\w+(łeś|łaś)\b|\(a\)|\(-na\)|\(ów\)|/-?aś\b|"', words), code
            assert not re.search(r"\b(w|we|z|ze|do|dla|od|przez|o|na|po|u) \{(?!count|minutes)", words), code


def test_near_days_stand_alone_in_a_sentence(polish: dict[str, tuple[str, ...]]) -> None:
    """What may read "today, 9:42" is called ``when``, and no preposition stands before it: no "on today"."""
    pages = [path.read_text(encoding="utf-8") for path in (SRC / "reference_app").rglob("*.html")]
    named = [name for page in pages for name in re.findall(r"(\w+)=t\.recent\(", page)]
    assert set(named) == {"when"}
    assert [
        code for code, text in definitions.items() if re.search(r"\b(on|at|since|by|until) \{when\}", text.default)
    ] == []


def test_what_must_be_on_no_page_is_never_as_short_as_a_piece_of_a_token() -> None:
    """Four signs of a number system stand in some page of a hundred by chance, in what is drawn for it."""
    short = re.compile(r"""["'][0-9a-f]{1,5}["'] not in""")
    found = [
        path.name for path in (ROOT / "tests" / "acceptance").glob("*.py") if short.search(path.read_text("utf-8"))
    ]
    assert found == []
