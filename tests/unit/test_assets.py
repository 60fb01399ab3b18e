"""Files that browsers keep: the address says which content, and only that content is kept under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from reference_app import assets

NAME = "helpdesk.css"


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=[assets.mount()]))


def test_a_version_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page names several files: hashing them for each would be most of its work."""
    assets.version.cache_clear()
    read: list[str] = []
    really = Path.read_bytes

    def reads(path: Path) -> bytes:
        read.append(path.name)
        return really(path)

    monkeypatch.setattr(Path, "read_bytes", reads)
    assert assets.version(NAME) == assets.version(NAME)
    assert read == [NAME]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"{NAME}?v={assets.version(NAME)}", "immutable"),
        (assets.FIRST_FONT, "immutable"),
        (f"{NAME}?v=0123456789", "no-cache"),
        (f"{NAME}?v=", "no-cache"),
        (f"{NAME}?v={assets.version(NAME)}&x=1", "no-cache"),
        (NAME, ""),
    ],
)
def test_only_the_content_that_an_address_names_is_kept_under_it(browser: TestClient, address: str, kept: str) -> None:
    """While machines change to another release, a page of one may fetch its styles from another: what that has would
    stay for a year under the new name."""
    answer = browser.get(f"/static/{address}")
    assert answer.status_code == 200
    assert kept in answer.headers.get("cache-control", "")
    assert ("immutable" in answer.headers.get("cache-control", "")) == (kept == "immutable")


def test_what_is_not_there_is_no_failure(browser: TestClient) -> None:
    assert browser.get("/static/gone.css?v=1").status_code == 404


@pytest.mark.parametrize("language, fonts", [("en", 1), ("en-GB", 1), ("pl", 2), ("cs-CZ", 2), ("de", 1)])
def test_a_page_asks_at_once_for_all_letters_of_its_language(language: str, fonts: int) -> None:
    """Of two fonts one could come in time and the other not: its letters alone would be of another kind."""
    assert assets.first_fonts(language) == (assets.FIRST_FONT, assets.MORE_LETTERS)[:fonts]
