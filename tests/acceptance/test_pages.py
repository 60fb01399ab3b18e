"""Every page of the route table, in every state, in Chromium: axe, width, one heading, one primary step, headers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import account_pages
import pytest
from looked_at import note
from starlette.routing import Route

import journeys as j
from capabilities import collected
from helpdesk_core import Admin, Guest
from helpdesk_core.base.text import Published
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.rules import PrepareOutcome
from helpdesk_core.shop_settings.rules import ChangeSettings
from helpdesk_core.shop_settings.views import view_settings
from no_pages import FOR_MACHINES
from reference_app.accounts.passwords import Passwords
from reference_app.accounts.second_step import SecondSteps
from reference_app.accounts.second_step_pages import HALF_WAY_COOKIE
from shops import Shop, build, signed_in

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Go = Callable[[Any, Shop], None]
#: The one filled button of a page.
SEND = "main button.button:not(.plain):not(.second)"
FILLED = "main .button:not(.plain):not(.second):not(form *):not(.tap *):not(.sample *)"


def _open(path: str) -> Go:
    def go(page: Any, shop: Shop) -> None:
        page.goto(shop.base_url + path)

    return go


def _draft(page: Any, shop: Shop) -> None:
    page.goto(shop.base_url + "/quick-help")
    page.fill("#problem", "It does not start any more.")
    page.fill("#device", "Dell XPS")
    page.click(SEND)


_NUMBERS = count(1)


def _confirm(page: Any, shop: Shop, contact: str = "") -> None:
    """Up to the code; each time for another address, since few mails go to one that nobody confirms."""
    _draft(page, shop)
    contact = contact or f"axe{next(_NUMBERS)}@example.com"
    page.fill("#surname", "Axe")
    page.fill("#contact", contact)
    page.click(SEND)
    page.wait_for_url("**/quick-help/check")
    page.click(SEND)


def _room(page: Any, shop: Shop) -> None:
    contact = f"axe{next(_NUMBERS)}@example.com"
    _confirm(page, shop, contact)
    page.fill("#code", shop.code(contact))
    page.click(SEND)
    page.wait_for_url(re.compile(r"/r/[0-9a-f]{64}$"))


def _room_with_outcome(page: Any, shop: Shop) -> None:
    _room(page, shop)
    made = shop.desk.keyring.read_link(page.url.rpartition("/")[2])
    assert made is not None
    anna = shop.accounts.staff()[0].actor
    for text in ("Does it beep?", "We look into it."):
        j.do(shop.desk, ReplyToCustomer, anna, request=made[0], text=text, status="waiting_for_customer")
    draft = j.do(shop.desk, PrepareOutcome, anna, request=made[0], result="solved", text="A new battery is in.")
    j.do(shop.desk, j.RecordOutcome, anna, outcome=draft.outcome, digest=draft.digest)
    page.reload()
    page.wait_for_selector(".outcome")


def _empty_reply(page: Any, shop: Shop) -> None:
    _room(page, shop)
    page.click("#reply button")
    page.wait_for_selector(".errors")


def _sent_empty(path: str, button: str = SEND + ", main form button") -> Go:
    def go(page: Any, shop: Shop) -> None:
        page.goto(shop.base_url + path)
        page.click(button)
        page.wait_for_selector(".errors")

    return go


def _wrong_code(page: Any, shop: Shop) -> None:
    _confirm(page, shop)
    page.fill("#code", "000000")
    page.click(SEND)
    page.wait_for_selector(".errors")


def _door(page: Any, shop: Shop) -> None:
    fields = {"problem": "p", "device": "d", "surname": "s", "contact": "door@example.com"}
    answer = shop.desk.do(shop.desk.read(SubmitRequest, fields), j.Guest())
    page.goto(f"{shop.base_url}/r/{shop.desk.keyring.link(answer.request, 1)}")


def _tracked(page: Any, shop: Shop) -> None:
    page.goto(shop.base_url + "/track")
    page.fill("#reference", shop.tracking[0])
    page.fill("#surname", shop.tracking[1])
    page.click(SEND)


def _link_sent(page: Any, shop: Shop) -> None:
    page.goto(shop.base_url + "/track/link")
    page.fill("#reference", shop.tracking[0])
    page.fill("#contact", "nobody@example.com")
    page.click(SEND)


def _staff(path: str = "/staff") -> Go:
    def go(page: Any, shop: Shop) -> None:
        token = signed_in(shop.accounts)
        page.context.add_cookies([{"name": "helpdesk_staff", "value": token, "url": shop.base_url}])
        page.goto(shop.base_url + path.replace("{reference}", shop.tracking[0].replace("-", "")))

    return go


def _own_link(page: Any, shop: Shop) -> None:
    member, token = Passwords(shop.accounts).new_link("anna@example.com") or (None, "")
    assert member is not None
    page.goto(f"{shop.base_url}/staff/link/{token}")


def _own_second_step(page: Any, shop: Shop) -> None:
    """Tom's, as he sets it up."""
    page.context.add_cookies(
        [{"name": "helpdesk_staff", "value": signed_in(shop.accounts, "tom@example.com"), "url": shop.base_url}]
    )
    member = shop.accounts.by_email("tom@example.com")
    assert member is not None
    SecondSteps(shop.accounts, shop.desk.keyring).begin(member)
    page.goto(f"{shop.base_url}/staff/account/second-step")


