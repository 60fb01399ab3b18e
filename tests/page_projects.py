"""Fresh projects that grow by the pages of the docs, in environments made from the built wheel: what the pages say is
typed as it stands, `pip install` included."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from parts import missing

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
#: Their blocks belong into a project: tests/hosts/test_docs_projects.py makes one and puts them in; those of a new
#: capability are put into a copy of the library below.
PROJECTS = {
    "docs/tutorials/afternoon.md",
    "docs/tutorials/afternoon.pl.md",
    "docs/how-to/flask.md",
    "docs/how-to/fastapi.md",
    "docs/how-to/add-a-capability.md",
}
BLOCK = "```python\n"
RUN = [
    name for name, page in zip(NAMES, PAGES, strict=True) if name not in PROJECTS and BLOCK in page.read_text("utf-8")
]


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout. Skips where uv is not installed."""
    if shutil.which("uv") is None:
        missing("uv is not installed")
    build = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, timeout=200)
    (wheel,) = folder.glob("*.whl")
    return wheel


def blocks_of(text: str) -> list[tuple[str, str]]:
    """Each block with the file that the paragraph before it begins with. Raises for a block without one."""
    found, name, block = [], "", None
    for line in text.splitlines():
        if block is not None:
            if line == "```":
                found.append((name, "\n".join(block) + "\n"))
                name, block = "", None
            else:
                block.append(line)
        elif line in ("```python", "```html"):
            assert name, "a block without its file"
            block = []
        elif begins := re.match(r"`([\w./]+)`[,;]", line):
            name = begins.group(1)
    return found


class Project:
    """An empty folder and an environment with nothing in it, grown by a page."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder, venv = folder / "project", folder / "venv"
        self.venv = venv
        self.hosts_lines: dict[str, int] = {}  # of each file that a page adds to: what stood there before
        self.folder.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        uv = shutil.which("uv")
        subprocess.run([str(uv), "venv", "--quiet", "--python", sys.executable, str(venv)], check=True, timeout=100)
        pip = venv / "bin" / "pip"
        pip.write_text(f'#!/bin/sh\nexec "{uv}" pip "$@" --quiet\n', encoding="utf-8")
        pip.chmod(0o755)
        only = folder / "constraints.txt"  # the library is this wheel, whatever a registry has by its name
        only.write_text(f"helpdesk-core @ {wheel.as_uri()}\n", encoding="utf-8")
        # what says where uv installs among it: under a nox that works with uv, that is the tests' own environment
        ours = ("PYTHON", "HELPDESK", "DJANGO", "PYTEST", "COV", "UV_PYTHON", "UV_PROJECT", "UV_SYSTEM")
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.env |= {"PATH": f"{venv / 'bin'}:{self.env['PATH']}", "VIRTUAL_ENV": str(venv)}
        self.env |= {"UV_CONSTRAINT": str(only), "PYTHONWARNINGS": "ignore"}

    def run(self, command: str) -> str:
        """A command that must end well."""
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=200, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def install(self, page: str) -> list[str]:
        """Install what the page says, keep what it exports, and return its other commands."""
        text = (ROOT / page).read_text(encoding="utf-8")
        lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line]
        lines += [line.strip().partition("  #")[0] for line in re.findall(r"^    (?:pip|helpdesk) .*", text, re.M)]
        assert any(line.startswith("pip ") for line in lines), "a page that does not say what to install"
        for line in lines:
            if line.startswith("pip "):
                self.run(line)
        for line in lines:
            if name := re.match(r"export (\w+)=", line):
                self.env[name[1]] = self.run(f'{line}; printf %s "${name[1]}"')
        return [line for line in lines if not line.startswith(("pip ", "export "))]

    def grow(self, page: str) -> None:
        """Put every block where the page says; what stands there then is typed."""
        for name, content in blocks_of((ROOT / page).read_text(encoding="utf-8")):
            file = self.folder / name
            file.parent.mkdir(exist_ok=True)
            self.hosts_lines.setdefault(name, len(file.read_text("utf-8").splitlines()) if file.exists() else 0)
            with file.open("a", encoding="utf-8") as stream:
                stream.write("\n" + content)
        assert (found := self.untyped()) == [], "\n".join(found)

    def take(self, folder: Path, hosts: Mapping[str, str]) -> None:
        """Every file of a folder as it stands, which is typed; ``hosts``: before which words a file is the host's."""
        shutil.copytree(folder, self.folder, dirs_exist_ok=True)
        for file in sorted(folder.rglob("*.py")):
            name = str(file.relative_to(folder))
            before = file.read_text("utf-8").partition(hosts[name])[0] if name in hosts else ""
            self.hosts_lines[name] = before.count("\n")
        assert (found := self.untyped()) == [], "\n".join(found)

    def untyped(self) -> list[str]:
        """What mypy and pyright, both strict and without settings of ours, find wrong in the page's own lines, in the
        project's environment; what the host's lines are worth is the host's."""
        files, python = [name for name in self.hosts_lines if name.endswith(".py")], str(self.venv / "bin" / "python")
        settings = {"typeCheckingMode": "strict", "include": files}
        (self.folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        options = ["--strict", "--config-file=", "--no-incremental", "--explicit-package-bases"]
        mypy = ["mypy", *options, "--python-executable", python, *files]
        pyright = ["pyright", "--pythonpath", python]
        found, checked = [], 0
        for run in (mypy, pyright):
            done = subprocess.run(
                [sys.executable, "-m", *run], cwd=self.folder, capture_output=True, text=True, timeout=280, check=False
            )
            said = [line.strip().removeprefix(f"{self.folder}/") for line in done.stdout.splitlines()]
            checked += "source file" in done.stdout or "informations" in done.stdout
            for line in said:
                at = re.match(r"([\w/]+\.py):(\d+)(?::\d+)?(?: -|:) error", line)
                if at and int(at[2]) > self.hosts_lines.get(at[1], 0):
                    found.append(line)
        assert checked == 2, "both ran to their end"
        return found

    @contextmanager
    def serving(self, command: str, path: str = "/help/") -> Iterator[str]:
        """The server the page starts, on a port of this machine, until the block ends."""
        address = f"http://127.0.0.1:{self.port}"
        process = subprocess.Popen(
            command, shell=True, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            for _ in range(900):
                assert process.poll() is None, process.stdout.read() if process.stdout else ""
                try:
                    urllib.request.urlopen(f"{address}{path}", timeout=5)
                    break
                except OSError:  # not yet, or slow on its first page
                    time.sleep(0.1)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
            if process.stdout:
                process.stdout.close()


class Browser:
    """Somebody with cookies."""

    def __init__(self, address: str, language: str = "en") -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener, self.address, self.text = urllib.request.build_opener(jar), address, ""
        self.opener.addheaders = [("Accept-Language", language)]

    def open(self, path: str, data: bytes | None = None) -> str:
        with self.opener.open(self.address + path, data, timeout=20) as answer:
            self.text = answer.read().decode()
        return self.text

    def send(self, action: str, **fields: str) -> str:
        form = next(form for form in re.findall(r"<form.*?</form>", self.text, re.S) if f'{action}"' in form)
        target = re.search(r'action="([^"]+)"', form)
        assert target is not None
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        return self.open(target.group(1), urllib.parse.urlencode(hidden | fields).encode())

    def ask_for_help(self) -> None:
        """From the first page to the code."""
        self.open("/help/quick-help")
        self.send("/quick-help", problem="It fell. My PIN is 4821.", device="iPhone 13", urgency="soon")
        self.send("/quick-help/contact", surname="Nowak", contact="jan@example.com")
        self.send("/quick-help/check")
