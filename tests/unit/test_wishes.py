"""Accept-Language: the best wish that the shop can meet."""

from __future__ import annotations

import pytest

from helpdesk_core.i18n import preferred_language


@pytest.mark.parametrize(
    ("wishes", "languages", "best"),
    [
        ("pl", ("en", "pl"), "pl"),
        ("en;q=0.3, pl;q=0.9", ("en", "pl"), "pl"),
        ("en, pl", ("en", "pl"), "en"),
        ("de-CH, pl;q=0.5", ("en", "de", "de-CH"), "de-CH"),
        ("de-AT, pl;q=0.5", ("pl", "de"), "de"),
        ("ZH-hant-TW", ("en", "zh-Hant"), "zh-Hant"),
        ("pt", ("en", "pt-BR"), None),
        ("pl;q=0, pl-PL", ("en", "pl"), None),
        ("fil", ("fi",), None),
        ("pl;q=high, en;q=0.1", ("en", "pl"), "en"),
        ("pl;level=1, en;q=0.1", ("en", "pl"), "en"),
        (",;q=1,*", ("en", "pl"), None),
        ("", ("en", "pl"), None),
        ("x" * 100_000, ("en", "pl"), None),
    ],
)
def test_the_best_wish_the_shop_can_meet_is_taken(wishes: str, languages: tuple[str, ...], best: str | None) -> None:
    """RFC 9110 (weights) and RFC 4647 (from the whole tag to the wider one); never two letters of another language."""
    assert preferred_language(wishes, languages) == best
