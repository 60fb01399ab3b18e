"""Settings as records: edited by several people at once, with a history, and what they would break refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Admin, Agent, Helpdesk, InputError, Location, Refusal, Settings, Status
from helpdesk_core.base.changes import RefusalKind
from helpdesk_core.base.records import record_types
from helpdesk_core.base.text import Published
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.errors import Refused
from helpdesk_core.service_requests.rules import ChangeStatus
from helpdesk_core.settings.values import to_plain
from helpdesk_core.shop_settings.model import SettingChange
from helpdesk_core.shop_settings.rules import ChangeSettings, SettingsChanged
from helpdesk_core.shop_settings.views import preview_settings, view_settings, view_settings_history
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP

EWA = Admin(id="ewa", name="Ewa Boss")
JAN = Admin(id="jan", name="Jan Drugi")
PARTS = Status(id="parts", phase="in_progress", labels={"en": "Waiting for parts", "pl": "Czeka na części"})
CENTRE = Location(id="centre", labels={"en": "Centre", "pl": "Centrum"})
SHOP = attrs.evolve(POLISH_SHOP, statuses=(PARTS,), locations=(CENTRE,), locked=frozenset({"currency"}))


@pytest.fixture
def desk(store: Any) -> Helpdesk:
    return make_desk(store, settings=SHOP)


def change(desk: Helpdesk, key: str, value: Any, seen: int = 0, actor: Any = EWA) -> Any:
    """Set one key; None goes back to the code's value."""
    return change_all(desk, {key: value}, {key: seen}, actor)


def change_all(desk: Helpdesk, values: dict[str, Any], seen: dict[str, int], actor: Any = EWA) -> Any:
    given = [
        {"key": key, "value": None if value is None else Published.of(to_plain(value)), "seen": seen.get(key, 0)}
        for key, value in values.items()
    ]
    return desk.handle(desk.read(ChangeSettings, {"values": given}), actor)


def seen(desk: Helpdesk) -> Any:
    return desk.view(view_settings, EWA).seen  # type: ignore[union-attr]


def history(desk: Helpdesk) -> list[tuple[str, Any, Any, str]]:
    """Key, before, after, who: newest first."""
    found: Any = desk.view(view_settings_history, EWA)
    return [
        (row.key, row.before and row.before.plain, row.after and row.after.plain, str(row.changed_by))
        for row in found.changes
    ]


def test_a_change_holds_from_the_next_command_on(desk: Helpdesk, store: Any) -> None:
    """In this process and in every other one; who changed what is kept, with the value before."""
    other = make_desk(store, settings=SHOP)
    assert change(desk, "phone", "+48 22 765 43 21") == SettingsChanged(keys=("phone",))
    assert desk.view(view_settings, EWA).settings.phone == "+48 22 765 43 21"  # type: ignore[union-attr]
    assert other.view(view_settings, EWA).values["phone"] == "+48 22 765 43 21"  # type: ignore[union-attr]
    assert other.settings.phone == "+48 22 765 43 21"
    assert change(other, "phone", "112", seen(other)["phone"], JAN) == SettingsChanged(keys=("phone",))
    assert history(desk) == [
        ("phone", "+48 22 765 43 21", "112", "Jan Drugi"),
        ("phone", "", "+48 22 765 43 21", "Ewa Boss"),
    ]
    assert desk.verify() == ()


def test_redaction_statuses_and_words_follow_the_snapshot(desk: Helpdesk) -> None:
    """What hangs on the settings is made anew with them."""
    made, _ = j.in_phase(desk, "in_review")
    iban = "PL61 1090 1014 0000 0712 1981 2874"

    def thread() -> str:
        j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text=f"Please pay to {iban}.")
        with desk.reading() as reader:
            return " ".join(str(message.text) for message in reader.find(THREAD, {"request": made.request}))

    assert iban not in thread()
    change(desk, "published_numbers", [iban])
    assert iban in thread()
    bench = Status(id="bench", phase="in_progress", labels={"en": "On the bench", "pl": "Na warsztacie"})
    change(desk, "statuses", [PARTS, bench])
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="bench")
    change(desk, "wording.pl.notice.greeting", "Cześć,")
    desk.refresh_settings()
    assert desk.translator("pl")("notice.greeting") == "Cześć,"


