"""P3: a new order, page by page, to a summary that is approved."""

from __future__ import annotations

import re

import pytest

from shops import Shop, Visitor, read

ORDER = {"problem": "Nie działa od wczoraj.", "device": "Radio", "urgency": "soon"}
PERSON = {"surname": "Świętosławska", "contact": "order@example.com"}


def _steps(visitor: Visitor) -> list[tuple[str, str]]:
    """Each step on the page: its place, and its words."""
    track = re.search(r'<ol class="track".*?</ol>', visitor.page.text, re.S)
    assert track is not None
    found = re.findall(r'<li class="(\w+)"[^>]*>(.*?)</li>', track.group(), re.S)
    return [(place, " ".join(re.sub("<[^>]+>", " ", words).split())) for place, words in found]


def _mails(shop: Shop) -> int:
    while shop.desk.deliver(500).done:
        pass
    return sum(mail["recipient"] == PERSON["contact"] for mail in shop.outbox.sent(500))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_P3_an_order_is_summed_up_changed_and_approved(shop: Shop, language: str) -> None:
    """Each page says which it is; what is required is marked; the summary changes each line; only approving sends."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    visitor.reads_summary = True
    page = visitor.open("/quick-help").text
    assert read(t("order.required")) in page
    assert page.count('aria-hidden="true">*</span>') == 2, "the problem and the device"
    assert [place for place, _ in _steps(visitor)] == ["now", "later", "later"], "some devices are asked more"
    visitor.send("/quick-help", **ORDER)
    visitor.send("/quick-help/contact", **PERSON, serial="C02XL0ABJHD4")
    assert visitor.page.url.path == "/quick-help/check"
    assert _steps(visitor)[-1][0] == "now"
    for said in (*ORDER.values(), *PERSON.values(), "C02XL0ABJHD4"):
        assert said in visitor.page.text
    lines = re.findall(r"<li>", visitor.page.text.partition('<ul class="lines">')[2].partition("</ul>")[0])
    assert visitor.page.text.count(f">{read(t('order.change'))}<span") == len(lines) >= 6
    assert _mails(shop) == 0, "nothing is sent before it is approved"
    assert ORDER["problem"] in visitor.open("/quick-help").text
    visitor.send("/quick-help", **ORDER | {"device": "Radio Unitra"})
    assert visitor.page.url.path == "/quick-help/check", "who changes one thing is back at the summary"
    visitor.send("/quick-help/check")
    assert _mails(shop) == 1
    visitor.send("/confirm", code=shop.code("order@example.com"))
    assert "Radio Unitra" in visitor.page.text
    assert visitor.open("/quick-help/check").url.path == "/quick-help", "the draft is gone with it"


def test_P3_a_draft_goes_on_on_another_device(shop: Shop) -> None:
    """Who is signed in finds it in their account; what a guest began becomes theirs; a stranger finds nothing."""
    desktop, phone, stranger = shop.visitor(), shop.visitor(), shop.visitor()
    desktop.open("/quick-help")
    desktop.send("/quick-help", **ORDER)
    for one, id in ((desktop, "7"), (phone, "7"), (stranger, "8")):
        one.client.cookies.set("test_customer", id)
    assert ORDER["problem"] in desktop.open("/quick-help").text, "begun before the sign-in"
    desktop.send("/quick-help", **ORDER)
    assert ORDER["problem"] in phone.open("/quick-help").text
    assert ORDER["problem"] not in stranger.open("/quick-help").text
    desktop.client.cookies.delete("test_customer")
    assert ORDER["problem"] not in desktop.open("/quick-help").text, "nothing is left to a browser that signs out"
    desktop.client.cookies.set("helpdesk_draft_quick_help", "7")
    assert ORDER["problem"] not in desktop.open("/quick-help").text, "and an account's id is no cookie"
    desktop.send("/quick-help", **ORDER)
    assert desktop.page.status_code == 200
    token = desktop.client.cookies.get("helpdesk_draft_quick_help", domain="testserver.local")
    assert re.fullmatch(r"[\w-]{43}", token or ""), "what is no token of ours is replaced"
    phone.open("/quick-help/contact")
    phone.send("/quick-help/contact", surname="Nowak", contact="both@example.com")
    assert ORDER["problem"] in phone.page.text
    assert phone.open("/quick-help/check").url.path == "/quick-help"


def test_P3_a_draft_of_several_lines_is_gone_when_it_is_sent(shop: Shop) -> None:
    """Whatever a browser makes of the ends of lines in hidden fields."""
    visitor = shop.visitor()
    visitor.open("/quick-help")
    visitor.send("/quick-help", **ORDER | {"problem": "Nie działa.\nOd wczoraj.\n\nPiszczy."})
    visitor.send("/quick-help/contact", **PERSON)
    assert "code was sent" in visitor.page.text.lower() or visitor.page.url.path.endswith("/confirm")
    assert visitor.open("/quick-help/check").url.path == "/quick-help"
    assert "Piszczy" not in visitor.page.text


def _at_the_times(shop: Shop, customer: str) -> Visitor:
    """Somebody signed in, before the times at which a device can be brought."""
    visitor = shop.visitor("en")
    visitor.reads_summary = True
    visitor.client.cookies.set("test_customer", customer)
    visitor.open("/quick-help")
    visitor.send("/quick-help", **ORDER, location="centrum")
    assert visitor.page.url.path == "/quick-help/way"
    visitor.send("/quick-help/way", way="appointment")
    assert visitor.page.url.path == "/quick-help/way/appointment"
    return visitor


def test_P3_a_time_to_bring_it_is_chosen_with_the_order(shop: Shop) -> None:
    """It stands in the summary and is booked when the order is approved; whoever comes when the last place is gone is
    asked again, and their order is made all the same."""
    people = [_at_the_times(shop, customer) for customer in ("7", "8", "9")]
    assert shop.desk.settings.appointments_at_once == len(people) - 1
    values = re.findall(r'<option value="(\d{4}-[^"]+)"', people[0].page.text)
    for number, visitor in enumerate(people):
        visitor.send("/quick-help/way/appointment", starts_at=values[-1])
        visitor.send("/quick-help/contact", surname="Nowak", contact=f"times{number}@example.com")
        assert visitor.page.url.path == "/quick-help/check"
        assert ">When</span>" in visitor.page.text
    for visitor in people[:-1]:
        visitor.send("/quick-help/check")
        assert visitor.page.url.path.startswith("/r/")
        assert "Your appointment" in visitor.page.text
    people[-1].send("/quick-help/check")
    assert "Your order has been made" in people[-1].page.text
    assert people[-1].page.url.path.endswith("/appointment")
