"""F4: warnings about a type or model of device, told to whoever names one."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Admin, InputError, Settings
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.settings import DeviceWarning, from_toml, read_settings, to_toml, warnings_about
from helpdesk_core.settings.values import to_plain
from shops import Shop, read

LANGUAGES = ["en", "pl"]
WORDS = {"en": "The battery is recalled: do not charge it.", "pl": "Bateria jest wycofana: prosimy jej nie ładować."}


def warning(**more: Any) -> DeviceWarning:
    """About e-scooters of one make."""
    return attrs.evolve(DeviceWarning(id="scooter", labels=WORDS, devices=("Volta X",)), **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_warning_is_told_before_it_is_sent_and_as_long_as_it_is_open(shop: Shop, language: str) -> None:
    """Also where the device is a further one; staff read it too, and the slip has it. Nothing is refused."""
    told = {"key": "device_warnings", "value": Published.of([to_plain(warning())]), "seen": 0}
    j.do(shop.desk, ChangeSettings, Admin(id="root", name="Root"), values=(told,))
    shop.desk.refresh_settings()
    words, visitor = read(WORDS[language]), shop.visitor(language)
    visitor.reads_summary = True
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Broken.", device="Radio", add="devices")
    visitor.send(
        "/quick-help", problem="Broken.", device="Radio", urgency="soon", **{"devices-0-device": "volta x2 pro"}
    )
    visitor.open("/quick-help/contact")
    assert words in read(visitor.page.text), "beside the contact"
    visitor.send("/quick-help/contact", surname="Nowak", contact="volta@example.com")
    assert words in read(visitor.page.text), "above what is sent"
    made, _ = j.in_phase(
        shop.desk, "in_review", j.Customer(id="7"), device="Hulajnoga VOLTA X", contact="v@example.com"
    )
    customer, staff = shop.visitor(language), shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    room = f"/r/{j.link(shop.desk, made)}"
    assert words in read(customer.open(room).text)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    desk = f"/staff/requests/{made.reference.replace('-', '')}"
    assert words in read(staff.open(desk).text)
    assert read(WORDS[j.stored(shop.desk, made).language]) in read(staff.open(f"{desk}/slip").text)
    j.record(shop.desk, made)
    j.do(shop.desk, j.CloseRequest, j.ANNA, request=made.request)
    assert words not in read(customer.open(room).text), "it is over"


def test_F4_a_warning_is_about_beginnings_of_words_and_may_be_retired() -> None:
    """As for questions: "Volta X" is not in "Revolta X"."""
    told = (warning(),)
    assert warnings_about(told, ["volta x200"]) == told
    assert not warnings_about(told, ["Revolta X", "Volta", ""])
    assert not warnings_about((warning(retired=True),), ["Volta X"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("devices", []),
        ("devices", [" "]),
        ("labels", {"en": "Only English"}),
        ("labels", dict.fromkeys(LANGUAGES, "x" * 601)),
        ("id", "Not an id"),
    ],
)
def test_F4_a_warning_that_would_be_told_to_nobody_is_refused(field: str, value: Any) -> None:
    """It names where it is wrong."""
    plain = {"id": "scooter", "labels": WORDS, "devices": ["Volta X"], field: value}
    with pytest.raises(InputError) as caught:
        read_settings({"languages": ["en", "pl"], "device_warnings": [plain]})
    assert {error.path[2] for error in caught.value.errors} == {field}


def test_F4_warnings_are_written_in_the_app_and_in_the_file(shop: Shop) -> None:
    """Both say the same."""
    admin = shop.visitor("en")
    admin.sign_in()
    admin.client.get("/language/en")
    admin.open("/staff/settings/booking")
    cells = {"id": "scooter", "devices": "Volta X\nVolta Y", "labels_en": WORDS["en"], "labels_pl": WORDS["pl"]}
    named = {f"device_warnings-0-{name}": text for name, text in cells.items()}
    admin.send("/staff/settings/booking", routing="suggest", forged=named)
    shop.desk.refresh_settings()
    assert shop.desk.settings.device_warnings == (warning(devices=("Volta X", "Volta Y")),)
    written = to_toml(Settings(languages=("en", "pl"), device_warnings=(warning(),)))
    assert from_toml(written).device_warnings == (warning(),)
