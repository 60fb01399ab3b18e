"""Any WSGI app, with the pages beside it under /help by a2wsgi: for hosts that share no transaction with the desk."""

import os

from a2wsgi import ASGIMiddleware
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
pages = ASGIMiddleware(create_pages(desk, StaffAccounts(create_engine("sqlite:///accounts.sqlite"))))


def shop(environ, start_response):
    """The shop that was there before."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"The WSGI shop"]


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if path == "/help" or path.startswith("/help/"):
        inside = {"SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + "/help", "PATH_INFO": path.removeprefix("/help")}
        return pages(environ | inside, start_response)
    return shop(environ, start_response)
