"""The queue as staff work in it: what rows say, views and their counts, bulk steps, how many actions a job takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from test_page_statements import counted

import journeys as j
import reference_app
from helpdesk_core.views import view_queue
from shops import Shop, Visitor, signed_in


def anna(shop: Shop) -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.open("/language/en?next=/staff")
    return visitor


def rows(shop: Shop) -> Any:
    return shop.desk.view(view_queue, shop.accounts.staff()[0].actor).rows


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def test_a_row_says_what_it_is_about_and_whose_turn_it_is(shop: Shop) -> None:
    """The customer's first words, the last words and whose they are, status, urgency and priority in words, due."""
    page = anna(shop).open("/staff").text
    shown = text(page.partition("<tbody>")[2].partition("</tbody>")[0])
    assert "Urgent My laptop does not turn on since yesterday" in shown
    assert "Yes, it stays dark. The fan starts for a moment" in shown
    assert "Anna Nowak: Dzień dobry, wyświetlacz wymienimy" in shown
    assert "Waiting for parts" in shown
    assert re.search(r"due in [0-9]+ (h|d|min)", shown)
    assert len(re.findall('<tr class="new"', page)) == 2, "nobody looked at two of them yet"


def test_a_long_first_message_stands_in_its_row_once(shop: Shop) -> None:
    """Its beginning is the subject; the whole of it below would be the same words again."""
    long = "The printer of the office leaves grey stripes on every page, and the drum was changed in March."
    j.submit(shop.desk, problem=long, contact="stripes@example.com")
    shown = text(anna(shop).open("/staff").text)
    assert shown.count("The printer of the office leaves grey stripes") == 1


def test_views_are_tabs_and_menu_entries_with_the_same_counts(shop: Shop) -> None:
    """They are those of the lists behind them."""
    visitor = anna(shop)
    page = visitor.open("/staff").text
    tabs = page.partition('class="tabs brief"')[2].partition("</nav>")[0]
    found = re.findall(r'href="(/staff[^"]*)"[^>]*>([^<]+?)\s*(?:<span class="count">(\d+)</span>)?</a>', tabs)
    assert [name for _, name, _ in found][:4] == ["My requests", "Unassigned", "Waiting for us", "Waiting for customer"]
    side = text(page.partition('class="side"')[2].partition("</nav>")[0])
    for href, name, number in found:
        if number:
            assert f"{name} {number}" in side
            assert len(re.findall("<tr ", visitor.open(href).text.partition("<tbody>")[2])) == int(number)


def test_a_page_of_the_queue_and_its_counts_cost_two_statements(shop: Shop) -> None:
    """And one for the views that staff keep; every other page of the desk pays for the menu alone."""
    visitor = anna(shop)
    with counted(shop) as seen:
        visitor.open("/staff?view=unassigned")
    requests = [one for one in seen if "service_requests" in one]
    assert len(requests) == 2, "\n".join(requests)
    assert len([one for one in seen if "saved_overviews" in one]) == 1
    with counted(shop) as seen:
        visitor.open("/staff/keys")
    assert len([one for one in seen if "service_requests" in one]) == 1


def test_pages_of_customers_ask_for_no_counts(shop: Shop) -> None:
    """There is no menu of staff."""
    visitor = shop.visitor()
    with counted(shop) as seen:
        visitor.open("/")
    assert not [one for one in seen if "saved_overviews" in one]


def test_filters_and_order_stand_in_the_address(shop: Shop) -> None:
    """With nonsense in it the page is shown as without."""
    visitor = anna(shop)
    page = visitor.open("/staff?location=centrum&urgency=soon").text
    assert "Ekran pękł" in page
    assert "Pralka" not in page
    assert len(re.findall("<tr ", visitor.open("/staff?sort=due&view=nonsense&urgency=zzz&after=x").text)) >= 5
    assert "Nothing here" not in visitor.open("/staff?status=closed").text
    assert "Closed and cancelled" in visitor.page.text.partition("</h1>")[0]


def test_a_view_is_kept_and_taken_away(shop: Shop) -> None:
    """Under a name, as a tab with its count; what it asks for stands in its address."""
    visitor = anna(shop)
    visitor.open("/staff?location=centrum&sort=age")
    visitor.send("/keep", name="Centre, oldest", shared="yes")
    assert "<h1>Centre, oldest</h1>" in visitor.page.text
    href = re.search(r'href="(/staff\?[^"]*kept=[^"]*)"', visitor.page.text)
    assert href is not None
    assert "location=centrum" in href[1]
    assert "Centre, oldest" in anna(shop).open("/staff").text
    visitor.send("/unkeep")
    assert "Centre, oldest" not in visitor.page.text


