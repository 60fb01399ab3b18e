"""The pages inside a Flask app: Flask-Login's users, Flask-Babel's language where it is there, a base template of the
app's. Needs asgiref."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import flask
from flask_login import current_user

from helpdesk_core import Admin, Agent, Customer, Guest

from .wsgi import answer, in_host_thread

_PAGE = (
    "{% extends base %}{% block title %}{{ page.title }}{% endblock %}"
    "{% block head %}{{ super() }}{{ page.head | safe }}{% endblock %}"
    "{% block content %}{{ page.body | safe }}{% endblock %}"
)
_METHODS = ["GET", "HEAD", "POST"]


class FlaskHost:
    """Answers the pages' questions from Flask.

    ``agent(user)`` returns the `Agent` or `Admin` that a signed-in user is at the desk, or None: asked on every
    request. ``agents()`` returns everybody a request can be assigned to. ``base_template`` gets the blocks
    ``title``, ``head`` and ``content``. ``login_view`` is the endpoint that staff are sent to.
    """

    def __init__(
        self,
        *,
        base_template: str,
        agent: Callable[[Any], Agent | Admin | None],
        agents: Callable[[], Iterable[Agent | Admin]],
        login_view: str = "login",
    ) -> None:
        self._base, self._agent, self._agents = base_template, agent, agents
        self._login_view = login_view

    async def visitor(self, request: Any) -> Customer | Guest:
        """The signed-in user by ``get_id()``, else a guest counted by the address that Flask sees."""
        found: Customer | Guest = await in_host_thread(_visitor)
        return found

    async def current_agent(self, request: Any) -> Agent | Admin | None:
        """The signed-in user as an actor, with the rights that hold now."""
        found: Agent | Admin | None = await in_host_thread(
            lambda: self._agent(current_user) if current_user.is_authenticated else None
        )
        return found

    async def agents(self) -> tuple[Agent | Admin, ...]:
        """Everybody a request can be assigned to."""
        found: tuple[Agent | Admin, ...] = await in_host_thread(lambda: tuple(self._agents()))
        return found

    def sign_in(self, request: Any) -> str | None:
        """The login view, coming back afterwards; None for a user who is signed in and is not a staff member."""
        if current_user.is_authenticated:
            return None
        address: str = flask.url_for(self._login_view, next=flask.request.full_path.rstrip("?"))
        return address

    def language(self, request: Any) -> str | None:
        """Flask-Babel's locale, cut to its language; without Flask-Babel the first wish of the browser."""
        if "babel" in flask.current_app.extensions:
            from flask_babel import get_locale

            locale = get_locale()
            return None if locale is None else str(locale.language)
        return (flask.request.accept_languages.best or "").partition("-")[0] or None

    def shell(self, page: Any, request: Any) -> str:
        """The page in the app's base template."""
        document: str = flask.render_template_string(_PAGE, base=self._base, page=page)
        return document


def _visitor() -> Customer | Guest:
    client = flask.request.remote_addr
    return Customer(id=current_user.get_id(), client=client) if current_user.is_authenticated else Guest(client=client)


def blueprint(
    app: Any, *, commit: Callable[[], object], name: str = "helpdesk_core", import_name: str = __name__
) -> flask.Blueprint:
    """The pages as a blueprint, to be registered under a prefix.

    ``commit()`` is called after each answer (a Flask app commits its session itself): also after a refused form,
    since a wrong code is counted. What raises is not committed.
    """
    made = flask.Blueprint(name, import_name)

    def page(rest: str = "") -> flask.Response:
        path = flask.request.path
        prefix = path[: len(path) - len(rest)]
        found = answer(app, flask.request.environ, flask.request.get_data(), prefix=prefix)
        commit()
        return flask.Response(found.body, found.status, list(found.headers))

    made.add_url_rule("/", view_func=page, methods=_METHODS, endpoint="start")
    made.add_url_rule("/<path:rest>", view_func=page, methods=_METHODS, endpoint="page")
    return made
