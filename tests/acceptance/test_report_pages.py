"""The report of the work: charts with their tables, for whoever has the right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shops import Shop, read


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_report_counts_what_came_in(shop: Shop, language: str) -> None:
    """A request more is one more, in the chart and in the table; a made-up period or location is none."""
    t, staff = shop.desk.translator(language), shop.visitor(language)
    staff.sign_in()
    page = staff.open("/staff/report")
    assert page.text.count("<svg") >= 3
    assert page.text.count("<table") == 3
    before = _this_week(page.text)
    shop.visitor(language).request_help("counted@example.com")
    assert _this_week(staff.open("/staff/report").text) == before + 1
    for address in ("/staff/report?period=year&location=nowhere", "/staff/report?period=month"):
        assert staff.open(address).status_code == 200
    assert read(t("staff.report.older")) in staff.page.text
    assert "–" in staff.page.text


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
    return int(page.partition("<tbody>")[2].partition("<td>")[2].partition("<")[0])
