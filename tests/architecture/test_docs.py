"""README and docs: every example runs as it stands, every link leads somewhere, generated pages are up to date."""

from __future__ import annotations

import ast
import gc
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from helpdesk_core.capabilities import CAPABILITIES
from page_projects import BLOCK, NAMES, PAGES, ROOT, RUN
from reference_app.mapping import load_mapping, shipped_mappings
from registries import forgotten

#: Adapters that are written and proved on a page, with the lines their adapter may have.
STORE = pytest.param("write-a-store", marks=pytest.mark.full)
ADAPTERS = [STORE, "write-a-notifier", "write-a-channel", "write-a-plugin"]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("page", [ROOT / name for name in RUN], ids=RUN)
def test_the_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, in an empty folder, as a reader would type them."""
    monkeypatch.chdir(tmp_path)
    document = Sybil(parsers=[PythonCodeBlockParser()], path=str(page.parent)).parse(page)
    examples = list(document.examples())
    assert len(examples) == page.read_text(encoding="utf-8").count(BLOCK)
    with forgotten():
        for example in examples:
            example.evaluate()
    document.namespace.clear()
    gc.collect()  # a script's open files end with it: here, before the next test


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_links_lead_somewhere(page: Path) -> None:
    """Within the project; addresses elsewhere are not asked."""
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", ADAPTERS)
def test_the_adapter_on_the_page_passes_its_suite(name: str, tmp_path: Path) -> None:
    """Its blocks as one file, in plain pytest without any configuration; sixty lines of adapter at most."""
    text = (ROOT / f"docs/how-to/{name}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len([line for line in blocks[0].splitlines() if line.strip()]) <= 60
    (tmp_path / "test_page.py").write_text("\n\n".join(blocks), encoding="utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "test_page.py"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout
    assert found is not None
    assert int(found.group(1)) >= 8
    assert "failed" not in done.stdout


@pytest.mark.full
def test_the_capability_on_the_page_works(tmp_path: Path) -> None:
    """Its folder and its line in the closed list are all that it needs; mypy and pyright find nothing in it."""
    shutil.copytree(ROOT / "src/helpdesk_core", tmp_path / "helpdesk_core")
    *files, script = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/how-to/add-a-capability.md").read_text(encoding="utf-8"), re.S
    )
    folder = tmp_path / "helpdesk_core" / "callbacks"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Call-backs."""\n', encoding="utf-8")
    for name, text in zip(("model", "rules", "views"), files, strict=True):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    listed = tmp_path / "helpdesk_core" / "capabilities.py"
    listed.write_text(listed.read_text(encoding="utf-8").replace('    "triage",', '    "triage",\n    "callbacks",'))
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    tools = tmp_path / "tools"
    tools.mkdir()
    names = (ROOT / "tools/public_names.py").read_text(encoding="utf-8").replace(' / "src"', "")
    (tools / "public_names.py").write_text(names, encoding="utf-8")
    checked = ["helpdesk_core/callbacks", "script.py"]
    settings = {"typeCheckingMode": "strict", "include": checked}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    mypy = ["-m", "mypy", "--strict", "--follow-imports=silent", "--config-file=", *checked]
    pyright = [] if find_spec("pyright") is None else [["-m", "pyright", "--pythonpath", sys.executable]]
    for run in (["script.py"], ["tools/public_names.py"], mypy, *pyright):
        done = subprocess.run(
            [sys.executable, *run],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_generated_pages_are_up_to_date() -> None:
    """Hooks, the lifecycle and who decides what come from the code: run `python docs/reference/generate.py`."""
    generated = runpy.run_path(str(ROOT / "docs/reference/generate.py"))
    for name, page in generated["PAGES"].items():
        assert (ROOT / "docs/reference" / name).read_text(encoding="utf-8") == page(), name


def test_every_finding_of_verify_is_explained() -> None:
    """The page of the guardrails has a row for each code that an audit can give, and no other."""
    source = ast.parse((ROOT / "src/helpdesk_core/timeline/audit.py").read_text(encoding="utf-8"))
    codes = {
        part.value
        for call in ast.walk(source)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Finding"
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    }
    page = (ROOT / "docs/explanation/guardrails.md").read_text(encoding="utf-8")
    table = page.partition("| finding |")[2].partition("\n\n")[0]
    rows = {code for row in table.splitlines()[2:] for code in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert len(codes) >= 15
    assert rows == codes


def test_every_shipped_mapping_is_on_its_page() -> None:
    """A mapping that is put into the folder can be read, and integrators learn of it."""
    page = (ROOT / "docs/how-to/import.md").read_text(encoding="utf-8").partition("\nShipped are ")[2]
    named = set(re.findall(r"`([a-z-]+)`", page))
    assert named == set(shipped_mappings())
    assert all(load_mapping(name).source for name in named)


def test_contributing_names_only_what_is_there() -> None:
    """Every path of "Where would I change…" exists."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where would I change")[2]
    rows = [line.split("|")[2] for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    paths = [path for row in rows for path in re.findall(r"`([\w./]+(?:\.\w{2,4}|/))`", row)]
    assert len(paths) >= 50
    tops = [ROOT / top for top in ("src", "tests", "locales")]
    there = [f"/{found.relative_to(ROOT)}" for top in tops for found in (top, *top.rglob("*"))]
    assert not [path for path in paths if not any(one.endswith(f"/{path.rstrip('/')}") for one in there)]


def test_contributing_leads_to_every_capability() -> None:
    """None is without a row: whoever looks for it finds no door."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where would I change")[2]
    assert [name for name in CAPABILITIES if f"`{name}/" not in table and f"/{name}/" not in table] == []


def test_what_contributing_says_stands_in_a_file_stands_there() -> None:
    """Every "`name` in `file.py`" and "`file.py` (`name`, …)"; a bare file is that of the folder named before."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where would I change")[2]
    said = re.findall(r"`([A-Za-z_]\w+)` in `([\w]+/[\w./]+\.py)`", table)
    listed = re.findall(r"`([\w]+/[\w./]+\.py)` \(((?:`[A-Za-z_]\w+`(?:, |(?=\)|;| for\b)))+)", table)
    said += [(name, path) for path, names in listed for name in re.findall(r"`(\w+)`", names)]
    assert len(said) >= 100
    roots = (ROOT / "src", ROOT / "src" / "helpdesk_core", ROOT)

    def defines(path: str, name: str) -> bool:
        found = next((root / path for root in roots if (root / path).exists()), None)
        text = "" if found is None else found.read_text(encoding="utf-8")
        return (
            re.search(rf"^\s*(?:(?:async )?def|class) {name}\b|^(?:\s*|.*, ){name}\b[^=\n]*[:=]", text, re.M)
            is not None
        )

    assert [one for one in said if not defines(one[1], one[0])] == []


def test_the_layers_of_the_architecture_are_those_that_are_checked() -> None:
    """Line by line, in the order of the page."""
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    block = page.partition("exhaustively:\n\n")[2].partition("\n\n")[0].replace("\n      ", " ")
    shown = [set(re.findall(r"\w+", line.strip().partition("   ")[0])) for line in block.splitlines()]
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    assert shown == [set(re.findall(r"\w+", layer)) for layer in contracts[0]["layers"]]


def test_the_script_in_the_readme_is_short() -> None:
    """Fifteen lines at most."""
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert block is not None
    assert len([line for line in block.group(1).splitlines() if line]) <= 15


def test_polish_pages_stand_beside_the_english_ones() -> None:
    """Tutorials, deployment and the page for staff are read by people who read Polish."""
    for page in ("tutorials/afternoon", "tutorials/first-desk", "how-to/deploy", "how-to/work-at-the-desk"):
        assert (ROOT / "docs" / f"{page}.md").exists()
        assert (ROOT / "docs" / f"{page}.pl.md").exists()
