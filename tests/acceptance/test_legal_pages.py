"""What customers must be told: in short at every form about a person, in full on pages that the shop rewrites, and each
version that was ever in force."""

from __future__ import annotations

import json
import re
import runpy
from datetime import UTC, datetime
from html import unescape
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest

import journeys as j
import reference_app
from helpdesk_core import Admin, Guest, Refusal, Settings
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.i18n import definitions
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_settings, view_text_versions
from reference_app.checking import check_desk
from reference_app.legal.pages import blocks, facts
from reference_app.legal.texts import PAGES
from shops import Shop

BOSS = Admin(id="ewa", name="Ewa Boss")
#: What a form asks of a person by which they, or somebody they name, could be found.
PERSONAL = re.compile(r"m\.field\(\w+\.(surname|given_name|contact)\b")


def change(shop: Shop, **values: Any) -> None:
    """As an admin would; a key with double underscores for dots."""
    found: Any = shop.desk.view(view_settings, BOSS)
    rows = [
        {"key": key, "value": None if one is None else Published.of(one), "seen": found.seen.get(key, 0)}
        for key, one in ((name.replace("__", "."), value) for name, value in values.items())
    ]
    j.do(shop.desk, ChangeSettings, BOSS, values=rows)
    shop.desk.refresh_settings()


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def test_each_form_that_asks_who_somebody_is_says_what_becomes_of_it() -> None:
    """In one sentence in the form, with the way to all of it. Staff's own forms are filled in by staff."""
    found = []
    for template in Path(reference_app.__file__).parent.rglob("templates/*.html"):
        for form in re.findall(r"<form.*?</form>", template.read_text(encoding="utf-8"), re.S):
            if PERSONAL.search(form) and "path('staff_" not in form:
                found.append(template.name)
                assert "m.clause()" in form, template
    assert sorted(found) == [
        *("account.html", "card.html", "card.html", "claim.html", "entry.html", "link.html"),
        *("person.html", "reached.html", "read.html", "register.html", "track.html"),
    ]


def test_each_text_is_whole_in_each_language(shop: Shop) -> None:
    """Linked at the foot of every page, with nothing left to be filled in."""
    for language, name in product(("en", "pl"), PAGES):
        visitor = shop.visitor(language)
        assert f'href="/legal/{name}"' in visitor.open("/").text
        page = visitor.open(f"/legal/{name}")
        main = words(re.search(r"<main.*?</main>", page.text, re.S)[0])  # type: ignore[index]
        assert page.status_code == 200
        assert not {"{", "[", "# "} & set(re.findall(r"[{\[]|# ", main))
        assert len(main) > 400, name


def test_texts_are_filled_from_the_settings(shop: Shop) -> None:
    """Who runs the shop, where, how to reach them, and how long data are kept."""
    change(
        shop,
        company="Fix sp. z o.o., NIP 123-456-32-18",
        privacy_contact="dane@example.com",
        retention_months={"order": 72},
    )
    page = words(shop.visitor("pl").open("/legal/privacy").text)
    for said in (
        "Fix sp. z o.o., NIP 123-456-32-18",
        "dane@example.com",
        "przez: 72 miesiące",
        "przez: tyle, ile wymaga prawo",
    ):
        assert said in page


def test_every_version_stays_readable_with_its_day(shop: Shop) -> None:
    """The one in force first; also when the shop goes back to the program's text."""
    visitor = shop.visitor("en")
    change(shop, wording__en__legal__terms="# Ours\n\nFirst rules of {company}.\n\n- one\n- two")
    change(shop, wording__en__legal__terms="Second rules.")
    page = visitor.open("/legal/terms").text
    assert "Second rules." in page
    assert "In force since" in page
    older = re.findall(r'href="(/legal/terms\?version=\d+)"', page)
    assert len(older) == 2
    first = visitor.open(older[0]).text
    assert f"First rules of {shop.desk.settings.company}." in words(first)
    assert "<h2>Ours</h2>" in first
    assert "<li>two</li>" in first
    assert "This is an earlier version" in first
    assert "What this service is" in visitor.open(older[1]).text
    assert "Zgłoszenia" in words(shop.visitor("pl").open("/legal/terms").text)
    assert shop.desk.verify() == ()


