"""Paths of pages: right wherever the app is mounted."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, Router
from starlette.testclient import TestClient

from reference_app.paths import Below, path_to
from reference_app.security import SecurityMiddleware


def pages() -> Starlette:
    """An app with a page, a mount of its own, and an error page; each answers with paths."""

    async def room(request: Request) -> JSONResponse:
        token = request.path_params.get("token", "x")
        return JSONResponse([path_to(request, "start"), path_to(request, "room", token=token)])

    async def missing(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse([path_to(request, "start"), path_to(request, "static", path="/app.css")], 404)

    return Starlette(
        routes=[
            Route("/", room, name="start"),
            Route("/r/{token}", room, name="room"),
            Mount("/static", Router(), name="static"),
        ],
        middleware=[Middleware(SecurityMiddleware, base_url="http://testserver", alone=True)],
        exception_handlers={HTTPException: missing},
    )


@pytest.mark.parametrize(
    "app, root",
    [
        (pages(), ""),
        (Starlette(routes=[Mount("/help", pages())]), "/help"),
        (Starlette(routes=[Mount("/help", pages(), name="help")]), "/help"),
        (Starlette(routes=[Mount("/pl", Starlette(routes=[Mount("/help", pages())]))]), "/pl/help"),
    ],
)
def test_paths_lead_to_the_app_wherever_it_is_mounted(app: Starlette, root: str) -> None:
    """Twice as well as once; a name of the mount does not matter."""
    for _ in range(2):
        assert TestClient(app).get(f"{root}/r/abc").json() == [f"{root}/", f"{root}/r/abc"]


def test_a_site_behind_a_prefix_is_known_by_the_servers_root_path() -> None:
    client = TestClient(Starlette(routes=[Mount("/help", pages())]), root_path="/shop")
    assert client.get("/shop/help/r/abc").json() == ["/shop/help/", "/shop/help/r/abc"]


@pytest.mark.filterwarnings("ignore:.*root_path")
@pytest.mark.parametrize("path", ["/help/r/abc", "/shop/help/r/abc"])
def test_a_site_that_was_told_its_prefix_itself(path: str) -> None:
    """FastAPI(root_path=…): whether the proxy in front takes the prefix off or not, the page is found."""
    fastapi = pytest.importorskip("fastapi")
    app = fastapi.FastAPI(root_path="/shop")
    app.mount("/help", pages())
    assert TestClient(app).get(path).json() == ["/shop/help/", "/shop/help/r/abc"]
    assert TestClient(app).get("/elsewhere/r/abc").status_code == 404


@pytest.mark.parametrize("path", ["/r/abc", "/shop/r/abc"])
def test_the_app_alone_below_a_path_of_its_site(path: str) -> None:
    """Whether a proxy takes the path off or leaves it on; a path that only begins alike is no such path."""
    app = Below(pages(), "https://shop.example/shop/")
    assert TestClient(app).get(path).json() == ["/shop/", "/shop/r/abc"]
    assert TestClient(app).get("/shopping/r/abc").status_code == 404
    assert TestClient(Below(pages(), "https://shop.example")).get("/r/abc").json() == ["/", "/r/abc"]


def test_an_error_below_a_mount_of_our_own_knows_the_way_out() -> None:
    """Starlette leaves the inner root path in the scope that the error page gets."""
    answer = TestClient(Starlette(routes=[Mount("/help", pages())])).get("/help/static/none")
    assert answer.json() == ["/help/", "/help/static/app.css"]


def test_what_stands_in_an_address_cannot_leave_its_place() -> None:
    """A question mark, a hash or a line break in a link stays in the path."""
    answer = TestClient(pages()).get("/r/a%3Fb%23c%0D%0Ad%25")
    assert answer.json()[1] == "/r/a%3Fb%23c%0D%0Ad%25"


def test_a_page_that_does_not_exist_is_an_error() -> None:
    async def page(request: Request) -> JSONResponse:
        with pytest.raises(KeyError):
            path_to(request, "strat")
        return JSONResponse([])

    app = Starlette(
        routes=[Route("/", page)], middleware=[Middleware(SecurityMiddleware, base_url="http://testserver", alone=True)]
    )
    assert TestClient(app).get("/").status_code == 200
