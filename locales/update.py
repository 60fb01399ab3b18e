"""Bring locales/*/LC_MESSAGES/*.po up to the texts defined in the code; with --check only say what differs, with
--compile only write the .mo files next to the packages, as an editable install does.

The texts come from the registry itself, so that every defined text is there whatever way it was defined. English is in
the code alone; every folder here is a translation (to begin one: ``mkdir -p locales/de/LC_MESSAGES``, then run this).
A translation belongs to its code: it stays when the English is reworded, marked fuzzy ("needs work" in translators'
tools) until somebody has looked at it and takes the mark away, and it follows its code into another package.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from helpdesk_core.base.messages import Definition

ROOT = Path(__file__).parent
PACKAGES = ("helpdesk_core", "reference_app")
#: Modules that define no texts: they may need what is not installed, or act when they are imported.
WORDLESS = (".adapters", ".testing", ".commands", ".cli", ".hosts.", ".django_urls")
_PLURALS = b'"Plural-Forms:'
CHANGED = "English changed: review the translation. Before:"


def collected() -> dict[str, dict[str, Definition]]:
    """All texts by package and code."""
    from helpdesk_core.base.messages import definitions  # not above: a build compiles without the package

    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not any(part in module.name for part in WORDLESS):
                importlib.import_module(module.name)
    texts = sorted(definitions.items())
    return {package: {code: text for code, text in texts if text.package == package} for package in PACKAGES}


def translations(folder: Path) -> dict[str, Message]:
    """What is translated in a language's folder by code, in whichever package's catalogue it is."""
    return {
        str(message.context): message
        for path in sorted(folder.glob("*.po"))
        for message in read_po(io.BytesIO(path.read_bytes()), locale=folder.parent.name)
        if message.id
    }


def updated(
    package: str, language: str, texts: Mapping[str, Definition], before: Mapping[str, Message], plurals: bytes = b""
) -> bytes:
    """The catalogue with every text of the code and no other, in the order of their codes. ``plurals`` is the header's
    line that stands: releases of Babel write the same rule in other words."""
    new = Catalog(
        locale=language,
        domain=package,
        project="helpdesk_core",
        version="0.1.0",
        fuzzy=False,
        header_comment="# Texts of helpdesk_core.",
        msgid_bugs_address="",
        last_translator="the translators",
        language_team="pl and en",
        copyright_holder="The helpdesk_core authors",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
    )
    for code, text in texts.items():
        _add(new, text, before.get(code))
    out = io.BytesIO()
    write_po(out, new, width=120)
    lines = (line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(b'"Generated-By'))
    return b"".join(plurals if plurals and line.startswith(_PLURALS) else line for line in lines)


def plurals_of(path: Path) -> bytes:
    """The header's line about plural forms that stands in a catalogue; empty for a new one."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return next((line for line in lines if line.startswith(_PLURALS)), b"")


def _add(new: Catalog, text: Definition, before: Message | None) -> None:
    id = text.default if text.plural is None else (text.default, text.plural)
    string = _fitted(before.string, 0 if text.plural is None else new.num_plurals) if before else ""
    if before is None or not any(string):
        new.add(id, None, context=text.code)
    elif before.fuzzy:
        new.add(id, string, context=text.code, flags=["fuzzy"], auto_comments=before.auto_comments)
    elif before.id != id:
        was = before.id if isinstance(before.id, str) else before.id[0]
        new.add(id, string, context=text.code, flags=["fuzzy"], auto_comments=[f"{CHANGED} {was}"])
    else:
        new.add(id, string, context=text.code)


def _fitted(string: str | tuple[str, ...], forms: int) -> str | tuple[str, ...]:
    """A translation for a text that was not counted before, or is not any more."""
    if not forms:
        return string if isinstance(string, str) else string[0]
    given = (string,) if isinstance(string, str) else tuple(string)
    return (*given, *[""] * forms)[:forms]


def complaints(content: bytes, language: str) -> dict[str, list[str]]:
    """Codes to work on, by what is wanted."""
    found: dict[str, list[str]] = {"without translation": [], "English changed: review the translation": []}
    for message in read_po(io.BytesIO(content), locale=language):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(forms):
            found["without translation"].append(str(message.context))
        elif message.id and message.fuzzy:
            found["English changed: review the translation"].append(str(message.context))
    return {what: codes for what, codes in found.items() if codes}


def compiled(content: bytes, language: str) -> bytes:
    """A catalogue as .mo. What waits for a review is in; what lacks a form is not (Babel would fill in English)."""
    catalogue = read_po(io.BytesIO(content), locale=language)
    for message in list(catalogue):
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,)):
            catalogue.delete(message.id, message.context)
    out = io.BytesIO()
    write_mo(out, catalogue, use_fuzzy=True)
    return out.getvalue()


def compile_all(target: Path) -> list[Path]:
    """Write every catalogue's .mo into its package below ``target``; return their paths from there."""
    written = []
    for source in sorted(ROOT.glob("*/LC_MESSAGES/*.po")):
        language, package = source.parent.parent.name, source.stem
        inside = Path(package, "locales", language, "LC_MESSAGES", f"{package}.mo")
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        (target / inside).write_bytes(compiled(source.read_bytes(), language))
        written.append(inside)
    return written


def main() -> int:
    """Update, check or compile."""
    if "--compile" in sys.argv:
        compile_all(ROOT.parent / "src")
        return 0
    check, wrong = "--check" in sys.argv, 0
    texts = collected()
    for folder in sorted(ROOT.glob("*/LC_MESSAGES")):
        language, before = folder.parent.name, translations(folder)
        for package in PACKAGES:
            path = folder / f"{package}.po"
            content = updated(package, language, texts[package], before, plurals_of(path))
            if not path.exists() or path.read_bytes() != content:
                wrong += 1
                print(f"{path.relative_to(ROOT)}: {'differs from the code' if check else 'written'}")
            if not check:
                path.write_bytes(content)
            for what, codes in complaints(content, language).items():
                wrong += 1
                print(f"{path.relative_to(ROOT)}: {what}: {', '.join(codes)}")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
