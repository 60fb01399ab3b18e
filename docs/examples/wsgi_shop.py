"""Any WSGI app, with the pages beside it under /help by a2wsgi: for hosts that share no transaction with the desk."""

import os
from collections.abc import Iterable
from typing import cast

from a2wsgi import ASGIMiddleware
from a2wsgi.asgi_typing import ASGIApp
from a2wsgi.wsgi_typing import Environ, StartResponse
from sqlalchemy import create_engine

from helpdesk_core import Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import create_app as create_pages
from reference_app.accounts import StaffAccounts

desk = Helpdesk(
    SqlStore.sqlite("desk.sqlite"),
    secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])],
    base_url="http://localhost:8000/help",
)
app = create_pages(desk, StaffAccounts(create_engine("sqlite:///accounts.sqlite")))
pages = ASGIMiddleware(cast("ASGIApp", app))  # Starlette and a2wsgi write the same type in two ways


def shop(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The shop that was there before."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"The WSGI shop"]


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    path = environ.get("PATH_INFO", "")
    if path == "/help" or path.startswith("/help/"):
        prefix, inside = environ.get("SCRIPT_NAME", "") + "/help", path.removeprefix("/help")
        return pages({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": inside}, start_response)
    return shop(environ, start_response)