def test_the_account_on_the_invoices_is_no_secret_in_a_reply(desk: Helpdesk) -> None:
    """Staff write it to customers; another account stays one."""
    made, _ = j.in_phase(desk, "in_review")
    change(desk, "bank_account", "Bank 24, PL61 1090 1014 0000 0712 1981 2874")
    text = "Pay to 61 1090 1014 0000 0712 1981 2874, not to PL27 1140 2004 0000 3002 0135 5387."
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text=text)
    with desk.reading() as reader:
        said = " ".join(str(message.text) for message in reader.find(THREAD, {"request": made.request}))
    assert "61 1090 1014 0000 0712 1981 2874" in said
    assert "1140 2004" not in said


def test_two_people_change_different_settings_at_once(desk: Helpdesk) -> None:
    """Both succeed; each had seen nothing of the other's."""
    values = [("phone", "112"), ("shop_name", "Serwis"), ("country_code", "49"), ("time_zone", "UTC")]
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda one=one, actor=actor: answers.append(change(desk, *one, actor=actor)))
        for one, actor in zip(values, (EWA, JAN, EWA, JAN), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(answer, SettingsChanged) for answer in answers), answers
    settings = desk.view(view_settings, EWA).settings  # type: ignore[union-attr]
    assert [getattr(settings, key) for key, _ in values] == [value for _, value in values]
    assert desk.verify() == ()


def test_the_same_setting_is_not_overwritten_unseen(desk: Helpdesk) -> None:
    """The second is told, and nothing of what they sent along is saved either."""
    change(desk, "phone", "112")
    answer = change_all(desk, {"shop_name": "Serwis", "phone": "997"}, {"phone": 0}, JAN)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.kind, answer.field) == ("settings.changed", RefusalKind.CONFLICT, "values.1")
    assert (desk.settings.phone, desk.settings.shop_name) == ("112", "Test shop")
    assert isinstance(change(desk, "phone", "997", seen(desk)["phone"], JAN), SettingsChanged)


@pytest.mark.parametrize(
    "key, value, code, field",
    [
        ("colour", "red", "settings.unknown", "values.0.key"),
        ("wording.pl.no.such.text", "a", "wording.unknown_code", "wording.pl.no.such.text"),
        ("wording.pl.notice.close", "{name}", "wording.placeholder", "wording.pl.notice.close"),
        ("currency", "EUR", "settings.locked", "values.0.key"),
        ("time_zone", "Europe/Varsovia", "settings.error.zone", "time_zone"),
        ("languages", [], "settings.error.empty", "languages"),
        ("phone", 5, "settings.error.not_text", "phone"),
        ("automatic", {"code": False}, "settings.error.no_notice", "automatic.code"),
        ("languages", ["en", "pl", "de"], "settings.error.no_label", "statuses.0.labels"),
    ],
)
def test_what_does_not_work_is_refused_with_its_place(
    key: str, value: Any, code: str, field: str, sqlite_store: Any
) -> None:
    """Locked keys, unknown ones, a wrong placeholder, values that the check refuses; nothing is saved."""
    desk = make_desk(sqlite_store, settings=SHOP)
    answer = change(desk, key, value)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == (code, field)
    assert history(desk) == []


def test_only_admins_and_whom_the_host_names_change_settings(sqlite_store: Any) -> None:
    desk = make_desk(sqlite_store, settings=SHOP)
    named = Agent(id="ola", name="Ola", rights=frozenset({"settings.edit"}))
    for actor in (j.ANNA, j.CUSTOMER, j.Guest(), j.BOT):
        answer = change(desk, "phone", "112", actor=actor)
        assert isinstance(answer, Refusal)
        assert answer.kind is RefusalKind.FORBIDDEN
        assert isinstance(desk.view(view_settings, actor), Refusal)
    assert isinstance(change(desk, "phone", "112", actor=named), SettingsChanged)


GONE: list[tuple[str, Callable[[Settings], Any]]] = [
    ("statuses", lambda settings: [one for one in settings.statuses if one.id != "parts"]),
    ("locations", lambda settings: []),
]
RETIRED: dict[str, Callable[[Settings], Any]] = {
    "statuses": lambda settings: [attrs.evolve(PARTS, retired=True)],
    "locations": lambda settings: [attrs.evolve(CENTRE, retired=True)],
}


