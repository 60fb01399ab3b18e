"""H2: one thread by SMS: answered there, read at the desk, and what it costs said before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from account_pages import sign_up

import sms_peer as s
import whatsapp_peer as w
from helpdesk_core import Admin, ConfigurationError
from helpdesk_core.adapters.sms import SmsapiNotifier, TwilioNotifier
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.ports.notifier import Notifiers
from reference_app.channels.environment import channels_of_environment
from reference_app.channels.sms import has_sms, sms_in, sms_out
from reference_app.checking import check_desk
from shops import Shop, Visitor

JAN = "48600777888"
_DOOR = f"/inbound/smsapi/{s.SECRET}"


@pytest.fixture
def peer(shop: Shop) -> Iterator[s.Peer]:
    """The shop's account at SMSAPI; the words of replies go by SMS, and codes too."""
    with s.running() as made:
        shop.desk.channels = {**shop.desk.channels, "smsapi": s.smsapi_channel()}
        shop.desk.notifiers = Notifiers([s.smsapi_notifier(made), shop.outbox])
        changed = {"automatic": w.SILENT, "send_replies_to": ["phone"], "code_channels": ["email", "phone"]}
        rows = tuple({"key": key, "value": Published.of(value), "seen": 0} for key, value in changed.items())
        shop.desk.do(shop.desk.read(ChangeSettings, {"values": rows}), Admin(id="root", name="Root"))
        yield made


def works(shop: Shop) -> None:
    while shop.desk.deliver(500).total:
        pass


def comes(shop: Shop, fields: Mapping[str, str], door: str = _DOOR) -> tuple[int, str]:
    """SMSAPI calls back, and the worker reads it: a message as a form, a report as an address."""
    client = shop.visitor().client
    answer = client.post(door, data=dict(fields)) if "sms_text" in fields else client.get(door, params=dict(fields))
    works(shop)
    return answer.status_code, answer.text


def at_the_desk(shop: Shop) -> tuple[Visitor, str]:
    """Anna, with Jan's request open, and its path."""
    works(shop)
    anna = shop.visitor("pl")
    anna.sign_in()
    anna.open(f"/staff/search?q=%2B{JAN}")
    path = next(part for part in anna.page.text.split('"') if part.startswith("/staff/requests/"))
    anna.open(path)
    return anna, path


def test_H2_a_request_begins_by_sms_and_goes_on_in_the_room(shop: Shop, peer: s.Peer) -> None:
    """One thread, whichever way: the answer goes out by SMS, staff see that it arrived; the link with the code opens
    the room."""
    said = s.smsapi_message(JAN, "Pralka nie odwirowuje.", str(int(shop.desk.clock().timestamp())))
    assert comes(shop, said) == (200, "OK")
    assert comes(shop, said) == (200, "OK")
    (welcome,) = peer.texts
    code, link = re.search(r"\b(\d{6})\b", welcome), re.search(r"https?://[^/\s]+(/r/\S+)", welcome)
    assert code is not None
    assert link is not None
    anna, path = at_the_desk(shop)
    assert anna.page.text.count("Pralka nie odwirowuje.") >= 1
    anna.send("/reply", text="Proszę przywieźć ją jutro.", unconfirmed="y")
    works(shop)
    assert "Proszę przywieźć ją jutro." in peer.texts[-1]
    now = str(int(shop.desk.clock().timestamp()))
    comes(shop, s.smsapi_report(f"{len(peer.sent):024d}", "404", peer.sent[-1]["idx"], now))
    assert "Dostarczona" in anna.open(path).text
    jan = shop.visitor("pl")
    jan.open(link[1])
    jan.send("/contact", contact=f"+{JAN}")
    works(shop)
    newest = re.search(r"\b(\d{6})\b", peer.texts[-1]) or code
    jan.send("/confirm", code=newest[1])
    assert "Proszę przywieźć ją jutro." in jan.page.text


