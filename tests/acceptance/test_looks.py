"""What the style sheet promises, measured in a browser: a rule that another one overrules is no rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import ReplyToCustomer
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


LONG = "We will look at it the same day, and write to you before we do anything that costs money. " * 4


def enter_room(live: Shop, page: Any, words: str = "The part comes on Monday. We will look at it at once.") -> str:
    """A customer's room after a reply; returns the id of the request."""
    visitor, contact = live.visitor(), "piotr.wisniewski@example.com"
    visitor.client.base_url = live.base_url
    path = visitor.request_help(contact)
    found = live.desk.keyring.read_link(path.removeprefix("/r/"))
    assert found is not None
    id = found[0]
    j.do(live.desk, ReplyToCustomer, j.ANNA, request=id, text=words)
    cookies = [
        {"name": one.name, "value": one.value, "url": live.base_url}
        for one in visitor.client.cookies.jar
        if not one.name.startswith("helpdesk_seen_")
    ]
    page.context.add_cookies(cookies)
    page.goto(live.base_url + path)
    return id


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


@pytest.mark.quick
@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_to_do_now_is_on_the_first_screen(live: Shop, phone: Any, language: str) -> None:
    """The recommended card of a room, its button included: where there is something to do, before whatever there is to
    read, and else after the shop's latest words."""
    cookie = {"name": "helpdesk_language", "value": language, "url": live.base_url}
    phone.context.add_cookies([cookie])

    def end() -> float:
        best = phone.locator(".best").bounding_box()
        return float(best["y"] + best["height"])

    id = enter_room(live, phone)
    assert end() <= 740
    j.do(live.desk, ReplyToCustomer, j.ANNA, request=id, text=LONG, status="waiting_for_customer")
    phone.reload()
    assert end() <= 740


def test_what_a_link_of_the_page_leads_to_is_unfolded(live: Shop, phone: Any) -> None:
    """A long page of the customer's is short until something is wanted; whoever taps on it sees it."""
    id = enter_room(live, phone)
    assert phone.evaluate("document.documentElement.scrollHeight") <= 3500
    assert not phone.locator("#call [name=contact]").is_visible()
    j.do(live.desk, ReplyToCustomer, j.ANNA, request=id, text="We are here.")
    phone.goto(phone.url.split("?")[0] + "#call")
    assert phone.locator("#call [name=contact]").is_visible()
    phone.locator("#call .button.plain").click()
    assert phone.locator("#reply textarea").is_visible()


@pytest.mark.parametrize("path", ["/", "/quick-help", "room"])
def test_a_fifth_of_the_first_screen_at_most_is_not_the_page_s_own(live: Shop, phone: Any, path: str) -> None:
    """The bar of the site, and the steps of a way through several pages."""
    if path == "room":
        enter_room(live, phone)
    else:
        phone.goto(live.base_url + path)
    heights = phone.locator(".site, .page > .track").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert sum(heights) <= 740 / 5


def test_a_long_address_breaks_where_it_is_read(live: Shop, phone: Any) -> None:
    """After its @, and never within a word of it."""
    address = "jolanta.wisniewska@naprawy.przyklad.example.com"
    phone.goto(live.base_url + "/quick-help")
    phone.fill("[name=problem]", "The screen is cracked since yesterday, touch works.")
    phone.fill("[name=device]", "iPhone 13")
    phone.locator("main form button.button:visible").last.click()
    for _ in range(2):
        if phone.locator("[name=contact]").count():
            break
        phone.locator("main form button.button:visible").last.click()
    phone.fill("[name=surname]", "Wisniewska")
    phone.fill("[name=contact]", address)
    phone.locator("main form.card button.button:visible").last.click()
    for _ in range(2):  # the summary, and the page of the code
        lines = phone.get_by_text(address).last.evaluate(LINES)
        assert "".join(lines) == address
        assert all(before.endswith("@") or after.startswith(".") for before, after in pairwise(lines))
        phone.locator("main form button.button:visible").last.click()


#: The texts of an element, line by line, as they are drawn.
LINES = """one => { const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), lines = []; let at = null;
  for (let node; (node = walk.nextNode());) for (let i = 0; i < node.data.length; i++) {
    const range = document.createRange(); range.setStart(node, i); range.setEnd(node, i + 1);
    const { top } = range.getBoundingClientRect();
    if (at === null || top - at > 4) lines.push(""); at = top; lines[lines.length - 1] += node.data[i]; }
  return lines.map(line => line.trim()) }"""


