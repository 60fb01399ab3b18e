"""F4: loan devices, lent at the counter and asked back before the hand-over, in the app."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

import journeys as j
from capabilities.awaited_parts import in_days
from capabilities.loans import lent
from helpdesk_core.commands import MergeRequest
from shops import Shop, read

LANGUAGES = ["en", "pl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_loan_device_is_lent_and_asked_back_before_the_hand_over(shop: Shop, language: str) -> None:
    """The list, the request, the room and the form of the hand-over say that it is out, until a person took it back."""
    t = shop.desk.translator(language)

    def says(code: str, **params: Any) -> str:
        return read(t(code, **params))

    made, _ = j.in_phase(shop.desk, "ready", j.Customer(id="7"), contact="loan@example.com", surname="Kern")
    customer, staff = shop.visitor(language), shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    room, desk = f"/r/{j.link(shop.desk, made)}", f"/staff/requests/{made.reference.replace('-', '')}"

    staff.open("/staff/loan-devices")
    staff.send("/staff/loan-devices", name="iPhone 11", serial="LP-1", notes="PIN 482196, drawer 2")
    assert "482196" not in staff.page.text
    assert "iPhone 11" in read(staff.page.text)
    (device,) = _values(staff.open(f"{desk}/loans").text)
    staff.send("/loans", loan_device=device, condition="Scratched, with charger", due="2020-01-01")
    assert says("refusal.awaited_part_wrong_day") in read(staff.page.text)
    assert "Scratched, with charger" in staff.page.text, "nothing typed is lost"
    staff.send("/loans", loan_device=device, condition="Scratched, with charger", due="")

    out = says("loan.card.out", device="iPhone 11")
    assert out in read(customer.open(room).text)
    assert "Scratched, with charger" in read(customer.page.text)
    assert "drawer" not in customer.page.text
    told = shop.desk.translator(j.stored(shop.desk, made).language)("notice.loan_began.text")
    assert made.reference in shop.mail("loan@example.com", told[:40])["subject"]
    assert "Kern" in read(staff.open("/staff/loan-devices").text)
    asked = says("staff.loan.still_out", device="iPhone 11")
    assert asked in read(staff.open(desk).text)
    assert asked in read(staff.open(f"{desk}/hand-over").text), "before anybody has it back"
    staff.send("/hand-over", name="Kern", proof="slip")
    assert asked in read(staff.page.text), "nothing is refused, and nothing is taken back by itself"
    assert out in read(customer.open(room).text)

    loan = next(path for path in _links(staff.page.text) if path.startswith(f"{desk}/loans/"))
    staff.open(loan)
    staff.send(loan, condition="One more scratch")
    assert asked not in read(staff.open(desk).text)
    assert asked not in read(staff.open(f"{desk}/hand-over").text)
    text = read(customer.open(room).text)
    assert out not in text
    assert says("loan.card.back", device="iPhone 11", day=t.day(shop.desk.clock())) in text
    assert "One more scratch" not in text
    history = read(staff.open(desk).text)
    assert says("action.loan_began") in history
    assert says("action.loan_ended") in history


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_what_is_overdue_is_said_to_staff_and_customer_and_follows_a_joined_request(
    shop: Shop, language: str
) -> None:
    """The queue has it, one mail goes out, and the request in which it continues takes it back."""
    t = shop.desk.translator(language)
    of = {"contact": "late@example.com", "surname": "Kern"}
    made, _ = j.in_phase(shop.desk, "in_review", j.Customer(id="7"), problem="It hums.", **of)
    other, _ = j.in_phase(shop.desk, "ready", j.Customer(id="7"), problem="It gets hot.", **of)
    lent(shop.desk, made.request, due=in_days(shop.desk, 2))
    _nine_days_later(shop)
    told = shop.desk.translator(j.stored(shop.desk, made).language)("notice.loan_overdue.text")
    assert made.reference in shop.mail("late@example.com", told[:40])["subject"]

    staff = shop.visitor(language)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    view = "/staff?view=loan_late"
    assert read(t("staff.view.loan_late")) in read(staff.open("/staff").text)
    assert made.reference.replace("-", "") in staff.open(view).text
    desk = "/staff/requests/{}".format
    mine, its = (desk(one.reference.replace("-", "")) for one in (made, other))
    j.do(shop.desk, MergeRequest, j.ANNA, request=made.request, into=other.request)
    asked = read(t("staff.loan.still_out", device="Loan phone 1"))
    assert asked not in read(staff.open(mine).text)
    assert asked in read(staff.open(f"{its}/hand-over").text)
    loan = next(path for path in _links(staff.open(its).text) if path.startswith(f"{its}/loans/"))
    staff.open(loan)
    staff.send(loan, condition="")
    assert made.reference.replace("-", "") not in staff.open(view).text
    assert other.reference.replace("-", "") not in staff.page.text


def _nine_days_later(shop: Shop) -> None:
    clock = shop.desk.clock
    shop.desk.clock = lambda: clock() + timedelta(days=9)  # type: ignore[misc]


def _values(page: str) -> list[str]:
    """The devices that are offered."""
    found = re.search(r'<select[^>]* name="loan_device".*?</select>', page, re.S)
    assert found is not None
    return [value for value in re.findall(r'value="([^"]*)"', found.group(0)) if value]


def _links(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)