def test_H2_staff_read_how_many_parts_an_sms_has(shop: Shop, peer: s.Peer) -> None:
    """Before it is sent; and why a single letter more than halves them."""
    comes(shop, s.smsapi_message(JAN, "My dishwasher does not heat."))
    anna, path = at_the_desk(shop)
    form = next(one for one in re.findall(r"<form.*?</form>", anna.page.text, re.S) if f"{path}/reply" in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    pages = [anna.client.post(f"{path}/preview", data=hidden | {"text": letter * 400}).text for letter in ("x", "ż")]
    short, long = (int(found[1]) for page in pages if (found := re.search(r"SMS: (\d+) częś", page)))
    assert long > short > 1
    assert "zmniejsza część ze 160 do 70" in pages[1]


def test_H2_what_did_not_arrive_says_what_to_do(shop: Shop, peer: s.Peer) -> None:
    """Told in words, with the number to call."""
    comes(shop, s.smsapi_message(JAN, "Pralka nie odwirowuje."))
    now = str(int(shop.desk.clock().timestamp()))
    comes(shop, s.smsapi_report(f"{1:024d}", "405", peer.sent[0]["idx"], now))
    anna, _ = at_the_desk(shop)
    assert "Nie dotarła" in anna.page.text
    page = anna.open("/staff/undelivered").text
    assert "Na ten numer nie docierają SMS-y" in page
    assert "+48 600 777 888" in page


def test_H2_the_door_is_for_the_provider_alone(shop: Shop, peer: s.Peer) -> None:
    """401 for who does not know the secret, or signs otherwise; nothing is kept of it."""
    shop.desk.channels = {**shop.desk.channels, "twilio": s.twilio_channel()}
    said = s.smsapi_message(JAN)
    for door in ("/inbound/smsapi", f"/inbound/smsapi/{'x' * 30}"):
        assert comes(shop, said, door) == (401, "")
    assert comes(shop, s.smsapi_report("11", "404", "k1x0"), "/inbound/smsapi/wrong")[0] == 401
    client = shop.visitor().client
    good, forged = s.of_twilio(s.twilio_message()), s.of_twilio(s.twilio_message(), token="another")
    for request, status in ((forged, 401), (good, 200)):
        answer = client.post("/inbound/twilio", content=request.body, headers=dict(request.headers))
        assert (answer.status_code, answer.text) == (status, "")
    assert client.get("/inbound/twilio").status_code == 405


def test_H2_the_environment_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set: no SMS; half of it: which is missing; both providers: one is to be chosen."""
    assert (sms_in(), sms_out(), has_sms()) == ([], [], False)
    monkeypatch.setenv("HELPDESK_BASE_URL", "https://shop.example/")
    monkeypatch.setenv("HELPDESK_SMSAPI_TOKEN", s.TOKEN)
    with pytest.raises(ConfigurationError, match="HELPDESK_SMSAPI_SECRET"):
        sms_out()
    monkeypatch.setenv("HELPDESK_SMSAPI_SECRET", s.SECRET)
    monkeypatch.setenv("HELPDESK_SMSAPI_NETWORKS", "203.0.113.0/24, 198.51.100.7")
    monkeypatch.setenv("HELPDESK_SMS_SENDER", "Serwis")
    (sends,), (reads,) = sms_out(), channels_of_environment()
    assert isinstance(sends, SmsapiNotifier)
    assert (sends.reports, sends.sender) == (f"https://shop.example/inbound/smsapi/{s.SECRET}", "Serwis")
    assert (reads.name, has_sms()) == ("smsapi", True)
    monkeypatch.setenv("HELPDESK_SMS_MOST_PARTS", "many")
    with pytest.raises(ConfigurationError, match="MOST_PARTS"):
        sms_out()
    monkeypatch.setenv("HELPDESK_TWILIO_SID", s.SID)
    monkeypatch.setenv("HELPDESK_TWILIO_TOKEN", s.TOKEN)
    monkeypatch.delenv("HELPDESK_SMS_MOST_PARTS")
    with pytest.raises(ConfigurationError, match="one of them"):
        sms_out()
    monkeypatch.delenv("HELPDESK_SMSAPI_TOKEN")
    monkeypatch.delenv("HELPDESK_SMSAPI_SECRET")
    (other,) = sms_out()
    assert isinstance(other, TwilioNotifier)
    assert other.reports == "https://shop.example/inbound/twilio"
    assert sms_in()[0].name == "twilio"


def test_H2_check_says_what_is_wrong_with_it(shop: Shop, peer: s.Peer) -> None:
    """A token that is refused is named, and nothing is sent."""
    shop.desk.notifiers = Notifiers([s.smsapi_notifier(peer, token="old"), shop.outbox])
    wrong = [line for one in check_desk(shop.desk) for line in one.wrong]
    assert any("SMSAPI refuses the token" in line for line in wrong)
    assert peer.sent == []


@pytest.mark.parametrize("has_people", [False])
def test_H2_a_new_number_of_an_account_is_proved_by_sms(shop: Shop, peer: s.Peer) -> None:
    """The code is entered on the page of the account; a wrong one is said beside its field."""
    ola = sign_up(shop, "sms.account@example.com")
    for phone in ("600 100 210", "600 100 211"):
        ola.open("/account")
        ola.send("/account/details", surname="Nowak", phone=phone, language="en")
    works(shop)
    code = re.search(r"\b(\d{6})\b", peer.sent[-1]["message"])
    assert code is not None, peer.sent
    assert peer.sent[-1]["to"].endswith("600100211")
    ola.open("/account")
    ola.send("/account/phone", code=f"{(int(code.group(1)) + 1) % 1_000_000:06d}")
    assert ola.page.status_code == 422
    ola.send("/account/phone", code=code.group(1))
    assert "The new number is confirmed" in ola.page.text
    works(shop)
    assert peer.sent[-1]["to"].endswith("600100210")
