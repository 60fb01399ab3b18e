"""Compile locales/*.po into the wheel; for an editable install, next to the packages."""

from __future__ import annotations

import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """locales/<language>/LC_MESSAGES/<package>.po becomes <package>/locales/<language>/LC_MESSAGES/<package>.mo."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the catalogues and name them to the wheel builder."""
        root = Path(self.root)
        self._temporary = Path(tempfile.mkdtemp())
        target = root / "src" if version == "editable" else self._temporary
        for inside in runpy.run_path(str(root / "locales/update.py"))["compile_all"](target):
            if version != "editable":
                build_data["force_include"][str(target / inside)] = str(inside)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files."""
        shutil.rmtree(self._temporary, ignore_errors=True)
