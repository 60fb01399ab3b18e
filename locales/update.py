"""Bring locales/*/LC_MESSAGES/*.po up to the texts defined in the code; with --check only say what differs, with
--compile only write the .mo files next to the packages, as an editable install does.

The texts come from the registry itself, so that every defined text is there whatever way it was defined.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from helpdesk_core.base.messages import Definition, definitions

ROOT = Path(__file__).parent
LANGUAGES = ("en", "pl")


def collected() -> dict[str, dict[str, Definition]]:
    """All texts by package: the core's, then those that only the app adds."""
    found: dict[str, dict[str, Definition]] = {}
    known: set[str] = set()
    for package in ("helpdesk_core", "reference_app"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not any(part in module.name for part in (".adapters", ".testing", ".commands", ".cli", ".django_urls")):
                importlib.import_module(module.name)
        found[package] = {code: text for code, text in sorted(definitions.items()) if code not in known}
        known |= set(definitions)
    return found


def updated(package: str, language: str, texts: dict[str, Definition]) -> bytes:
    """The catalogue with every text of the code and no other; translations of unchanged texts stay."""
    path = ROOT / language / "LC_MESSAGES" / f"{package}.po"
    old = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
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
        id = (text.default, text.plural) if text.plural else text.default
        before = old.get(id, code)
        string = before.string if before is not None else None
        if language == "en" and not string:
            string = id
        new.add(id, string, context=code)
    out = io.BytesIO()
    write_po(out, new, width=120, sort_output=True)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(b'"Generated-By'))


def compile_all() -> None:
    """Write every catalogue's .mo next to its package."""
    for source in sorted(ROOT.glob("*/LC_MESSAGES/*.po")):
        language, package = source.parent.parent.name, source.stem
        target = ROOT.parent / "src" / package / "locales" / language / "LC_MESSAGES" / f"{package}.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale=language, domain=package))


def main() -> int:
    """Update, check or compile."""
    if "--compile" in sys.argv:
        compile_all()
        return 0
    check, wrong = "--check" in sys.argv, 0
    for package, texts in collected().items():
        for language in LANGUAGES:
            path = ROOT / language / "LC_MESSAGES" / f"{package}.po"
            content = updated(package, language, texts)
            if not path.exists() or path.read_bytes() != content:
                wrong += 1
                print(f"{path.relative_to(ROOT)}: {'differs from the code' if check else 'written'}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            missing = [
                message.context
                for message in read_po(io.BytesIO(content), locale=language)
                if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
            ]
            if missing:
                wrong += 1
                print(f"{path.relative_to(ROOT)}: without translation: {', '.join(map(str, missing))}")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
