"""Staff find a firm by any word of its name and by its tax number however it is written, and write each down once."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Admin, Helpdesk, Refusal
from helpdesk_core.commands import ChangeOrganisation, CreateOrganisation
from helpdesk_core.organisations import staff_views
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_organisations

BOSS = Admin(id="boss", name="Barbara")
NIP = "5260250995"


@pytest.fixture
def desk() -> Helpdesk:
    made = make_desk(settings=POLISH_SHOP)
    for name, number in (
        ("Przedsiębiorstwo Usługowe Żółć sp. z o.o.", NIP),
        ("Szkoła Podstawowa nr 7", "PL1132853869"),
        ("Nowak-Zieliński s.c.", None),
        ("3M Poland", "DE123456789"),
    ):
        j.do(made, CreateOrganisation, BOSS, name=name, tax_number=number)
    return made


def _found(desk: Helpdesk, typed: str) -> list[str]:
    return [str(one.name).split()[0] for one in desk.show(view_organisations, BOSS, search=typed).rows]


@pytest.mark.parametrize(
    ("typed", "first_words"),
    [
        ("zolc", ["Przedsiębiorstwo"]),
        ("ŻÓŁĆ", ["Przedsiębiorstwo"]),
        ("usług", ["Przedsiębiorstwo"]),
        ("zolc przed", ["Przedsiębiorstwo"]),
        ("zieliński", ["Nowak-Zieliński"]),
        ("nowak-ziel", ["Nowak-Zieliński"]),
        ("szkoła 7", ["Szkoła"]),
        ("3m", ["3M"]),
        ("poland", ["3M"]),
        ("nikt", []),
        ("zolc szkoła", []),
    ],
)
def test_a_firm_is_found_by_any_word_of_its_name(desk: Helpdesk, typed: str, first_words: list[str]) -> None:
    """By the beginnings of its words, in any order, whatever accents and capitals; all that is typed must be there."""
    assert _found(desk, typed) == first_words


@pytest.mark.parametrize(
    ("typed", "first_words"),
    [
        ("5260250995", ["Przedsiębiorstwo"]),
        ("PL5260250995", ["Przedsiębiorstwo"]),
        ("pl 526-025-09-95", ["Przedsiębiorstwo"]),
        ("NIP: 526 025 09 95", ["Przedsiębiorstwo"]),
        ("526-02", ["Przedsiębiorstwo"]),
        ("1132853869", ["Szkoła"]),
        ("113-285-38-69", ["Szkoła"]),
        ("PL 113 285", ["Szkoła"]),
        ("DE 123 456 789", ["3M"]),
        ("123456789", []),
    ],
)
def test_a_firm_is_found_by_its_tax_number(desk: Helpdesk, typed: str, first_words: list[str]) -> None:
    """With "PL" or without, with spaces or hyphens, as it was written down or otherwise; by its beginning too."""
    assert _found(desk, typed) == first_words


def test_all_are_found_page_by_page(desk: Helpdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are beside them: a page ends where the next one begins."""
    monkeypatch.setattr(staff_views, "_AT_ONCE", 2)
    for number in range(5):
        j.do(desk, CreateOrganisation, BOSS, name=f"Biuro {number}")
        j.do(desk, CreateOrganisation, BOSS, name=f"Adam {number} i wspólnicy")
    names: list[str] = []
    after: Any = None
    while True:
        page = desk.show(view_organisations, BOSS, search="biuro", after=after, limit=2)
        names += [str(one.name) for one in page.rows]
        after = page.next
        if after is None:
            break
    assert names == [f"Biuro {number}" for number in range(5)]
    assert len(desk.show(view_organisations, BOSS).rows) == 14


@pytest.mark.parametrize("typed", ["PL5260250995", "526-025-09-95", "PL 526 025 09 95", "NIP 5260250995"])
def test_a_nip_is_one_firms_however_it_is_written(desk: Helpdesk, typed: str) -> None:
    """Whoever writes it down again is told which firm that is."""
    answer = desk.handle(desk.read(CreateOrganisation, {"name": "Druga", "tax_number": typed}), BOSS)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == ("refusal.organisation_tax_number", "tax_number")
    assert "Żółć" in answer.params["firm"]


def test_a_firm_may_write_its_own_number_otherwise(desk: Helpdesk) -> None:
    """It is not in its own way; another firm is."""
    (row,) = desk.show(view_organisations, BOSS, search="zolc").rows
    changed = {"organisation": row.id, "name": "Żółć S.A."}
    j.do(desk, ChangeOrganisation, BOSS, **changed, tax_number=f"PL {NIP}")
    answer = desk.handle(desk.read(ChangeOrganisation, {**changed, "tax_number": "1132853869"}), BOSS)
    assert isinstance(answer, Refusal)
    assert "Szkoła" in answer.params["firm"]
