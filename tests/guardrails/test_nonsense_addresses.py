"""Whatever an address can say is said wrongly, to every page, by a guest, a customer and staff: there is an answer with
words, and never an error of the server's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.routing import Route

from capabilities import collected
from nonsense import TEXTS, VALUES
from parts import share
from shops import Shop, Visitor, build

PAGES = collected("PAGES")
#: What a browser, or whoever writes requests by hand, can put into an address.
ASKED = tuple(dict.fromkeys(one for one in (*VALUES, *TEXTS) if isinstance(one, str)))
WHO = ("guest", "customer", "staff")


def at_server(text: str) -> str:
    """A text as the server reads it again: half a character does not get through, NUL does."""
    written = urlencode({"x": text}, errors="surrogatepass")
    return dict(parse_qsl(written, keep_blank_values=True)).get("x", "")


class Anything(QueryParams):
    """Whatever a page asks for, it is there, and the same nonsense."""

    def __init__(self, text: str) -> None:
        super().__init__([("x", text)])
        self.text = text

    def get(self, key: Any, default: Any = None) -> Any:
        return self.text

    def __getitem__(self, key: Any) -> str:
        return self.text

    def __contains__(self, key: object) -> bool:
        return True

    def getlist(self, key: Any) -> list[str]:
        return [self.text, self.text]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = build(tmp_path_factory.mktemp("addresses"))
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def people(shop: Shop) -> tuple[dict[str, Visitor], str]:
    """One of each, and the path of the room that the first and the second may open."""
    guest, customer, staff = (shop.visitor() for _ in WHO)
    room = guest.request_help("nonsense@example.com")
    customer.client.cookies = guest.client.cookies
    customer.client.cookies.set("test_customer", "7")
    staff.sign_in()
    return dict(zip(WHO, (guest, customer, staff), strict=True)), room


def routes_of(shop: Shop) -> list[Route]:
    return [route for route in shop.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())]


@pytest.mark.parametrize("third", share(range(3), 3))
def test_every_part_of_an_address(shop: Shop, people: Any, third: int) -> None:
    """Each in turn, in pages of a request that is there and in others, with the rest of the address as it was; a third
    of the nonsense for each, and all of it for every third."""
    visitors, room = people
    there = {"token": room.rsplit("/", 1)[1], "reference": shop.tracking[0].replace("-", "")}
    wrong = []
    for place, route in enumerate(routes_of(shop)[third::3]):
        for part in route.param_convertors:
            for number, text in enumerate(ASKED[place % 3 :: 3]):
                who = WHO[number % 3] if part in there else ("staff" if "/staff" in route.path else "customer")
                path = route.path
                for name in route.param_convertors:
                    word = text if name == part else there.get(name, "x")
                    path = path.replace("{" + name + "}", quote(word, safe="", errors="surrogatepass"))
                path = path.replace("{place:int}", "9" * 40)
                answer = visitors[who].client.get(path, follow_redirects=False)
                if answer.status_code >= 500 and answer.status_code != 501:
                    wrong.append((route.name, who, text[:20], answer.status_code))
    assert wrong == []


def test_a_length_that_is_no_number_is_no_error_of_the_servers(shop: Shop) -> None:
    """Where a server hands it on at all."""
    for length in ("9" * 5_000, "-1", "1e3", "x"):
        answer = shop.visitor().client.post("/quick-help", content=b"x", headers={"content-length": length})
        assert answer.status_code == 400, length


@pytest.mark.parametrize("route", share([name for name in PAGES if PAGES[name]], 12))
def test_everything_that_a_page_reads_of_its_address(
    shop: Shop, people: Any, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it asks for is there, and nonsense: a page added with a new question is tried by being there. All of it
    by whoever opens the page, a third of it by each of a guest, a customer and staff."""
    shop.forget_tries()
    visitor = shop.visitor("en")
    PAGES[route][next(iter(PAGES[route]))](visitor)
    if visitor.page.request.method != "GET":
        return
    path, wrong = visitor.page.url.path, []
    for number, text in enumerate(map(at_server, ASKED)):
        monkeypatch.setattr(Request, "query_params", Anything(text))
        for who in (visitor, people[0][WHO[number % 3]]):
            answer = who.client.get(path, follow_redirects=False)
            if answer.status_code >= 500:
                wrong.append((text[:20], answer.status_code))
        monkeypatch.undo()
    assert wrong == []