#: What the app names and is no cookie: tables, hooks and modules, and what hangs on a request. Whatever is not here is
#: taken for one.
NO_COOKIES = (
    "helpdesk_app_",
    "helpdesk_core",
    "helpdesk_bridge",
    "helpdesk_drafts",
    "helpdesk_numbers",
    "helpdesk_shared",
)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_cookie_is_named(shop: Shop, language: str) -> None:
    """The page says that there are no others."""
    page = shop.visitor(language).open("/legal/cookies").text
    app = Path(reference_app.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in app.rglob("*.py"))
    found = {name for name in re.findall(r"\"(helpdesk_[a-z_]+)", code) if not name.startswith(NO_COOKIES)}
    assert "helpdesk_visitor" in found
    assert {name for name in found if name not in page} == set()


def test_a_text_of_the_shop_is_text_and_no_page_of_its_own(shop: Shop) -> None:
    """Whatever stands in it."""
    change(shop, wording__en__legal__cookies="<script>alert(1)</script>\n\n- <b>x</b>")
    page = shop.visitor("en").open("/legal/cookies").text
    assert "<script>alert" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_customers_read_the_history_of_no_other_text(shop: Shop) -> None:
    """Nor of any setting."""
    change(shop, published_numbers=["+48 22 000 00 00"])
    for code in ("notice.close", "published_numbers"):
        assert isinstance(shop.desk.view(view_text_versions, Guest(), "en", code), Refusal)
    assert shop.visitor("en").open("/legal/imprint").status_code == 404


def test_the_check_names_what_is_still_to_be_said() -> None:
    """Without calling the desk broken."""
    tried = check_desk(make_desk(settings=Settings()))[-1]
    assert tried.wrong == ()
    assert [line.split()[2] for line in tried.to_do] == ["company", "address", "privacy_contact"]
    full = attrs.evolve(Settings(), company="A", address="B", privacy_contact="c@example.com")
    assert check_desk(make_desk(settings=full))[-1].to_do == ()


def test_each_placeholder_of_the_texts_has_its_fact() -> None:
    """In a shop that has said nothing, too."""
    for _, code in PAGES.values():
        assert definitions[code].placeholders <= facts(Settings(), "en", datetime(2026, 11, 27, tzinfo=UTC)).keys()


def test_a_text_is_cut_into_its_parts() -> None:
    """Also one typed in a browser, whose lines end in their own way."""
    assert list(blocks("# A\r\n\r\nb\r\nc\r\n\r\n- d\r\n- e\r\n\r\n\r\n")) == [
        ("heading", ("A",)),
        ("paragraph", ("b", "c")),
        ("list", ("d", "e")),
    ]


def test_the_accessibility_statement_says_what_the_tests_saw(shop: Shop) -> None:
    """In either language: when, how many pages in how many states, and what was found."""
    found = json.loads(files("reference_app").joinpath("legal", "accessibility.json").read_text(encoding="utf-8"))
    for language in ("en", "pl"):
        shown = shop.visitor(language).open("/legal/accessibility").text
        assert "{" not in re.sub(r"<(style|script).*?</\1>", "", shown, flags=re.S)
        assert all(str(found[name]) in shown for name in ("pages", "states", "violations"))


def test_the_table_of_the_reference_is_of_the_same_run() -> None:
    """Both are written by one command."""
    tool = runpy.run_path(str(Path(__file__).parents[2] / "tools/accessibility.py"))
    written = tool["PAGE"].read_text(encoding="utf-8")
    assert written == tool["page_of"](json.loads(tool["RESULT"].read_text(encoding="utf-8")))
