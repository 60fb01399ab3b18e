"""H2: news in the browser: turned on in the room, read by nobody else, and off again by the same button."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from account_pages import sign_up

import push_peer as p
from helpdesk_core import ConfigurationError
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.views import view_queue, view_request_pushes
from journeys import ANNA
from reference_app.checking import check_desk
from reference_app.commands import command_line
from reference_app.pushes.environment import push_out
from shops import Shop, Visitor, build

PASSWORD = "a long pass phrase"
ENDPOINT = "https://push.example/send/1"


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def with_push(shop: Shop) -> Shop:
    shop.desk.notifiers = Notifiers([p.notifier(private=False), shop.outbox])
    return shop


def on(visitor: Visitor) -> p.Browser:
    """As the script of the page sends it."""
    browser = p.Browser(ENDPOINT)
    visitor.send("/push", forged=browser.fields)
    return browser


def test_H2_a_customer_turns_it_on_and_off_and_staff_see_it(shop: Shop) -> None:
    """The words that were read are kept with their version; the section is the script's until it is on."""
    with_push(shop)
    jan = shop.visitor()
    room = jan.request_help("push@example.com")
    page = jan.open(room).text
    (section,) = re.findall(r"<div[^>]*data-push=[^>]*>", page)
    assert " hidden" in section
    assert "nothing else" in words(page)
    on(jan)
    page = jan.open(room).text
    (section,) = re.findall(r"<div[^>]*data-push=[^>]*>", page)
    assert " hidden" not in section
    assert "This browser tells you" in words(page)
    another = shop.visitor()
    assert "push-title" not in another.open(room).text, "the door tells a stranger nothing"
    anna = shop.visitor()
    anna.sign_in()
    anna.open("/staff/search?q=push@example.com")
    at = re.search(r"/staff/requests/(\w{8})", anna.page.text)
    assert at is not None
    said = words(anna.open(at[0]).text)
    assert "Wieści idą też do 1 przeglądarki" in said
    assert "wersja 1" in said
    assert "nothing else" in said
    jan.open(room)
    jan.send("/push/end")
    assert "This browser tells you" not in words(jan.open(room).text)
    assert "Klient wyłączył powiadomienia" in words(anna.open(at[0]).text)


def test_H2_what_a_browser_gives_is_looked_at(shop: Shop) -> None:
    """Without the script there is nothing to send; an address of one's own network is none."""
    with_push(shop)
    jan = shop.visitor()
    jan.open(jan.request_help("push2@example.com"))
    for fields in ({}, p.Browser("https://127.0.0.1/x").fields, p.Browser(ENDPOINT).fields | {"p256dh": "AAAA"}):
        answer = jan.send("/push", forged=dict.fromkeys(("endpoint", "p256dh", "auth"), "") | fields)
        assert answer.status_code == 422
    assert "This browser tells you" not in words(jan.page.text)


def test_H2_leaving_the_computer_ends_it(shop: Shop) -> None:
    """Nothing is shown to whoever comes next."""
    with_push(shop)
    jan = shop.visitor()
    room = jan.request_help("push3@example.com")
    jan.open(room)
    on(jan)
    jan.open(room)
    jan.send("/leave")
    anna = shop.visitor()
    anna.sign_in()
    anna.open("/staff/search?q=push3@example.com")
    at = re.search(r"/staff/requests/(\w{8})", anna.page.text)
    assert at is not None
    said = words(anna.open(at[0]).text)
    assert "Wieści idą też" not in said
    assert "Wylogowanie albo opuszczenie" in said


@pytest.mark.parametrize("how", ["signs out", "somebody else signs in", "signs in again"])
def test_H2_an_account_that_leaves_a_shared_computer_is_told_nothing_there(tmp_path: Path, how: str) -> None:
    """By signing out, or by somebody else who signs in without that; who signs in again goes on being told."""
    shop = with_push(build(tmp_path, has_people=False))
    sign_up(shop, "second@example.com", PASSWORD)
    ola = sign_up(shop, "first@example.com", PASSWORD)
    ola.open("/quick-help")
    ola.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    ola.send("/quick-help/contact", surname="Kern", contact="first@example.com")
    ola.open(str(ola.page.url.path))
    on(ola)
    if how == "signs out":
        ola.open("/dashboard")
        ola.send("/sign-out")
    else:
        ola.open("/sign-in")
        who = "first" if how == "signs in again" else "second"
        ola.send("/sign-in", email=f"{who}@example.com", password=PASSWORD)
        assert ola.page.url.path == "/dashboard"
    rows = shop.desk.show(view_queue, ANNA).rows
    pushes = [shop.desk.show(view_request_pushes, ANNA, one.id) for one in rows]
    (told,) = [one for one in pushes if one.living or one.over]
    assert len(told.living) == (how == "signs in again")
    shop.desk._store.close()  # type: ignore[attr-defined]


