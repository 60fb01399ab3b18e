"""Each error of an input has words in the library, in every language it has."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import helpdesk_core
import reference_app
from helpdesk_core import InputError
from helpdesk_core.base.messages import definitions
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.testing import make_desk


def raised() -> Iterator[tuple[str, str]]:
    """Every code that is given to a `FieldError` anywhere, with its file."""
    for package in (helpdesk_core, reference_app):
        root = Path(str(package.__file__)).parent
        for path in root.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "FieldError(" not in text:
                continue
            module = ".".join((package.__name__, *path.relative_to(root).with_suffix("").parts))
            for call in ast.walk(ast.parse(text)):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "FieldError":
                    code = call.args[0]
                    if isinstance(code, ast.Constant):
                        yield str(code.value), module
                    elif isinstance(code, ast.Name) and code.id.isupper():
                        yield getattr(importlib.import_module(module), code.id), module


def test_every_error_of_a_field_is_a_text() -> None:
    """The code of an error is the code of its words: a host needs no table of its own."""
    found = dict(raised())
    assert len(found) > 30
    assert {code: module for code, module in found.items() if code not in definitions} == {}


def test_a_host_says_it_in_the_readers_language() -> None:
    """By the desk's translator, with the error's own parameters; nothing else of ours need be imported."""
    desk = make_desk()
    with pytest.raises(InputError) as caught:
        desk.read(SubmitRequest, {"problem": "", "surname": "x" * 30_000, "contact": "unassigned", "device": "Radio"})
    for language, said in (("en", "Please fill this in."), ("pl", "Prosimy wypełnić to pole.")):
        t = desk.translator(language)
        words = {".".join(error.path): t(error.code, **error.params) for error in caught.value.errors}
        assert words["problem"] == said
        assert not any("{" in text or text.islower() for text in words.values())


def test_the_words_come_with_the_library_alone() -> None:
    """Neither the pages nor another module has to be loaded for them."""
    program = (
        "from helpdesk_core import Helpdesk, InputError, Settings\n"
        "from helpdesk_core.commands import SubmitRequest\n"
        "from helpdesk_core.testing import MemoryStore\n"
        "settings = Settings(shop_name='Shop', languages=('en', 'pl'))\n"
        "desk = Helpdesk(MemoryStore(), secret=[bytes(range(32))], settings=settings)\n"
        "try:\n    desk.read(SubmitRequest, {})\n"
        "except InputError as error:\n"
        "    print({desk.translator('pl')(one.code, **one.params) for one in error.errors})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "{'Prosimy wypełnić to pole.'}"
