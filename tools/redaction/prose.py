"""Clean text of others, as packages of the ``train`` group ship it: docstrings, and the catalogues of Django in six
languages. Nothing of it is a secret; much of it speaks of keys, codes and passwords."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random

_PACKAGES = ("sklearn", "scipy", "django")
_LANGUAGES = ("pl", "de", "fr", "es", "uk")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def paragraphs(seed: str, most: int) -> list[tuple[str, str]]:
    """As many paragraphs by chance, each with its language."""
    chance = Random(seed)
    every = sorted({*_docstrings(), *_catalogues(chance)})
    return chance.sample(every, min(most, len(every)))


def _home(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: see the group train")
    return Path(spec.origin).parent


def _docstrings() -> Iterator[tuple[str, str]]:
    for package in _PACKAGES:
        for file in sorted(_home(package).rglob("*.py")):
            if "tests" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    for part in (ast.get_docstring(node) or "").split("\n\n"):
                        if 40 < len(part) < 600 and ">>>" not in part:
                            yield "en", part


def _catalogues(chance: Random) -> Iterator[tuple[str, str]]:
    """Messages of Django's pages, with numbers in their gaps."""
    for language in _LANGUAGES:
        for file in sorted(_home("django").rglob(f"locale/{language}/LC_MESSAGES/*.mo")):
            with file.open("rb") as stream:
                for text in sorted(filter(None, _texts(gettext.GNUTranslations(stream)))):
                    yield language, _PLACEHOLDER.sub(lambda _: str(chance.randrange(1, 9999)), text)[:600]


def _texts(catalogue: gettext.GNUTranslations) -> list[str]:
    return list(vars(catalogue)["_catalog"].values())