def test_H2_without_push_there_is_nothing_of_it(shop: Shop) -> None:
    """Neither a card nor a script."""
    jan = shop.visitor()
    page = jan.open(jan.request_help("push4@example.com")).text
    assert "push.js" not in page
    assert 'id="push"' not in page


def test_H2_the_worker_controls_no_page(shop: Shop) -> None:
    """Its scope is its own folder; what it may load is nothing."""
    answer = shop.visitor().client.get("/push/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert answer.headers["cache-control"] == "no-store"
    assert "service-worker-allowed" not in answer.headers
    assert "fetch" not in answer.text


def test_H2_the_key_is_made_by_a_command_and_checked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it prints is what the environment takes."""
    with pytest.raises(SystemExit) as ended:
        command_line(["push-keys"])(["push-keys"])
    assert ended.value.code in (None, 0)
    for line in capsys.readouterr().out.splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    (made,) = push_out()
    shop.desk.notifiers = Notifiers([made, shop.outbox])
    tried = {one.what: one.wrong for one in check_desk(shop.desk)}
    assert tried["mail"] == ()
    monkeypatch.setenv("HELPDESK_PUSH_CONTACT", "")
    with pytest.raises(ConfigurationError, match="HELPDESK_PUSH_CONTACT belong together"):
        push_out()
    monkeypatch.setenv("HELPDESK_PUSH_KEY", "")
    assert push_out() == []


#: Chromium has no push service to ask where there is no net: what it would give stands for it.
_SUBSCRIBES = """
PushManager.prototype.subscribe = async function (wanted) {
  window.asked = { own: wanted.applicationServerKey.length, shown: wanted.userVisibleOnly };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const given = %s;
  return { endpoint: given.endpoint, getKey: (name) => bytes(name === "auth" ? given.auth : given.p256dh).buffer };
};
"""


def looked_at(page: Any) -> None:
    """On a phone and on a desk: nothing for axe to complain of, nothing wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_H2_chromium_asks_shows_and_leads_to_the_room(live_at_a_name: Shop, browser: Any) -> None:
    """The permission is asked for by the button alone; what comes in is shown by the worker; without a script there is
    nothing of it."""
    shop = with_push(live_at_a_name)
    jan = shop.visitor()
    room = jan.request_help("chromium@example.com")
    cookies = [{"name": one.name, "value": one.value, "url": shop.base_url} for one in jan.client.cookies.jar]
    plain = browser.new_context(locale="en", java_script_enabled=False)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(shop.base_url + room)
    assert page.is_hidden("#push")
    plain.close()

    context = browser.new_context(locale="en", permissions=["notifications"])
    context.add_cookies(cookies)
    page, complaints = context.new_page(), []
    page.on("console", lambda one: complaints.append(one.text) if "Content Security" in one.text else None)
    page.add_init_script(_SUBSCRIBES % json.dumps(p.Browser(ENDPOINT).fields))
    tools, registrations = context.new_cdp_session(page), []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    tools.send("ServiceWorker.enable")
    page.goto(shop.base_url + room)
    page.wait_for_selector("[data-push-ask] button", state="visible")
    looked_at(page)
    page.click("[data-push-ask] button")
    page.wait_for_selector("#push b", state="visible")
    assert "This browser tells you" in page.inner_text("#push")
    looked_at(page)
    (there,) = {one["scopeURL"]: one["registrationId"] for one in registrations if not one["isDeleted"]}.items()
    assert there[0] == f"{shop.base_url}/push/"
    said = {"title": "Fixly", "body": "There is news about your request.", "tag": "t", "link": shop.base_url + room}
    message = {"origin": shop.base_url, "registrationId": there[1], "data": json.dumps(said)}
    tools.send("ServiceWorker.deliverPushMessage", message)
    shown = page.evaluate(
        """async () => {
          const [one] = await navigator.serviceWorker.getRegistrations();
          for (let tries = 0; tries < 100; tries++) {
            const [found] = await one.getNotifications();
            if (found) return [found.title, found.body, found.data.link];
            await new Promise((done) => setTimeout(done, 50));
          }
        }"""
    )
    assert shown == [said["title"], said["body"], said["link"]]
    page.click("#push form button")
    page.wait_for_selector("[data-push-ask] button", state="visible")
    context.close()
    assert complaints == []