def _half_signed_in(page: Any, shop: Shop) -> None:
    member, steps = shop.accounts.by_email("tom@example.com"), SecondSteps(shop.accounts, shop.desk.keyring)
    assert member is not None
    token = steps.wait_for_code(member.id, "")
    page.context.add_cookies([{"name": HALF_WAY_COOKIE, "value": token, "url": shop.base_url}])
    page.goto(f"{shop.base_url}/staff/sign-in/code")


def _staff_request(page: Any, shop: Shop) -> None:
    """With the panels that lie folded on a phone."""
    _staff("/staff/requests/{reference}")(page, shop)
    details = page.locator("[popovertarget=about]")
    if details.is_visible():
        details.click()


def _staff_reply_open(page: Any, shop: Shop) -> None:
    _staff_request(page, shop)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def _review(page: Any, shop: Shop) -> None:
    _staff_request(page, shop)
    page.click("#outcomes-title ~ details summary")
    page.fill("#outcome-text", "A new screen is in.")
    page.click("#outcomes-title ~ details button")
    page.wait_for_selector("#read")


def _dead_letter(page: Any, shop: Shop) -> None:
    with shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "UPDATE helpdesk_core_outbox SET state = 'failed', reason = 'smtp_550' WHERE payload LIKE '%outcome%'"
        )
    _staff("/staff/undelivered")(page, shop)


def _removals(page: Any, shop: Shop) -> None:
    words = "The password is Klopsik7, the PIN 482196. IBAN DE89370400440532013000"
    for language in shop.desk.settings.languages:
        shop.desk.redact_draft({"problem": words}, Guest(), language)
    _staff("/staff/secrets")(page, shop)


def _changed_settings(path: str) -> Go:
    """A history with a change in it."""
    ewa = Admin(id="ewa", name="Ewa Boss")

    def go(page: Any, shop: Shop) -> None:
        found: Any = shop.desk.view(view_settings, ewa)
        value = Published.of([f"PL61 1090 1014 0000 0712 1981 {next(_NUMBERS):04}"])
        change = {"key": "published_numbers", "value": value, "seen": found.seen.get("published_numbers", 0)}
        shop.desk.do(shop.desk.read(ChangeSettings, {"values": [change]}), ewa)
        _staff(f"/staff/settings{path}")(page, shop)

    return go


def _customer(page: Any, shop: Shop, id: str = "7") -> None:
    page.context.add_cookies([{"name": "test_customer", "value": id, "url": shop.base_url}])


def _own(page: Any, shop: Shop) -> None:
    """The list of somebody who is signed in at the host and asked for help."""
    _customer(page, shop)
    _draft(page, shop)
    page.fill("#order", "100-7")
    page.click(SEND)
    page.wait_for_url("**/quick-help/check")
    with page.expect_navigation():  # a click does not wait for the page that it leads to
        page.click(SEND)
    if page.locator("input[name=again]").count():  # the one of the last view is open still
        page.click("form:has(input[name=again]) button")
    page.wait_for_url(re.compile(r"/r/[0-9a-f]{64}$"))
    page.goto(shop.base_url + "/own")


def _room_signed_in(page: Any, shop: Shop) -> None:
    """A room whose contact is not confirmed yet."""
    _customer(page, shop, f"new{next(_NUMBERS)}")
    _confirm(page, shop)