@pytest.mark.parametrize("key, without", GONE, ids=["status", "location"])
def test_what_open_requests_stand_in_is_retired_and_not_removed(
    key: str, without: Callable[[Settings], Any], desk: Helpdesk
) -> None:
    """The refusal says how many; a retired one is still shown, and removed when the last request has left it."""
    made = j.submit(desk, location="centre")
    j.enter(desk, made)
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="parts")
    answer = change(desk, key, without(desk.settings))
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field, answer.params["count"]) == ("settings.in_use", key, 1)
    assert isinstance(change(desk, key, RETIRED[key](desk.settings)), SettingsChanged)
    assert getattr(desk.view(view_settings, EWA).settings, key)[0].retired  # type: ignore[union-attr]
    again = change(desk, key, without(desk.settings), 1)
    assert isinstance(again, Refusal)
    assert again.code == "settings.in_use"
    j.do(desk, j.CancelRequest, j.ANNA, request=made.request)
    if key == "statuses":
        assert isinstance(change(desk, key, without(desk.settings), 1), SettingsChanged)
        assert desk.view(view_settings, EWA).settings.statuses == ()  # type: ignore[union-attr]
    assert desk.verify() == ()


def test_what_is_still_offered_cannot_vanish(sqlite_store: Any) -> None:
    """It is retired first, so that nobody enters it between the count and the removal; its phase stays while in use."""
    desk = make_desk(sqlite_store, settings=SHOP)
    answer = change(desk, "statuses", [])
    assert isinstance(answer, Refusal)
    assert answer.code == "settings.retire_first"
    made, _ = j.in_phase(desk, "in_progress")
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="parts")
    moved = change(desk, "statuses", [attrs.evolve(PARTS, phase="ready")])
    assert isinstance(moved, Refusal)
    assert moved.code == "settings.phase_in_use"


def test_nobody_enters_a_retired_place(sqlite_store: Any) -> None:
    """Neither a new request at the location, nor one with the status."""
    desk = make_desk(sqlite_store, settings=SHOP)
    change_all(desk, {key: value(SHOP) for key, value in RETIRED.items()}, {})
    desk.view(view_settings, EWA)
    made, _ = j.in_phase(desk, "in_review")
    assert isinstance(j.attempt(desk, ChangeStatus, j.ANNA, request=made.request, status="parts"), Refusal)
    with pytest.raises(Refused) as refused:
        j.submit(desk, location="centre")
    assert refused.value.refusal.code == "refusal.no_such_location"


def test_going_back_to_the_codes_value(store: Any) -> None:
    """It is recorded as such: what a later release of the code says holds then."""
    desk = make_desk(store, settings=SHOP)
    change(desk, "phone", "112")
    assert change(desk, "phone", None, 1) == SettingsChanged(keys=("phone",))
    later = make_desk(store, settings=attrs.evolve(SHOP, phone="997"))
    assert later.view(view_settings, EWA).settings.phone == "997"  # type: ignore[union-attr]
    assert history(desk)[0][:3] == ("phone", "112", None)


def test_a_key_that_is_locked_later_is_codes_again(sqlite_store: Any) -> None:
    change(make_desk(sqlite_store, settings=SHOP), "phone", "112")
    later = make_desk(sqlite_store, settings=attrs.evolve(SHOP, phone="997", locked=frozenset({"phone"})))
    assert later.view(view_settings, EWA).settings.phone == "997"  # type: ignore[union-attr]


def test_a_preview_saves_nothing_and_names_everything(sqlite_store: Any) -> None:
    """Differences, all errors at once, locked keys, and what is in use."""
    desk = make_desk(sqlite_store, settings=SHOP)
    good: Any = desk.view(preview_settings, EWA, {"phone": "112", "shop_name": "Test shop"})
    assert [(one.key, one.before, one.after) for one in good.differences] == [("phone", "", "112")]
    assert good.possible
    bad: Any = desk.view(preview_settings, EWA, {"colour": 1, "phone": 5, "time_zone": "x", "wording.pl.a.b": "a"})
    assert {".".join(error.path) for error in bad.errors} == {"colour", "phone", "time_zone", "wording.pl.a.b"}
    refused: Any = desk.view(preview_settings, EWA, {"currency": "EUR", "locations": []})
    assert [one.code for one in refused.refusals] == ["settings.locked", "settings.retire_first"]
    assert history(desk) == []


