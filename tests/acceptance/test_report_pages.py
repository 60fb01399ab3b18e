"""The report of the work: charts with their tables, for whoever has the right."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import CloseRequest, ReopenRequest
from shops import Shop, read


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_report_counts_what_came_in(shop: Shop, language: str) -> None:
    """A request more is one more, in the chart and in the table; a made-up period or location is none. Nothing stands
    there of who did it."""
    t, staff = shop.desk.translator(language), shop.visitor(language)
    staff.sign_in()
    page = staff.open("/staff/report")
    assert page.text.count("<svg") >= 3
    assert page.text.count("<table") == 5
    assert not any(member.actor.name in page.text.partition("</h1>")[2] for member in shop.accounts.staff())
    before = _this_week(page.text)
    shop.visitor(language).request_help("counted@example.com")
    assert _this_week(staff.open("/staff/report").text) == before + 1
    for address in ("/staff/report?period=year&location=nowhere", "/staff/report?period=month"):
        assert staff.open(address).status_code == 200
    assert read(t("staff.report.older")) in staff.page.text
    assert "–" in staff.page.text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_came_back_and_which_devices_came_in_stand_beside_it(shop: Shop, language: str) -> None:
    """One of two that were finished is opened again; two people bring a phone of one model. What took no hour is no
    nought."""
    t, staff = shop.desk.translator(language), shop.visitor(language)
    shop.desk.clock = _in_some_weeks(shop)
    for place in range(2):
        made, _ = j.in_phase(shop.desk, "outcome_recorded", contact=f"p{place}@example.com", device="Pixel 8, black")
        j.do(shop.desk, CloseRequest, j.ANNA, request=made.request)
    j.do(shop.desk, ReopenRequest, j.ANNA, request=made.request)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    page = staff.open("/staff/report")
    returned, devices = (read(page.text).partition(f">{read(t(code))}</caption>")[2] for code in _TABLES)
    assert [int(one) for one in re.findall(r"<td>(\d+)</td>", returned)[:3]] == [2, 1, 50]
    assert re.search(r'<th scope="row">Pixel 8</th><td>2</td>', devices)
    assert read(t("staff.report.less", time="")).strip() in read(page.text)


_TABLES = ("staff.report.returned", "staff.report.devices")


def _in_some_weeks(shop: Shop) -> Any:
    """When nothing of the demo's stands in the same week."""
    clock = shop.desk.clock
    return lambda: clock() + timedelta(weeks=4)


def test_what_is_open_is_shown_though_nothing_happened_for_long(shop: Shop) -> None:
    """After half a year without work there is one chart: how old everything is."""
    staff = shop.visitor()
    staff.sign_in()
    year = shop.desk.clock() + timedelta(days=200)
    shop.desk.clock = lambda: year
    page = staff.open("/staff/report")
    assert page.status_code == 200
    assert page.text.count("<table") == 1


def test_nobody_else_reads_it(shop: Shop) -> None:
    """Not without a sign-in, and not without the right."""
    assert shop.visitor().open("/staff/report").url.path != "/staff/report"


def _this_week(page: str) -> int:
    """What came in, in the first row of the table."""
    return int(page.partition("<tbody>")[2].partition("<td")[2].partition(">")[2].partition("<")[0])