#: Route → its states.
PAGES: dict[str, dict[str, Go]] = {
    "own": {"none": lambda p, s: (_customer(p, s, "99"), p.goto(s.base_url + "/own")), "some": _own},  # type: ignore[dict-item]
    "start": {"new": _open("/"), "with draft": lambda p, s: (_draft(p, s), p.goto(s.base_url + "/"))},  # type: ignore[dict-item]
    "quick_help": {"empty": _open("/quick-help"), "errors": _sent_empty("/quick-help", SEND)},
    "quick_help_contact": {
        "empty": _draft,
        "errors": lambda p, s: (_draft(p, s), p.click(SEND), p.wait_for_selector(".errors")),  # type: ignore[dict-item]
    },
    "confirm": {
        "code": _confirm,
        "wrong code": _wrong_code,
        "by phone": lambda p, s: _confirm(p, s, "600 100 200"),
    },
    "verify": {"asked again": lambda p, s: (_room(p, s), p.goto(p.url + "/verify?next=/track"))},  # type: ignore[dict-item]
    "room": {
        "door": _door,
        "fresh": _room,
        "signed in": _room_signed_in,
        "outcome": _room_with_outcome,
        "errors": _empty_reply,
        "unknown": _open(f"/r/{'0' * 64}"),
    },
    "track": {"empty": _open("/track"), "errors": _sent_empty("/track"), "tracked": _tracked},
    "track_link": {"empty": _open("/track/link"), "errors": _sent_empty("/track/link"), "sent": _link_sent},
    "demo_mail": {"mails": _open("/demo/mail")},
    "components": {"all": _open("/components")},
    "language": {"not found instead": _open("/no-such-page")},
    "staff_sign_in": {"empty": _open("/staff/sign-in"), "wrong": _sent_empty("/staff/sign-in")},
    "staff_sign_in_link": {"empty": _open("/staff/link"), "used": _open("/staff/link/nothing-of-ours")},
    "staff_password": {"opened": _own_link},
    "staff_account": {"opened": _staff("/staff/account")},
    "staff_second_step": {"asked": _half_signed_in},
    "staff_second_step_set_up": {"offered": _own_second_step},
    "staff_queue": {"all": _staff(), "filtered": _staff("/staff?assignee=me&status=closed")},
    "staff_keys": {"on": _staff("/staff/keys")},
    "staff_search": {
        "empty": _staff("/staff/search"),
        "found": _staff("/staff/search?q=kow"),
        "nothing": _staff("/staff/search?q=zzz"),
    },
    "staff_new": {
        "empty": _staff("/staff/new"),
        "errors": lambda p, s: (  # type: ignore[dict-item]
            _staff("/staff/new")(p, s),
            p.click(SEND),
            p.wait_for_selector(".errors"),
        ),
    },
    "staff_removals": {"none": _staff("/staff/secrets"), "some": _removals},
    "staff_undelivered": {"none": _staff("/staff/undelivered"), "some": _dead_letter},
    "staff_request": {"closed forms": _staff("/staff/requests/{reference}"), "open forms": _staff_reply_open},
    "staff_review": {"review": _review},
    "staff_settings": {"nothing changed": _staff("/staff/settings"), "changed": _changed_settings("")},
    "staff_settings_history": {"some": _changed_settings("/history")},
    "staff_settings_group": {
        **{
            name: _staff(f"/staff/settings/{name}") for name in ("shop", "statuses", "locations", "numbers", "messages")
        },
        "errors": lambda p, s: (  # type: ignore[dict-item]
            _staff("/staff/settings/shop")(p, s),
            p.fill("[name=time_zone]", "Mars"),
            p.click(SEND),
            p.wait_for_selector(".errors"),
        ),
    },
    "staff_settings_wording": {
        "empty": _staff("/staff/settings/wording"),
        "found": _staff("/staff/settings/wording?language=pl&q=kod"),
        "nothing": _staff("/staff/settings/wording?q=zzz"),
    },
    "staff_settings_text": {
        "original": _staff("/staff/settings/wording/pl/notice.closed.text"),
        "counted": _staff("/staff/settings/wording/pl/tracked.turnaround"),
    },
}


def _through(go: Callable[[Any], object]) -> Go:
    """A state that a capability's module tells of a visitor, in the browser: its page, or the answer to its form."""

    def open_it(page: Any, shop: Shop) -> None:
        chosen = [one["value"] for one in page.context.cookies() if one["name"] == "helpdesk_language"]
        visitor = shop.visitor(chosen[0])
        visitor.client.cookies.set("helpdesk_language", chosen[0])
        go(visitor)
        cookies = [{"name": one.name, "value": one.value, "url": shop.base_url} for one in visitor.client.cookies.jar]
        page.context.add_cookies(cookies)
        if visitor.page.request.method == "POST":
            page.route(
                str(visitor.page.url), lambda route: route.fulfill(body=visitor.page.text, content_type="text/html")
            )
        page.goto(str(visitor.page.url))

    return open_it


for _route, _states in collected("PAGES").items():
    PAGES[_route] = {state: _through(go) for state, go in _states.items()} | PAGES.get(_route, {})
