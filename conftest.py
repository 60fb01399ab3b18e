"""Examples of the docs and the README run as they stand, each page in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser


def into_folder(namespace: dict[str, Any]) -> None:
    import tempfile

    namespace["_back"] = os.getcwd()
    namespace["_folder"] = tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def back(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_back"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["*.md"],
    path=str(Path(__file__).parent.parent),
    excludes=[".nox/**", ".venv/**", "changelog.d/**", "src/**"],
    setup=into_folder,
    teardown=back,
).pytest()
