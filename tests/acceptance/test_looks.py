"""What the style sheet promises, measured in a browser: a rule that another one overrules is no rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shops import Shop, signed_in

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page of a phone's size."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def at_work(page: Any, live: Shop, path: str) -> None:
    """A page of the desk, as Anna sees it."""
    token = signed_in(live.accounts)
    page.context.add_cookies([{"name": "helpdesk_staff", "value": token, "url": live.base_url}])
    page.goto(live.base_url + path)


def test_a_line_with_an_error_is_marked_like_a_text(live: Shop, phone: Any) -> None:
    """The border of an input, not only that of a text area, says where something is to be put right."""
    phone.goto(live.base_url + "/quick-help")
    phone.locator("main form button.button:visible").last.click()
    shown = "name => getComputedStyle(document.querySelector(`[name=${name}]`)).borderTop"
    assert phone.evaluate(shown, "device") == phone.evaluate(shown, "problem")
    assert phone.evaluate(shown, "device").startswith("2px")


def test_a_code_is_written_large_and_apart(live: Shop, phone: Any) -> None:
    """Six figures are read one by one, and the box is as wide as they are."""
    phone.goto(live.base_url + "/components")
    code = phone.locator("input.code").first
    assert code.evaluate("one => [getComputedStyle(one).fontSize, one.offsetWidth]") == ["24px", 192]


def test_a_day_stands_in_its_bar(live: Shop, browser: Any) -> None:
    """Place, day and button of the appointments in one line, where there is room."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    at_work(page, live, "/staff/appointments")
    day, button = (page.locator(one).bounding_box() for one in ("#day", "main form.bar button"))
    assert abs(day["y"] + day["height"] / 2 - button["y"] - button["height"] / 2) < 3
    context.close()


def test_the_words_of_a_row_use_the_width_of_a_phone(live: Shop, phone: Any) -> None:
    """Only the box to tick stands beside what a request is about."""
    at_work(phone, live, "/staff")
    widths = phone.locator(".rows td.what").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert min(widths) >= 360 - 24 - 8 - 24


def test_no_word_of_the_list_of_guides_is_broken(live: Shop, phone: Any) -> None:
    """The table stands as cards on a phone, each value after its name."""
    at_work(phone, live, "/staff/guides")
    phone.locator("main form button").first.click()
    assert phone.locator("main tbody th").first.evaluate("one => one.offsetWidth") >= 240
    assert phone.locator("main td").evaluate_all("all => all.every(one => one.dataset.label)")


def test_the_chosen_tab_is_in_sight(live: Shop, phone: Any) -> None:
    """Also where the tabs are wider than the screen."""
    at_work(phone, live, "/staff/testimonials")
    tab = phone.locator(".tabs [aria-current]").bounding_box()
    assert 0 <= tab["x"] <= 360 - tab["width"]


def test_what_is_hidden_takes_no_room(live: Shop, phone: Any) -> None:
    """The box that chooses photos lies behind its button."""
    phone.goto(live.base_url + "/components")
    wide = """() => { const box = document.createElement("input"); box.type = "file"; box.className = "hidden";
      document.querySelector(".helpdesk main").append(box); return box.offsetWidth }"""
    assert phone.evaluate(wide) == 1


def test_a_thread_is_read_on_a_phone(live: Shop, phone: Any) -> None:
    """It has the first screen, and what is written below it does not squeeze it."""
    at_work(phone, live, "/staff")
    phone.locator(".rows .what a").first.click()
    shown, whole = phone.locator(".past").evaluate("one => [one.clientHeight, one.scrollHeight]")
    assert shown >= min(whole, 440)


def test_no_box_to_tick_breaks_its_word(live: Shop, browser: Any) -> None:
    """Fields beside each other leave room for the longest single word."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "helpdesk_language", "value": "pl", "url": live.base_url}])
    page = context.new_page()
    at_work(page, live, "/staff/settings/statuses")
    assert page.locator(".form-row .choice b").evaluate_all("all => Math.max(...all.map(one => one.offsetHeight))") < 40
    context.close()