WITH_ACCOUNTS = {
    route: {state: _through(go) for state, go in states.items()} for route, states in account_pages.PAGES.items()
}
#: Each language and each width once; whatever a width decides is looked at in the other one, too. The accessibility
#: statement says what was seen in all four.
VIEWS = [("pl", 360), ("en", 1280)] + [("pl", 1280), ("en", 360)] * ("HELPDESK_ACCESSIBILITY" in os.environ)


def _cases() -> Iterator[Any]:
    """Every state of every page in both views. The first state of every twentieth page on a phone in Polish
    runs each time, the rest with the long tests."""
    for shop, pages in (("live", PAGES), ("live_with_accounts", WITH_ACCOUNTS)):
        for place, (route, states) in enumerate(pages.items()):
            for number, state in enumerate(states):
                for language, width in VIEWS:
                    is_now = place % 20 == number == 0 and (language, width) == VIEWS[0]
                    marks = (pytest.mark.quick,) if is_now else ()
                    id = f"{route}-{state}-{language}-{width}"
                    yield pytest.param(shop, language, width, route, state, marks=marks, id=id)


def test_every_page_is_looked_at(shop: Shop, tmp_path: Path) -> None:
    """The list comes from the route table: a page added without its states here fails."""
    (tmp_path / "accounts").mkdir()
    shops = (shop, build(tmp_path / "accounts", has_people=False))
    routes = (route for one in shops for route in one.app.routes if isinstance(route, Route))
    gets = {route.name for route in routes if "GET" in (route.methods or ())}
    assert gets - FOR_MACHINES == {*PAGES, *WITH_ACCOUNTS}


