"""The customers' way in the app: seven steps, each of which leads somewhere safe, and the one where somebody stands."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs
import pytest

import journeys as j
from helpdesk_core import Message, Settings
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, ReplyToCustomer
from helpdesk_core.settings import IT_JOURNEY, JOURNEYS, PARTS, REPAIR_JOURNEY, from_toml, to_toml
from helpdesk_core.settings.values import to_plain
from helpdesk_core.testing import make_desk
from reference_app.journey.commands import walk
from reference_app.journey.links import Links, answers
from shops import Shop, Visitor, read


def steps_of(visitor: Visitor) -> list[str]:
    """The steps of the page that is open, each as its HTML."""
    page = visitor.open("/journey")
    assert page.status_code == 200
    return re.findall(r'<li class="card.*?</li>', page.text, re.S)


def link_of(step: str) -> str:
    found = re.search(r'class="button[^"]*" href="([^"]+)"', step)
    assert found is not None
    return found.group(1)


def change_step(shop: Shop, **changed: object) -> None:
    """An admin changes the fourth step."""
    steps = [to_plain(step) for step in REPAIR_JOURNEY]
    steps[3] |= changed
    j.do(shop.desk, ChangeSettings, j.BOSS, values=[{"key": "journey", "value": Published.of(steps), "seen": 0}])
    shop.desk.refresh_settings()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_J1_the_way_is_seven_numbered_steps_with_one_link_each(shop: Shop, language: str) -> None:
    """Number, what one may rely on, title, purpose, one action; every link answers."""
    visitor = shop.visitor(language)
    steps = steps_of(visitor)
    assert len(steps) == 7
    t = lambda *args, **values: read(shop.desk.translator(language)(*args, **values))  # noqa: E731
    for number, (step, html) in enumerate(zip(REPAIR_JOURNEY, steps, strict=True), 1):
        for code in (f"journey.{step.id}.name", f"journey.{step.id}.title", f"journey.readiness.{step.readiness}"):
            assert t(code) in html, code
        assert t("journey.number", number=number) in html
        assert html.count("<a ") == 1
        assert visitor.client.get(link_of(html)).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"link": "no_such_page"},
        {"link": "https://elsewhere.example/"},
        {"link": "staff_request"},
        {"link": ""},
        {"ready": False},
    ],
    ids=lambda changed: str(changed),
)
def test_J2_a_step_that_is_not_ready_says_so_and_leads_to_its_fallback(shop: Shop, changed: dict[str, object]) -> None:
    """A page that is not there, another site, a page that needs more than its name, nothing, or switched off."""
    change_step(shop, **changed, fallback="track_link")
    step = steps_of(shop.visitor())[3]
    assert "This step is being checked." in step
    assert link_of(step) == "/track/link"


def test_J2_a_fallback_that_leads_nowhere_is_the_start_page(shop: Shop) -> None:
    """A broken link never reaches a customer."""
    change_step(shop, link="no_such_page", fallback="neither_this")
    assert link_of(steps_of(shop.visitor())[3]) == "/"
    assert "no_such_page" not in shop.visitor().open("/journey").text


def test_J2_customers_stand_where_their_request_stands(shop: Shop) -> None:
    """Nobody knows them, a form left half-way, a request under way, an answer asked for."""
    visitor = shop.visitor()
    here = re.compile(r'aria-current="step"')

    def place() -> int:
        (found,) = [number for number, step in enumerate(steps_of(visitor), 1) if here.search(step)]
        return found

    assert place() == 1
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It hums.", device="Radio", urgency="soon")
    assert place() == 2
    assert "Go on where you left off" in visitor.page.text
    room = visitor.request_help("stands@example.com")
    assert place() == 4
    assert link_of(steps_of(visitor)[3]).endswith(room)
    assert link_of(steps_of(visitor)[4]).endswith(room), "who has a private page is not asked for its link"
    assert f'href="{room}"' in visitor.open("/journey/checklist").text
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=found[0], text="Which one?", status="waiting_for_customer")
    assert place() == 5


@pytest.mark.parametrize(
    "answer, is_ready",
    [(True, True), (False, False), (None, True)],
    ids=["a page", "no page", "nobody can be asked"],
)
def test_J2_a_page_of_the_shops_site_is_asked_for(answer: bool | None, is_ready: bool) -> None:
    """Not while a customer waits: until the answer is there, the fallback stands; a while later it is asked again."""
    now, asked = 0.0, list[str]()

    def ask(address: str) -> bool | None:
        asked.append(address)
        return answer

    links = Links(ask, clock=lambda: now)

    def looked() -> bool:
        found = links.lead_to("https://shop.example/services")
        for thread in threading.enumerate():
            if thread.name == "helpdesk-links":
                thread.join()
        return found

    assert not looked()
    assert looked() is is_ready
    assert asked == ["https://shop.example/services"]
    now = 3600.0
    looked()
    assert len(asked) == 2


@pytest.mark.parametrize("link, shown", [("/services", "/track/link"), ("/track?from=way", "/track?from=way")])
def test_J2_a_path_that_is_no_page_of_ours_waits_for_its_check(shop: Shop, link: str, shown: str) -> None:
    """One of ours is known at once."""
    change_step(shop, link=link, fallback="/track/link")
    assert link_of(steps_of(shop.visitor())[3]) == shown


class _Site(BaseHTTPRequestHandler):
    """A shop's site with a page, a detour and a way out."""

    def do_GET(self) -> None:
        places = {"/old": "/services", "/out": "https://elsewhere.example/", "/round": "/round"}
        code = {"/services": 200, "/members": 401}.get(self.path, 302 if self.path in places else 404)
        self.send_response(code)
        self.send_header("Location", places.get(self.path, ""))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path, there",
    [("/services", True), ("/old", True), ("/members", True), ("/none", False), ("/out", False), ("/round", False)],
)
def test_J2_a_link_that_leads_out_or_nowhere_is_found(site: str, path: str, there: bool) -> None:
    assert answers(site + path) is there


