"""The pages inside a host, and the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.testclient import TestClient

import journeys as j
from helpdesk_core import ConfigurationError, Customer
from parts import share
from reference_app import Host, Page, create_app
from reference_app.environment import shop as desks_of
from shops import Shop, Visitor


class ShopOfTheHost(Host):
    """A host with its own people, language and frame."""

    async def visitor(self, request: Request) -> Customer:
        return Customer(id="account-7")

    async def current_agent(self, request: Request) -> Any:
        return j.ANNA if request.headers.get("x-staff") else None

    async def agents(self, request: Any) -> tuple[Any, ...]:
        return (j.ANNA,)

    def language(self, request: Request) -> str | None:
        return "pl"

    def shell(self, page: Page, request: Request) -> str:
        return f"<html lang={page.language}><title>{page.title}</title><nav>THE HOST</nav>{page.body}</html>"


def test_a_host_wraps_every_page_and_keeps_its_prefix(shop: Shop) -> None:
    """Mounted under a prefix, in the host's frame, with the host's customer and staff: no link leads outside."""
    inner = create_app(shop.desk, shop.accounts, host=ShopOfTheHost())
    app = Starlette(routes=[Mount("/pl/help", inner)])
    client = TestClient(app, follow_redirects=True)
    visitor = Visitor(client, shop)
    for path in ("/", "/quick-help", "/track", "/track/link", "/no-such-page", "/staff/sign-in"):
        page = client.get("/pl/help" + path)
        assert "THE HOST" in page.text
        for target in re.findall(r'(?:href|action)="(/[^"]*)"', page.text):
            assert target.startswith("/pl/help/"), target
    visitor.open("/pl/help/quick-help")
    visitor.send("/quick-help", problem="Pękł ekran", device="Telefon", urgency="soon")
    visitor.send("/quick-help/contact", surname="Nowak", contact="host@example.com")
    assert "THE HOST" in visitor.page.text
    assert "Telefon" in visitor.page.text, "the signed-in customer sees the own request without a code"
    assert "Nowak" in client.get("/pl/help/staff", headers={"x-staff": "1"}).text


def command(folder: Path, *words: str, expect: int = 0, **env: str) -> str:
    """Run ``helpdesk`` in a folder."""
    whole = {
        **os.environ,
        "HELPDESK_SECRET": bytes(range(32)).hex(),
        "HELPDESK_DATABASE": "shop.sqlite",
        "COLUMNS": "200",
        **env,
    }
    done = subprocess.run(
        [sys.executable, "-m", "reference_app.cli", *words],
        cwd=folder,
        env=whole,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.full
def test_the_commands_care_for_a_shop(tmp_path: Path) -> None:
    """Tables, staff, import, delivery, anchor, verify, backup: on one database, each with a plain answer."""
    assert "tables are at 0001" in command(tmp_path, "db", "upgrade")
    assert "nothing is missing" in command(tmp_path, "db", "check")
    assert "delivery: none yet; nothing is late; a worker has not looked yet" in command(tmp_path, "check")
    staff = ("staff", "add", "anna@example.com", "Anna Nowak", "--role", "admin")
    assert "added Anna Nowak" in command(tmp_path, *staff, HELPDESK_STAFF_PASSWORD="a long enough one")
    rows = tmp_path / "rows.jsonl"
    row = dict.fromkeys(("created_at", "status", "given_name", "language", "urgency"), "")
    row |= {"id": "1", "surname": "Nowak", "contact": "n@example.com", "device": "Radio", "problem": "Trzeszczy"}
    rows.write_text(json.dumps(row) + '\n{"id": "2"}\n', encoding="utf-8")
    answer = command(tmp_path, "import", str(rows), "--mapping", "helpdesk")
    assert "1 imported" in answer
    assert "1 could not be read" in answer
    assert (tmp_path / "rows.jsonl.bad.csv").exists()
    assert "done 0" in command(tmp_path, "deliver")
    looked = command(tmp_path, "check")
    assert re.search(r"delivery: none yet; nothing is late; a worker looked \d+ seconds ago", looked)
    assert "in place" in looked
    assert "1 histories" in command(tmp_path, "audit", "anchor", "anchor.json")
    assert "never overwritten" in command(tmp_path, "audit", "anchor", "anchor.json", expect=1)
    assert "whole" in command(tmp_path, "audit", "verify", "--anchor", "anchor.json")
    assert "copied" in command(tmp_path, "db", "backup", "copy.sqlite")
    assert "whole" in command(tmp_path, "audit", "verify", HELPDESK_DATABASE="copy.sqlite")
    import sqlite3

    with sqlite3.connect(tmp_path / "copy.sqlite") as db:
        db.execute("UPDATE helpdesk_core_timeline SET actor = 'unassigned'")
    db.close()
    assert "entry_changed" in command(tmp_path, "audit", "verify", HELPDESK_DATABASE="copy.sqlite", expect=1)


BAD_ENVIRONMENTS = [
    ({"HELPDESK_SECRET": ""}, "HELPDESK_SECRET is empty"),
    ({"HELPDESK_SECRET": "abcd"}, "32 bytes"),
    ({"HELPDESK_SECRET": "no hex"}, "64 hex"),
    ({"HELPDESK_BASE_URL": "http://shop.example"}, "https"),
]


@pytest.mark.parametrize("bad", share(BAD_ENVIRONMENTS, 4))
def test_a_bad_environment_is_refused_in_one_line(tmp_path: Path, bad: tuple[dict[str, str], str]) -> None:
    env, reason = bad
    answer = command(tmp_path, "check", expect=1, **env)
    assert reason in answer
    assert "Traceback" not in answer


def test_a_hosts_desk_is_taken_by_name(tmp_path: Path) -> None:
    """--desk module:attribute."""
    (tmp_path / "myshop.py").write_text("from helpdesk_core.testing import make_desk\ndesk = make_desk()\nother = 1\n")
    assert "in place" in command(tmp_path, "check", "--desk", "myshop:desk", HELPDESK_SECRET="")
    assert "not a Helpdesk" in command(tmp_path, "check", "--desk", "myshop:other", HELPDESK_SECRET="", expect=1)


def test_what_a_hosts_module_lacks_is_not_blamed_on_us(tmp_path: Path) -> None:
    """Its own import is named, and not an extra of ours."""
    (tmp_path / "myshop.py").write_text("import nothing_like_it\n")
    said = command(tmp_path, "check", "--desk", "myshop:desk", HELPDESK_SECRET="", expect=1)
    assert "No module named 'nothing_like_it'" in said
    assert "helpdesk-core[" not in said


@pytest.mark.full
def test_several_desks_are_taken_by_name(tmp_path: Path) -> None:
    """--desk is given several times, or names a list; what is about one desk says so."""
    (tmp_path / "malls.py").write_text(
        "from helpdesk_core.testing import make_desk\n"
        "one, two, three = (make_desk(tenant=name) for name in ('one', 'two', 'three'))\nboth = [one, two]\n"
    )
    desks = ("--desk", "malls:both", "--desk", "malls:three", "--desk", "malls:one")
    lines = command(tmp_path, "deliver", *desks, HELPDESK_SECRET="").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["one", "two", "three"]
    refused = command(tmp_path, "audit", "verify", *desks, HELPDESK_SECRET="", expect=1)
    assert "names several: one, two, three" in refused


@pytest.mark.parametrize(
    "name, reason",
    [("nowhere", "no module nowhere"), ("json:nothing", "not a Helpdesk"), ("sys:path", "not a Helpdesk")],
)
def test_what_is_no_desk_is_refused(name: str, reason: str) -> None:
    """In one line, whatever stands there instead."""
    with pytest.raises(ConfigurationError, match=reason):
        desks_of([name])
