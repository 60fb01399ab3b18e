"""The pages inside a Flask app: Flask-Login's users, Flask-Babel's language where it is there, a base template of the
app's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import attrs
import flask
from flask_login import current_user, user_logged_in

from helpdesk_core import Admin, Agent, Customer, Guest
from helpdesk_core.ports import StaffRights

from .bridge import ask_host
from .wsgi import answer, form_again, in_host_thread, rereading

_PAGE = (
    "{% extends base %}{% block title %}{{ page.title }}{% endblock %}"
    "{% block head %}{{ super() }}{{ page.head | safe }}{% endblock %}"
    "{% block content %}{{ page.body | safe }}{% endblock %}"
)
_METHODS = ["GET", "HEAD", "POST"]
_SIGNED_IN = "helpdesk_core_signed_in"


class FlaskHost:
    """Answers the pages' questions from Flask.

    Args:
        base_template: The app's own; it gets the blocks ``title``, ``head`` and ``content``.
        agent: The `Agent` or `Admin`, with rights and locations, that a user is at the desk; None for others. Asked on
            every request.
        agents: Everybody a request can be assigned to.
        login_view: The endpoint that staff are sent to.
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
        found: Agent | Admin | None = await in_host_thread(self._current_agent)
        return found

    def _current_agent(self) -> Agent | Admin | None:
        found = self._agent(current_user) if current_user.is_authenticated else None
        if found is None or found.signed_in_at is not None:
            return found
        return attrs.evolve(found, signed_in_at=_signed_in_at())

    async def agents(self) -> tuple[Agent | Admin, ...]:
        """Everybody a request can be assigned to."""
        found: tuple[Agent | Admin, ...] = await in_host_thread(lambda: tuple(self._agents()))
        return found

    def sign_in(self, request: Any) -> str | None:
        """The login view, coming back afterwards; None for a user who is signed in and is not a staff member."""
        away: str | None = ask_host(request, "sign_in", self._sign_in)
        return away

    def _sign_in(self) -> str | None:
        if current_user.is_authenticated:
            return None
        address: str = flask.url_for(self._login_view, next=flask.request.full_path.rstrip("?"))
        return address

    def language(self, request: Any) -> str | None:
        """Flask-Babel's locale, cut to its language; without Flask-Babel the first wish of the browser."""
        found: str | None = ask_host(request, "language", _language)
        return found

    def shell(self, page: Any, request: Any) -> str:
        """The page in the app's base template."""
        document: str = flask.render_template_string(_PAGE, base=self._base, page=page)
        return document


class FlaskAccess:
    """For ``Helpdesk(access=…)``: asks the app's own functions once for each command and view.

    Args:
        agent: As for `FlaskHost`.
        load_user: The app's ``user_loader``.
    """

    def __init__(self, *, agent: Callable[[Any], Agent | Admin | None], load_user: Callable[[str], Any]) -> None:
        self._agent, self._load_user = agent, load_user

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """See `helpdesk_core.ports.Access.rights`."""
        user = self._load_user(actor.id)
        found = None if user is None else self._agent(user)
        if isinstance(actor, Admin):
            return StaffRights() if isinstance(found, Admin) else None
        if isinstance(found, Agent):
            return StaffRights(rights=found.rights, locations=found.locations)
        return None if found is None else StaffRights()


@user_logged_in.connect
def _remember_sign_in(app: Any, user: Any, **_: Any) -> None:
    """Write down in the session when it began: Flask-Login knows only whether it is fresh."""
    flask.session[_SIGNED_IN] = [user.get_id(), datetime.now(UTC).isoformat()]


def _signed_in_at() -> datetime | None:
    """When the present user signed in; None for one whom a "remember me" cookie brought."""
    id, at = flask.session.get(_SIGNED_IN) or (None, None)
    return datetime.fromisoformat(at) if at and id == current_user.get_id() else None


def _language() -> str | None:
    if "babel" in flask.current_app.extensions:
        from flask_babel import get_locale

        locale = get_locale()
        return None if locale is None else str(locale.language)
    return (flask.request.accept_languages.best or "").partition("-")[0] or None


def _visitor() -> Customer | Guest:
    client = flask.request.remote_addr
    if not current_user.is_authenticated:
        return Guest(client=client)
    return Customer(id=current_user.get_id(), client=client, signed_in_at=_signed_in_at())


def _body_again() -> bytes:
    """What a hook of the app has read before the pages: the whole body, or a form."""
    request = flask.request
    if not request.content_length:
        return b""
    return request.get_data() or form_again(request.environ, request.form.items(multi=True))


def blueprint(
    app: Any, *, commit: Callable[[], object], name: str = "helpdesk_core", import_name: str = __name__
) -> flask.Blueprint:
    """The pages as a blueprint, to be registered under a prefix.

    Args:
        app: What `create_app` returned.
        commit: Called after each answer (a Flask app commits its session itself): also after a refused form, since a
            wrong code is counted. What raises is not committed.
        name: The blueprint's name.
        import_name: As Flask takes it.
    """
    made = flask.Blueprint(name, import_name)

    def page(rest: str = "") -> flask.Response:
        path = flask.request.path
        prefix = path[: len(path) - len(rest)]
        found = answer(
            app, flask.request.environ, prefix=prefix, read=rereading(flask.request.stream.read, _body_again)
        )
        commit()
        body = found.body if isinstance(found.body, bytes) else flask.stream_with_context(found.body)
        return flask.Response(body, found.status, list(found.headers))

    made.add_url_rule("/", view_func=page, methods=_METHODS, endpoint="start")
    made.add_url_rule("/<path:rest>", view_func=page, methods=_METHODS, endpoint="page")
    return made