def test_tenants_have_settings_of_their_own(store: Any) -> None:
    """In one store, under the same secret."""
    one, two = make_desk(store, tenant="one"), make_desk(store, tenant="two")
    change(one, "phone", "112")
    assert two.view(view_settings, EWA).settings.phone == ""  # type: ignore[union-attr]
    assert history(two) == []
    change(two, "phone", "997")
    shown = [desk.view(view_settings, EWA).settings.phone for desk in (one, two)]  # type: ignore[union-attr]
    assert shown == ["112", "997"]


def test_a_setting_that_was_changed_behind_the_desk_is_found(sqlite_store: Any) -> None:
    """The history vouches for every change: an edit and a deletion are named."""
    desk = make_desk(sqlite_store, settings=SHOP)
    change(desk, "phone", "112")
    change(desk, "shop_name", "Serwis")
    assert desk.verify() == ()
    engine = sqlite_store.sessions.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE helpdesk_core_setting_changes SET after = '"113"' WHERE key = 'phone'""")
    assert {finding.row.partition(":")[0] for finding in desk.verify()} == {"setting_changes"}
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM helpdesk_core_setting_changes WHERE key = 'phone'")
    assert desk.verify() != ()


def test_settings_hold_nothing_of_customers() -> None:
    """So that erasing has nothing to do there."""
    for name in ("shop_settings", "setting_changes"):
        assert record_types[name].personal == ()


def test_a_change_that_a_host_rolls_back_leaves_no_snapshot(sqlite_store: Any) -> None:
    """The next change has the same number and other words: what is held is told apart by the history's head."""
    desk = make_desk(sqlite_store, settings=SHOP)
    change(desk, "phone", "112")
    held = desk.settings_source._held
    with sqlite_store.sessions.engine.begin() as connection:  # as if it had never been committed
        connection.exec_driver_sql("DELETE FROM helpdesk_core_setting_changes")
        connection.exec_driver_sql("DELETE FROM helpdesk_core_timeline")
        connection.exec_driver_sql("DELETE FROM helpdesk_core_shop_settings")
    change(desk, "phone", "997")
    desk.settings_source._held = held
    assert desk.view(view_settings, EWA).settings.phone == "997"  # type: ignore[union-attr]


def test_a_stored_value_that_this_release_cannot_read_closes_no_shop(
    sqlite_store: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The code's value holds, and the key is logged."""
    desk = make_desk(sqlite_store, settings=SHOP)
    change(desk, "phone", "112")
    with sqlite_store.sessions.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE helpdesk_core_setting_changes SET after = '[1]'")
    assert make_desk(sqlite_store, settings=SHOP).view(view_settings, EWA).settings.phone == ""  # type: ignore[union-attr]
    assert "the recorded setting phone cannot be used" in caplog.text


@pytest.mark.parametrize("given", ["{", '"' + "a" * 200_001 + '"', "[" * 100_000, '"\ud800"', 5])
def test_a_value_that_is_no_json_is_refused(given: Any, sqlite_store: Any) -> None:
    desk = make_desk(sqlite_store, settings=SHOP)
    with pytest.raises(InputError) as caught:
        desk.read(ChangeSettings, {"values": [{"key": "phone", "value": given, "seen": 0}]})
    assert [error.path for error in caught.value.errors] == [("values", "0", "value")]


def test_the_history_goes_on_page_by_page(sqlite_store: Any) -> None:
    desk = make_desk(sqlite_store, settings=SHOP)
    for number in range(5):
        change(desk, "phone", str(number), number)
    keys: list[str] = []
    after = None
    while True:
        page: Any = desk.view(view_settings_history, EWA, after=after, limit=2)
        keys += [row.after.plain for row in page.changes]
        if (after := page.next) is None:
            break
    assert keys == ["4", "3", "2", "1", "0"]
    with desk.reading() as reader:
        assert isinstance(reader.load(SettingChange, page.changes[0].id), SettingChange)
