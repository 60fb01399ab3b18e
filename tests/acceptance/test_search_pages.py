"""The search on the staff's pages: one box everywhere, why each request was found, and help where none was."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

import journeys as j
from helpdesk_core.base.records import record_types
from helpdesk_core.commands import TakeRequest
from helpdesk_core.views import view_search
from reference_app.search import commands
from reference_app.search.texts import FIELDS
from shops import Shop, Visitor

WORDS = {"surname": "Nowak-Kowalska", "contact": "600 100 200", "device": "iPhone 13"}


@pytest.fixture
def staff(shop: Shop) -> Visitor:
    """A member of staff, in a shop where one request holds marks of HTML."""
    problem = 'Bateria <b onclick="x()">nie</b> ładuje się & klawiatura jest zalana'
    j.do(shop.desk, TakeRequest, j.ANNA, problem=problem, **WORDS)
    visitor = shop.visitor()
    visitor.sign_in()
    return visitor


def test_every_page_of_the_staff_has_the_box(staff: Visitor) -> None:
    """It is a plain form: it works without JavaScript; the page of results has it once."""
    for path in ("/staff", "/staff/undelivered", "/staff/search"):
        page = staff.open(path).text
        assert page.count('role="search"') == 1
        assert 'action="/staff/search"' in page


def test_a_customers_page_has_no_box(shop: Shop) -> None:
    assert 'role="search"' not in shop.visitor().open("/").text


@pytest.mark.parametrize("words", ["baterii", "klawiaturę zalany", "Kowalska", "kowalska nowak", "100 200", "iphone13"])
def test_a_request_is_found_and_it_is_said_why(staff: Visitor, words: str) -> None:
    """What was looked for is marked, and what stands around it is shown as it was written: escaped."""
    page = staff.open(f"/staff/search?q={words}").text
    assert "Nowak-Kowalska" in page
    assert "<b onclick" not in page
    if "baterii" in words:
        assert "<mark>Bateria</mark> &lt;b onclick=" in page
        assert "&amp; klawiatura" in page


def test_a_mistyped_word_finds_what_is_close_and_says_so(staff: Visitor) -> None:
    page = staff.open("/staff/search?q=klawaitura").text
    assert "Te są do nich zbliżone" in page
    assert "<mark>klawiatura</mark>" in page


def test_where_nothing_is_found_the_page_helps(staff: Visitor) -> None:
    """It repeats the words, escaped, and says what to try."""
    page = staff.open("/staff/search?q=<script>helikopter</script>").text
    assert "<script>helikopter" not in page
    assert "&lt;script&gt;helikopter" in page
    assert "mniej słów to więcej wyników" in page


def test_the_index_is_made_again_by_one_command(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``helpdesk search reindex``: from the first change on, in rounds, whatever was in it. What is made already costs
    ``--resume`` nothing."""
    host: Any = ModuleType("host_that_is_indexed")
    host.desk = shop.desk
    monkeypatch.setitem(sys.modules, host.__name__, host)
    monkeypatch.setattr(commands, "_CHANGES", 3)
    made = j.do(shop.desk, TakeRequest, j.ANNA, problem="Bateria się nie ładuje", **WORDS)
    while shop.desk.index().is_behind:
        pass
    with shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE helpdesk_core_search_entries SET terms = ''")
        cursor.execute("SELECT count(*) FROM helpdesk_core_service_requests")
        requests = cursor.fetchone()[0]

    def found() -> list[str]:
        return [row.id for row in shop.desk.show(view_search, j.ANNA, "baterii").rows]

    assert made.request not in found()
    commands.reindex(desk=(f"{host.__name__}:desk",))
    assert f"{requests} requests indexed" in capsys.readouterr().out
    assert made.request in found()
    commands.reindex(resume=True, desk=(f"{host.__name__}:desk",))
    assert "0 requests indexed" in capsys.readouterr().out


def test_every_text_that_is_searched_says_where_it_stands() -> None:
    """In words of its own, and it is of a request or of what is about one: nothing else is ever found."""
    searched = {
        f"{name}.{column.name}": known.about
        for name, known in record_types.items()
        for column in known.columns
        if column.searchable
    }
    assert searched.keys() == FIELDS.keys()
    elsewhere = {field for field, about in searched.items() if about is None or about.references != "service_requests"}
    assert {field.partition(".")[0] for field in elsewhere} == {"service_requests"}