@pytest.mark.browser
@pytest.mark.parametrize("which, language, width, route, state", list(_cases()))
def test_a_page_is_accessible_and_fits(
    request: pytest.FixtureRequest, browser: Any, which: str, language: str, width: int, route: str, state: str
) -> None:
    """U1, U2, U6, U14, U17: no axe violation, in the other width and in the dark neither (each state comes from either
    width: both are seen in both schemes); nothing wider than the screen, one h1, targets large enough."""
    live: Shop = request.getfixturevalue(which)
    live.forget_tries()
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        locale=f"{language}-{language.upper()}",
        is_mobile=width == 360,
        has_touch=width == 360,
    )
    context.add_cookies([{"name": "helpdesk_language", "value": language, "url": live.base_url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    try:
        (PAGES if which == "live" else WITH_ACCOUNTS)[route][state](page, live)
        page.wait_for_load_state("load")  # a selector may be there before the style sheet is
        assert complaints == []
        found = _axe(page, "tag", TAGS)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
        assert page.get_attribute("html", "lang") == language
        assert page.evaluate(UNREMINDED) == []
        assert page.evaluate(f"document.querySelectorAll('{FILLED}').length") <= 1
        _fits(page, width)
        _fits(page, WIDTHS - width)
        page.emulate_media(color_scheme="dark")
        other = _axe(page, "rule", OF_LOOKS)
        note(route, state, f"{language} {width}", (found.response, other.response))
        assert other.violations_count == 0, other.generate_report()
        page.set_viewport_size({"width": 320, "height": 740})
        page.evaluate(LONGER_WORDS)
        assert page.evaluate(TOO_WIDE) == []
    finally:
        context.close()


#: From one width to the other.
WIDTHS = 360 + 1280
#: The rules that ask how things look and where they stand, and not what they are.
OF_LOOKS = ["target-size", "scrollable-region-focusable", "color-contrast"]


def _axe(page: Any, kind: str, values: list[str]) -> Any:
    """What axe finds; it is put into a page once."""
    from axe_playwright_python.base import AxeResults
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": kind, "values": values}}
    if page.evaluate("typeof axe") == "undefined":
        return Axe().run(page, options=options)
    return AxeResults(page.evaluate("options => axe.run(document, options)", options))


def _fits(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_TARGETS) == []


#: What reaches over the edge, and is not within something that scrolls by itself.
TOO_WIDE = """
() => document.documentElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.tabs'))
  .map(e => e.outerHTML.slice(0, 120))
"""
#: Makes every word of the page's own 40 % longer, as a language of long words would; people's own in `bdi` stay.
LONGER_WORDS = """
() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.closest('bdi, script, style, textarea, code'))
      text.data = text.data.replace(/\\p{L}{3,}/gu, word => word + word.slice(0, Math.ceil(word.length * 0.4)));
  }
}
"""


#: Where people write at length without being reminded of what not to write; what a shop publishes is its own.
UNREMINDED = """
() => [...document.querySelectorAll('textarea')]
  .filter(e => !/-safety( |$)/.test(e.getAttribute('aria-describedby') || ''))
  .filter(e => !/^\\/staff\\/(settings|guides|incidents)/.test(location.pathname))
  .map(e => e.outerHTML.slice(0, 90))
"""
#: Buttons and fields under 44 px (at a desk with a mouse under 32 px), links outside of running text under 24 px.
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a')]
  .filter(e => e.offsetParent !== null && !e.classList.contains('skip'))
  .filter(e => {
    const tapped = e.matches('.hidden') && e.labels.length ? e.labels[0] : e;  // what is there in place of the input
    const boxes = [tapped, ...tapped.querySelectorAll('img, svg')].map(one => one.getBoundingClientRect());
    const box = {width: Math.max(...boxes.map(b => b.width)), height: Math.max(...boxes.map(b => b.height))};
    const small = e.matches('a:not(.button), input[type=radio], input[type=checkbox]');
    const inText = e.matches('p a, li a, td a, th a, dd a');
    const least = small ? 24 : (e.closest('.desk') && innerWidth > 720) || e.closest('.sample') ? 32 : 44;
    return !inText && (box.height < least - 0.5 || box.width < 24);
  })
  .map(e => e.outerHTML.slice(0, 90))
"""


@pytest.mark.browser
@pytest.mark.quick
def test_a_newcomer_gets_to_a_tracked_request_in_eight_taps(live: Shop, browser: Any) -> None:
    """U11: from the start page, typing apart; the code is where the page says."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, locale="pl")
    page = context.new_page()
    taps = 0

    def tap(selector: str) -> None:
        nonlocal taps
        taps += 1
        page.tap(selector)

    while live.desk.deliver(500).done:
        pass  # else what others wait for pushes this one's code off the page of mails
    page.goto(live.base_url + "/")
    tap("a.best")
    page.fill("#problem", "Ekran jest pęknięty.")
    page.fill("#device", "iPhone 13")
    tap(SEND)
    page.fill("#surname", "Nowak")
    page.fill("#contact", "tap@example.com")
    tap(SEND)
    page.wait_for_url("**/quick-help/check")
    tap(SEND)
    page.wait_for_url("**/confirm")
    live.desk.deliver(500)
    with context.expect_page() as opened:
        tap(".notice a")
    mails = opened.value
    mails.wait_for_load_state()
    code = re.search(r"\b(\d{6})\b", mails.inner_text("article:has-text('tap@example.com')"))
    assert code is not None
    page.fill("#code", code.group(1))
    tap(SEND)
    page.wait_for_selector(".track .now")
    assert "Potwierdzone" in page.inner_text("main")
    assert taps <= 8
    context.close()


@pytest.mark.browser
@pytest.mark.quick
@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("route", ["start", "quick_help", "room"])
def test_a_phone_shows_the_pages_own_job_first(live: Shop, browser: Any, route: str, language: str) -> None:
    """At most a fifth of the first screen is the frame's: what stands above the page's own part, and below it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, locale=language)
    context.add_cookies([{"name": "helpdesk_language", "value": language, "url": live.base_url}])
    page = context.new_page()
    next(iter(PAGES[route].values()))(page, live)
    page.wait_for_load_state("load")
    own = page.evaluate(
        "(box => [box.top, Math.min(box.bottom, 740)])(document.querySelector('main').getBoundingClientRect())"
    )
    assert (own[1] - own[0]) / 740 >= 0.8, own
    context.close()


@pytest.mark.browser
@pytest.mark.quick
@pytest.mark.parametrize("route", ["start", "quick_help", "room"])
def test_a_page_is_light(live: Shop, browser: Any, route: str) -> None:
    """U7, U8: few requests, nobody else's, and little of it, also where nothing before the app compresses the page."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    next(iter(PAGES[route].values()))(page, live)
    page.wait_for_load_state("networkidle")
    address = page.url
    page.goto("about:blank")
    watching = context.new_cdp_session(page)
    watching.send("Network.enable")
    watching.send("Network.clearBrowserCache")
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    watching.on("Network.responseReceived", lambda found: urls.update({found["requestId"]: found["response"]["url"]}))
    watching.on("Network.loadingFinished", lambda found: sizes.update({found["requestId"]: found["encodedDataLength"]}))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert len(urls) <= 6, urls
    assert all(url.startswith(live.base_url) for url in urls.values())
    fonts = sum(size for id, size in sizes.items() if urls[id].endswith(".woff2"))
    assert fonts
    assert sum(sizes.values()) - fonts <= 45_000
    assert sum(sizes.values()) <= 100_000
    context.close()