def test_events_do_not_crowd_out_what_was_said(live: Shop, phone: Any) -> None:
    """Several in a row are one line that opens."""
    at_work(phone, live, f"/staff/requests/{live.tracking[0]}")
    pattern = phone.locator("#thread > *").evaluate_all("all => all.map(one => one.className.split(' ')[0]).join(' ')")
    assert "event event event" not in pattern
    folded = phone.locator("#thread > details").last
    assert not folded.locator(".event").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator(".event").first.is_visible()


def test_what_is_to_be_checked_is_the_first_tab(live: Shop, phone: Any) -> None:
    """It is what the page opens on."""
    at_work(phone, live, "/staff/testimonials")
    assert phone.locator(".tabs a").first.get_attribute("aria-current") == "page"


def test_a_search_stands_in_its_bar(live: Shop, browser: Any) -> None:
    """Words, field and button of the invoices' search in one line."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    at_work(page, live, "/staff/invoices")
    field, button = (page.locator(one).bounding_box() for one in ("#number", "main form.bar button"))
    assert abs(field["y"] + field["height"] / 2 - button["y"] - button["height"] / 2) < 3
    assert field["width"] <= 330
    context.close()


@pytest.mark.parametrize("path", ["/", "/quick-help", "/guides", "/track", "/staff"])
def test_nothing_moves_when_the_type_comes_late(live: Shop, phone: Any, path: str) -> None:
    """A page that was shown without it keeps what stands in for it: no line can break anew, whether it just fits or not
    (Cumulative Layout Shift of the Web Vitals: 0.1 is good)."""
    watch = """window.shifts = [];
      new PerformanceObserver(found => window.shifts.push(...found.getEntries().map(one => one.value)))
        .observe({ type: "layout-shift", buffered: true })"""
    phone.add_init_script(watch)
    waiting: list[Any] = []
    phone.route("**/*.woff2", lambda route: waiting.append(route))
    if path == "/staff":
        token = signed_in(live.accounts)
        phone.context.add_cookies([{"name": "helpdesk_staff", "value": token, "url": live.base_url}])
    phone.goto(live.base_url + path, wait_until="domcontentloaded")
    phone.wait_for_timeout(400)
    assert waiting
    for route in waiting:
        route.continue_()
    phone.evaluate("document.fonts.ready")
    phone.wait_for_timeout(300)
    assert sum(phone.evaluate("window.shifts")) <= 0.001


def test_a_long_surname_stands_in_one_line_of_the_queue(live: Shop, browser: Any) -> None:
    """Its column is as wide as the longest that people have."""
    live.visitor().request_help("brzeczyszczykiewicz@example.com", surname="Brzęczyszczykiewicz")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    at_work(page, live, "/staff")
    surname = page.locator(".rows .about bdi", has_text="Brzęczyszczykiewicz").first
    assert surname.evaluate(LINES) == ["Brzęczyszczykiewicz"]
    context.close()


def test_customers_fit_a_phone(live: Shop, phone: Any) -> None:
    """A long address of e-mail makes no row of the list wider than the screen."""
    live.visitor().request_help("ksiegowosc.i.rozliczenia@biuro-rachunkowe.example.com", surname="Lis")
    at_work(phone, live, "/staff/customers")
    box = phone.locator(".scroll")
    assert box.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_a_heading_goes_on_saying_what_the_page_is(live: Shop, phone: Any) -> None:
    """The word "Error" stands in the title of the window and in the summary, not before the heading below it."""
    phone.goto(live.base_url + "/staff/sign-in")
    heading = phone.locator("h1").inner_text()
    phone.locator("main form button.button").first.click()
    assert phone.title().startswith("Error")
    assert phone.locator("h1").inner_text() == heading


def test_what_is_printed_is_open(live: Shop, phone: Any) -> None:
    """The details of a request; a card with nothing but a form is left out, and so is the step to take."""
    enter_room(live, phone)
    phone.emulate_media(media="print")
    assert not phone.locator("#reply").is_visible()
    assert not phone.locator("a.best").is_visible()
    phone.goto(phone.url.split("?")[0] + "/print")
    assert phone.locator("details .ref").is_visible()
