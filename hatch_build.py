"""Compile locales/*.po into the wheel; for an editable install, next to the packages."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """locales/<language>/LC_MESSAGES/<package>.po becomes <package>/locales/<language>/LC_MESSAGES/<package>.mo."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the catalogues and name them to the wheel builder."""
        root = Path(self.root)
        self._temporary = Path(tempfile.mkdtemp())
        for source in sorted((root / "locales").glob("*/LC_MESSAGES/*.po")):
            package, language = source.stem, source.parent.parent.name
            inside = Path(package, "locales", language, "LC_MESSAGES", f"{package}.mo")
            target = (root / "src" if version == "editable" else self._temporary) / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as po, target.open("wb") as mo:
                write_mo(mo, read_po(po, locale=language, domain=package))
            if version != "editable":
                build_data["force_include"][str(target)] = str(inside)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files."""
        shutil.rmtree(self._temporary, ignore_errors=True)
