"""What admins changed, laid over what code gives: keys, differences, going back."""

from __future__ import annotations

from typing import Any

import pytest

import helpdesk_core.desk  # noqa: F401 - with the desk all texts of the core are defined
from helpdesk_core import InputError, Settings, Status
from helpdesk_core.settings.overlay import differences, effective, plain_by_key, proposed, setting_of

CODE = Settings(
    languages=("en", "pl"),
    phone="+48 22 123 45 67",
    wording={"pl": {"notice.greeting": "Witamy,", "notice.link": "Tutaj:"}},
)


def test_a_text_of_the_wording_is_a_key_of_its_own() -> None:
    """So that two people who edit two texts do not meet."""
    assert setting_of("phone") == "phone"
    assert setting_of("wording.pl.notice.greeting") == "wording"
    for nothing in ("wording", "wording.pl", "locked", "coded", "phone.x", "", "colour"):
        assert setting_of(nothing) is None
    assert plain_by_key(CODE)["wording.pl.notice.greeting"] == "Witamy,"


def test_recorded_values_win_over_code_and_none_goes_back() -> None:
    values = {
        "phone": "112",
        "shop_name": None,
        "wording.pl.notice.greeting": "Cześć,",
        "wording.en.notice.link": "Go:",
    }
    made, unread = effective(CODE, values)
    assert (made.phone, made.shop_name, unread) == ("112", "Helpdesk", ())
    assert made.wording == {"pl": {"notice.greeting": "Cześć,", "notice.link": "Tutaj:"}, "en": {"notice.link": "Go:"}}
    assert made.as_coded is CODE
    assert CODE.as_coded is CODE


def test_what_is_locked_in_code_stays_whatever_is_recorded() -> None:
    """A key that was locked after somebody had changed it is code's again."""
    code = Settings(phone="1", wording={"en": {"notice.link": "x"}}, locked=frozenset({"phone", "wording"}))
    made, _ = effective(code, {"phone": "2", "wording.en.notice.link": "y"})
    assert (made.phone, made.wording) == ("1", {"en": {"notice.link": "x"}})


def test_what_this_release_cannot_read_is_left_out_and_named() -> None:
    """An upgrade never closes a shop."""
    made, unread = effective(CODE, {"phone": 5, "colour": "red", "statuses": [{"id": "a"}], "shop_name": "Serwis"})
    assert (made.shop_name, made.phone, made.statuses) == ("Serwis", CODE.phone, ())
    assert unread == ("phone", "colour", "statuses")


def test_differences_are_key_by_key() -> None:
    after, _ = effective(CODE, {"phone": "112", "wording.pl.notice.link": "Proszę:"})
    assert [(one.key, one.before, one.after) for one in differences(CODE, after)] == [
        ("phone", "+48 22 123 45 67", "112"),
        ("wording.pl.notice.link", "Tutaj:", "Proszę:"),
    ]
    assert differences(after, after) == ()


@pytest.mark.parametrize(
    "values, paths",
    [
        ({"colour": "red", "phone": 5}, ["colour", "phone"]),
        ({"wording.xx": "a", "wording.pl.no.text": "a"}, ["wording.xx", "wording.pl.no.text"]),
        ({"wording.pl.notice.close": "{x}", "wording.de.notice.link": "a"}, ["wording.pl.notice.close", "wording.de"]),
        ({"statuses": [{"id": "a", "phase": "x", "labels": {"en": "A"}}]}, ["statuses.0.phase", "statuses.0.labels"]),
        ({"languages": ["en", "pl", "de"]}, ["statuses.0.labels"]),
    ],
)  # fmt: skip
def test_a_proposed_change_is_checked_with_all_that_stays(values: dict[str, Any], paths: list[str]) -> None:
    """Every error at once, and also where the change spoils what was right before."""
    now = Settings(
        languages=("en", "pl"), statuses=(Status(id="parts", phase="in_progress", labels={"en": "P", "pl": "C"}),)
    )
    with pytest.raises(InputError) as caught:
        proposed(CODE, now, values)
    assert [".".join(error.path) for error in caught.value.errors] == paths


def test_a_proposed_none_is_the_codes_value() -> None:
    now, _ = effective(CODE, {"phone": "112", "wording.pl.notice.greeting": "Cześć,", "wording.en.notice.link": "Go:"})
    keys = ("phone", "wording.pl.notice.greeting", "wording.en.notice.link")
    assert differences(proposed(CODE, now, dict.fromkeys(keys)), CODE) == ()