def test_bulk_steps_are_said_row_by_row(shop: Shop) -> None:
    """Done by the ordinary commands: what one refuses is named with its reason, and stops no other."""
    visitor = anna(shop)
    visitor.open("/staff?view=unassigned")
    ticked = {f"pick-{one.id}": one.reference for one in rows(shop) if one.assignee is None}
    answer = visitor.send("/queue/bulk", forged=ticked, priority="3", tag_on="Loan Phone", status_to="in_progress")
    assert "view=unassigned" in str(answer.url)
    said = text(answer.text.partition('class="notice')[2].partition("</div></div>")[0])
    refused = [one for one in rows(shop) if one.phase.value in ("received", "outcome_recorded")]
    assert f"Done for so many requests: {len(ticked) - len(refused)}." in said
    for one in refused:
        assert f"{one.reference.grouped} : This status cannot be set now" in said
    assert all(one.priority == 3 and one.tags == ("loan-phone",) for one in rows(shop) if one.assignee is None)


def test_nothing_is_done_to_what_is_not_ones_to_touch(shop: Shop) -> None:
    """Ids of an address, a stranger's cookie, words of another language's codes: nothing of it is believed."""
    visitor = anna(shop)
    visitor.open("/staff")
    answer = visitor.send("/queue/bulk", forged={"pick-nonsense": "ABCD1234"}, note="x")
    assert "This request does not exist" in answer.text
    assert visitor.open("/staff?done=99&undone=ABCD1234-refusal~nothing").status_code == 200
    assert "refusal" not in visitor.page.text


def test_keys_can_be_switched_off(shop: Shop) -> None:
    """In this browser (WCAG 2.1.4)."""
    visitor = anna(shop)
    assert "data-keys" in visitor.open("/staff").text
    visitor.open("/staff/keys")
    visitor.send("/staff/keys", keys="off")
    assert "data-keys" not in visitor.open("/staff").text
    visitor.open("/staff/keys")
    visitor.send("/staff/keys", keys="on")
    assert "data-keys" in visitor.open("/staff").text


def test_a_phone_is_found_by_its_last_four_digits(shop: Shop) -> None:
    """As the caller says them."""
    page = anna(shop).open("/staff/search?q=3456").text
    assert "HP LaserJet M110" in page


@pytest.fixture
def page(browser: Any, live: Shop) -> Any:
    """Anna's browser, on the queue."""
    token = signed_in(live.accounts)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
    context.add_cookies(
        [
            {"name": "helpdesk_staff", "value": token, "url": live.base_url},
            {"name": "helpdesk_language", "value": "en", "url": live.base_url},
        ]
    )
    made = context.new_page()
    made.goto(f"{live.base_url}/staff")
    yield made
    context.close()


@pytest.mark.browser
@pytest.mark.quick
def test_the_top_of_the_queue_is_answered_by_keyboard_alone(page: Any, live: Shop) -> None:
    """Three keys besides the words, and one page load: next row, reply, send."""
    loads: list[str] = []
    page.on("load", lambda opened: loads.append(opened.url))
    first = page.text_content(".rows .what a")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("We have found it.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_load_state("load")
    assert first in page.text_content("h1")
    assert "We have found it." in page.text_content("main")
    assert len(loads) == 1, loads


@pytest.mark.browser
def test_replying_where_no_row_is_chosen_answers_the_top(page: Any) -> None:
    """Two keys besides the words; and what is typed then is words, and no commands."""
    first = page.text_content(".rows .what a")
    page.keyboard.press("r")
    page.keyboard.type("A fan is on its way.")
    assert page.text_content("dialog#answer h2") == first
    assert page.input_value("dialog#answer textarea") == "A fan is on its way."


@pytest.mark.browser
def test_the_top_of_the_queue_is_answered_in_two_clicks(page: Any) -> None:
    """Reply, send."""
    page.click("[data-answer] >> nth=0")
    page.keyboard.type("By mouse.")
    with page.expect_navigation():
        page.click("dialog#answer [data-send]")
    assert "By mouse." in page.text_content("main")


@pytest.mark.browser
def test_keys_act_where_they_are_shown_and_never_while_somebody_types(page: Any) -> None:
    """Search, help, ticking, taking, the way back; letters in a field are letters."""
    page.keyboard.press("/")
    page.keyboard.type("jar?x")
    assert page.input_value(".find input") == "jar?x"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("dialog:has(kbd)")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement === document.querySelector('.rows .what a')")
    page.keyboard.press("x")
    assert page.is_checked(".pick input >> nth=0")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "Done for so many requests: 1." in page.text_content("main")
    with page.expect_navigation():
        page.keyboard.press("g")
        page.keyboard.press("q")
    assert page.url.endswith("/staff")


def test_what_the_side_bar_lists_stands_on_wide_screens_once(shop: Shop) -> None:
    """The tabs are for screens on which the menu is folded."""
    page = anna(shop).open("/staff").text
    assert 'class="tabs brief"' in page
    sheet = (Path(reference_app.__file__).parent / "static" / "helpdesk.css").read_text()
    assert ".helpdesk .brief { display: none }" in sheet


def test_the_bar_for_what_is_ticked_follows_the_rows(shop: Shop) -> None:
    """It sticks to the foot of the screen, so that it is at hand beside any row, on a phone too."""
    page = anna(shop).open("/staff").text
    assert page.index('class="rows"') < page.index('id="bulk"')
    assert 'class="savebar bulk"' in page
