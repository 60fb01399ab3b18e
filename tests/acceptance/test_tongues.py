"""Pages that had to fall back to another language say so, where a reader's software can tell."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from starlette.testclient import TestClient

from helpdesk_core import Settings, hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.i18n import Translator
from helpdesk_core.testing import make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.tongues import speaking, spoken

ZONE = ZoneInfo("Europe/Warsaw")
GERMAN = speaking(Translator("de", zone=ZONE))


class German:
    """Somebody has begun to translate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hookimpl
    def helpdesk_catalogues(self) -> list[Path]:
        return [self.folder]


@pytest.mark.parametrize(
    "html, shown",
    [
        ("<p>{menu}</p>", '<p><span lang="en" dir="ltr">Menu</span></p>'),
        ('<a title="{menu}">{menu}</a>', '<a title="Menu"><span lang="en" dir="ltr">Menu</span></a>'),
        ("<option>{menu}</option><title>{menu}</title>", "<option>Menu</option><title>Menu</title>"),
        ("<textarea>{menu}</textarea>", "<textarea>Menu</textarea>"),
        ("<p>\ue002 shuts \ue000en\ue001 opens</p>", '<p> shuts <span lang="en" dir="ltr"> opens</span></p>'),
        ('<p>\ue000en" onclick="\ue001x</p>', '<p>\ue000en" onclick="\ue001x</p>'),
        ("<p>Nothing</p>", "<p>Nothing</p>"),
    ],
)  # fmt: skip
def test_a_text_that_fell_back_is_marked_where_an_element_may_stand(html: str, shown: str) -> None:
    assert spoken(html.replace("{menu}", GERMAN("page.menu"))) == shown


def test_a_variety_of_the_language_is_no_other_language() -> None:
    british = speaking(Translator("en-GB", zone=ZONE))
    assert british("page.menu") == "Menu"


def test_a_page_in_a_language_that_is_half_translated(tmp_path: Path) -> None:
    """Own texts stand as they are, the rest say that they are English."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="de")
    catalogue.add("-", "Bitte keine Passwörter", context="safety.text")
    with (folder / "own.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings = Settings(shop_name="Reparatur", languages=("en", "de"))
    desk = make_desk(SqlStore.sqlite(tmp_path / "desk.sqlite"), settings=settings, plugins=[German(tmp_path)])
    accounts = StaffAccounts(desk._store.sessions.engine)  # type: ignore[attr-defined]
    with TestClient(create_app(desk, accounts), headers={"accept-language": "de"}) as client:
        page = client.get("/quick-help").text
    assert 'lang="de"' in page
    assert "Bitte keine Passwörter" in page
    assert '<span lang="en" dir="ltr">' in page
    assert not re.search("[\ue000-\ue002]", page)
    assert "<span" not in "".join(re.findall(r"<(?:title|option)[^>]*>([^<]*)", page))