def test_J2_nobody_there_says_nothing_about_a_page() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert answers(f"http://127.0.0.1:{port}/services") is None


def test_J1_the_whole_way_is_walked_by_a_command(site: str) -> None:
    """Each link that leads nowhere is named with its step."""
    links = ("start", "no_such_page", "staff_request", "/track", "/services", "/none", "https://elsewhere.example/", "")
    steps = tuple(
        attrs.evolve(step, link=link) for step, link in zip((*REPAIR_JOURNEY, IT_JOURNEY[0]), links, strict=True)
    )
    desk = make_desk(settings=Settings(shop_name="Help", journey=steps), base_url=site)
    assert [one.link for one in walk(desk) if not one.wrong] == ["start", "/track", "/services"]
    for shipped in JOURNEYS.values():
        usual = make_desk(settings=Settings(shop_name="Help", journey=shipped))
        assert [one for one in walk(usual) if one.wrong] == []


@pytest.mark.parametrize("name", JOURNEYS)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_J1_every_set_has_all_its_texts(name: str, language: str) -> None:
    """In both languages, and as TOML that is read again."""
    settings = Settings(shop_name="Help", journey=JOURNEYS[name])
    t = make_desk(settings=attrs.evolve(settings, languages=("en", "pl"))).translator(language)
    codes = [step.code(part) for step in settings.journey for part in PARTS]
    assert all(code and t.render(Message(code)).language == language for code in codes)
    assert from_toml(to_toml(settings, ("journey",))).journey == settings.journey


def test_an_empty_text_of_a_step_shows_what_holds_in_its_place(shop: Shop) -> None:
    """In the language of its cell; a step of the shop's own has nothing to show."""
    visitor = shop.visitor()
    visitor.sign_in()
    page = visitor.open("/staff/settings/journey").text
    for language in ("en", "pl"):
        cell = re.search(rf'<input[^>]*name="journey-3-title_{language}"[^>]*>', page)
        assert cell is not None
        assert f'placeholder="{read(shop.desk.translator(language)("journey.track.title"))}"' in cell.group()


def remove_steps(shop: Shop, *stages: str) -> None:
    """An admin removes the steps of these stages."""
    steps = [to_plain(step) for step in REPAIR_JOURNEY if step.stage not in stages]
    j.do(shop.desk, ChangeSettings, j.BOSS, values=[{"key": "journey", "value": Published.of(steps), "seen": 0}])
    shop.desk.refresh_settings()


def test_J2_a_step_that_is_removed_while_customers_stand_there_leaves_nobody_nowhere(shop: Shop) -> None:
    """The nearest step before it is theirs, and it goes on with what they left half-way, or with their request."""
    half_way, waiting = shop.visitor(), shop.visitor()
    half_way.open("/quick-help")
    half_way.send("/quick-help", problem="It hums.", device="Radio", urgency="soon")
    room = waiting.request_help("stands@example.com")
    remove_steps(shop, "request", "track")
    for visitor, number, leads_to in ((half_way, 0, "/quick-help"), (waiting, 1, room)):
        steps = steps_of(visitor)
        assert [place for place, step in enumerate(steps) if 'aria-current="step"' in step] == [number]
        assert link_of(steps[number]).endswith(leads_to)
        assert visitor.open(leads_to).status_code == 200
    assert "It hums." in half_way.page.text
    assert "Go on where you left off" in steps_of(half_way)[0]
