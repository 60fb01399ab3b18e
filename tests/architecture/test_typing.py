"""The programs on the pages are checked as a host checks its own: mypy --strict, pyright strict, py.typed packages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from page_projects import NAMES, PROJECTS, ROOT

HOST = Path(__file__).with_name("typed_host.py")
EXAMPLES = ROOT / "docs/examples"
#: The folder that the packages are imported from: src, or where they are installed.
PACKAGES = Path(str(find_spec("helpdesk_core").origin)).parents[1]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each page's blocks as one program, and a host that uses what the pages do not."""
    folder = tmp_path_factory.mktemp("programs")
    for program in (HOST, EXAMPLES / "plain_script.py", EXAMPLES / "fastapi_shop.py"):
        shutil.copy(program, folder)
    for name in NAMES:
        blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
        if blocks and name not in PROJECTS:
            module = re.sub(r"\W", "_", name.removesuffix(".md").removeprefix("docs/"))
            (folder / f"{module}.py").write_text("\n\n".join(blocks), encoding="utf-8")
    return folder


def checked(run: list[str], folder: Path, **environment: str) -> None:
    """Run a type checker in the folder of programs; what it finds fails the test."""
    done = subprocess.run(
        run, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_packages_tell_type_checkers_that_they_are_typed() -> None:
    """Without the marker a host's checker takes every name for Any."""
    for package in ("helpdesk_core", "reference_app"):
        assert (PACKAGES / package / "py.typed").is_file()


@pytest.mark.full
def test_the_programs_pass_mypy_strict(programs: Path) -> None:
    """Without any configuration of ours; the library's own files are silent, as installed packages are."""
    assert len(list(programs.glob("*.py"))) >= 8
    options = ["--strict", "--config-file=", "--follow-imports=silent", "--no-incremental"]
    installed = PACKAGES.name == "site-packages"
    checked([sys.executable, "-m", "mypy", *options, "."], programs, MYPYPATH="" if installed else str(PACKAGES))


@pytest.mark.full
@pytest.mark.skipif(find_spec("pyright") is None, reason="pyright is not installed")
def test_the_programs_pass_pyright_strict(programs: Path) -> None:
    """Strict: unknown types are errors, so that every public name has to have one."""
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(PACKAGES)], "include": ["*.py"]}
    (programs / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    checked([sys.executable, "-m", "pyright", "--pythonpath", sys.executable], programs)
