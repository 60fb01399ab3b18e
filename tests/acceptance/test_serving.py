"""What listens: the demo, ``helpdesk serve``, and whatever runs without a host's framework."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from test_hosts_and_commands import ShopOfTheHost, command

from helpdesk_core import ConfigurationError
from helpdesk_core.testing import make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.demo import build
from reference_app.serving import _listening
from shops import Shop

BASE_URL = "https://żółw.example/help"


def test_the_demo_runs_as_the_readme_says(tmp_path: Path) -> None:
    """It prints what to try first, serves this machine by its own names alone, and delivers into its page of sent
    mails."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    args = [sys.executable, "-u", "-m", "reference_app.cli", "demo", "--port", str(port)]
    process = subprocess.Popen(args, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        page = ""
        for _ in range(300):
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/mail", timeout=5).read().decode()
                if "maria.kowalska@example.com" in page.replace("<wbr>", ""):
                    break
            except OSError:
                pass
            time.sleep(0.1)
        assert "maria.kowalska@example.com" in page.replace("<wbr>", "")  # where an address may break
        assert (tmp_path / "helpdesk-demo/secret").stat().st_mode & 0o077 == 0
        foreign = urllib.request.Request(f"http://127.0.0.1:{port}/demo/mail", headers={"Host": f"evil.example:{port}"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(foreign, timeout=5)
        assert refused.value.code == 400
        refused.value.close()
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=60)
    assert "no text has the code" not in output
    first = [line for line in output.splitlines() if re.match(r"  [123]\. ", line)]
    paths = ("/quick-help, ", "/staff, as anna@example.com with the password demo-password-1", "/track, reference ")
    assert len(first) == len(paths)
    for path, line in zip(paths, first, strict=True):
        assert f"http://127.0.0.1:{port}{path}" in line


@pytest.mark.full
def test_a_taken_port_is_noticed_before_anything_is_made(tmp_path: Path) -> None:
    """The demo takes the next free port; a port that was asked for is named, and nothing lies in the folder."""
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as free:
        one, other = taken.getsockname()[1], free.getsockname()[1]
        free.close()
        with _listening("127.0.0.1", (one, other)) as listener:
            assert listener.getsockname()[1] == other
        for words in (("demo", "--port", str(one)), ("serve", "--port", str(one))):
            said = command(tmp_path, *words, expect=1)
            assert f"port {one}: Address already in use; choose another port with --port" in said
            assert "http://" not in said
    assert not (tmp_path / "helpdesk-demo").exists()
    with pytest.raises(ConfigurationError, match="up to 65535"):
        _listening("127.0.0.1", (80_000,))


@pytest.mark.full
def test_the_demo_by_itself_has_the_words_that_it_shows(tmp_path: Path) -> None:
    """In a process that has loaded none of the pages."""
    filled = f"import pathlib; from reference_app.demo import build; build(pathlib.Path({str(tmp_path)!r}), 'http://localhost:8000')"
    run = subprocess.run([sys.executable, "-c", filled], capture_output=True, text=True, timeout=300)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.full
def test_a_demo_of_another_release_says_what_to_do(tmp_path: Path) -> None:
    """And does not fail at its first page."""
    build(tmp_path, "http://localhost:8000").desk.close()
    with sa.create_engine(f"sqlite:///{tmp_path / 'helpdesk.sqlite'}").begin() as connection:
        connection.exec_driver_sql("DROP TABLE helpdesk_core_quotes")
        connection.engine.dispose()
    with pytest.raises(ConfigurationError, match="is of another release, delete it"):
        build(tmp_path, "http://localhost:8000")


NAMES = [
    ("xn--w-uga1v8h.example", True),
    ("XN--W-UGA1V8H.EXAMPLE.:443", True),
    ("www.shop.example", True),
    ("localhost:8000", True),
    ("127.0.0.1:8000", True),
    ("[::1]:8000", True),
    ("10.1.2.3:8000", True),
    ("evil.example", False),
    ("www.shop.example.evil.example", False),
    ("10.1.2.4", False),
    ("localhost@evil.example", False),
    ("localhost/evil.example", False),
    ("[::1", False),
    ("", False),
]


@pytest.mark.parametrize("host, is_ours", NAMES, ids=[name for name, _ in NAMES])
def test_pages_that_run_alone_answer_to_their_own_names(host: str, is_ours: bool) -> None:
    """That of ``base_url`` and those that were given, loopback names, the address that the server listens at. Another
    site whose name leads here (DNS rebinding) reads nothing, on no path."""
    desk = make_desk(base_url=BASE_URL)
    app = create_app(desk, StaffAccounts(sa.create_engine("sqlite://")), names=("www.shop.example",))
    client = TestClient(app, base_url="http://10.1.2.3:8000", headers={"host": host})
    for path in ("/track", "/static/app.css", "/healthz", "/nothing-here"):
        assert (client.get(path).status_code == 400) is not is_ours, path


def test_several_hosts_in_one_request_are_none() -> None:
    """Who reads the first and who reads the last would not agree."""
    app = create_app(make_desk(base_url=BASE_URL), StaffAccounts(sa.create_engine("sqlite://")))
    client = TestClient(app)
    for hosts in (["localhost", "evil.example"], ["localhost", "localhost"]):
        assert client.get("/track", headers=[("host", one) for one in hosts]).status_code == 400


def test_in_a_host_the_hosts_framework_decides(shop: Shop) -> None:
    """Django has ALLOWED_HOSTS, and a shop may have many names; HSTS is the host's to say, too."""
    desk = make_desk(base_url=BASE_URL)
    app = create_app(desk, shop.accounts, host=ShopOfTheHost())
    page = TestClient(app).get("/quick-help", headers={"host": "other.example"})
    assert page.status_code == 200
    assert "strict-transport-security" not in page.headers
