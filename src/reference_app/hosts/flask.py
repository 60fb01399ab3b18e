"""The pages inside a Flask app: Flask-Login's users, Flask-Babel's language where it is there, a base template of the
app's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import flask
import jinja2
import sqlalchemy as sa
from flask_login import current_user, login_url, user_logged_in

from helpdesk_core import Admin, Agent, ConfigurationError, Customer, Guest, Helpdesk
from helpdesk_core.adapters.sqlalchemy import PREFIX, build_tables, enforce_foreign_keys
from helpdesk_core.ports import StaffRights

from ..app import create_app
from ..drafts import BorrowedDrafts, add_draft_table
from ..host import Host
from .bridge import ask_host
from .wsgi import answer, form_again, in_host_thread, rereading

_log = logging.getLogger("reference_app")
_PAGE = (
    "{% extends base %}{% block title %}{{ page.title }}{% endblock %}"
    "{% block head %}{{ super() }}{{ page.head | safe }}{% endblock %}"
    "{% block content %}{{ page.body | safe }}{% endblock %}"
)
_OWN_PAGE = "helpdesk_core/page.html"
_METHODS = ["GET", "HEAD", "POST"]
_SIGNED_IN = "helpdesk_core_signed_in"


class FlaskHost(Host):
    """Answers the pages' questions from Flask.

    Args:
        base_template: The app's own; it gets the blocks ``title``, ``head`` and ``content``. A base with other blocks
            is fitted by a template ``helpdesk_core/page.html`` of the app's, which is then used as it is and is given
            ``page``, with ``title``, ``head`` and ``body``.
        agent: The `Agent` or `Admin`, with rights and locations, that a user is at the desk; None for others. Asked on
            every request.
        agents: Everybody a request can be assigned to.
        login_view: The endpoint or address that staff are sent to, in place of Flask-Login's ``login_view``.
        language_link: The address at which a visitor chooses a language (its code is given, and the path of the page
            that is shown); without it the pages offer no choice.
        nonce: That of the app's Content-Security-Policy; Flask-Talisman's is found without it.
    """

    def __init__(
        self,
        *,
        base_template: str,
        agent: Callable[[Any], Agent | Admin | None],
        agents: Callable[[], Iterable[Agent | Admin]],
        login_view: str | None = None,
        language_link: Callable[[str, str], str | None] | None = None,
        nonce: Callable[[], str] | None = None,
    ) -> None:
        self._base, self._agent, self._agents = base_template, agent, agents
        self._login_view, self._language_link, self._nonce = login_view, language_link, nonce

    def check(self, app: flask.Flask) -> None:
        """Look whether the app's base template can hold the pages.

        Raises:
            ConfigurationError: It is not there, or lacks a block: without ``head`` the pages would have no styles.
        """
        if _exists(app, _OWN_PAGE):
            return
        blocks = _blocks(app, self._base)
        if missing := [name for name in ("head", "content") if name not in blocks]:
            raise ConfigurationError(
                f"FlaskHost(base_template={self._base!r}): it has no block {' and no block '.join(missing)}; add "
                f"it, or write a template {_OWN_PAGE} that puts page.head and page.body where they belong"
            )

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

    async def agents(self, request: Any) -> tuple[Agent | Admin, ...]:
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
        manager: Any = getattr(flask.current_app, "login_manager", None)
        view = self._login_view or getattr(manager, "login_view", None)
        if view is None:
            _log.error("staff cannot sign in: neither FlaskHost nor the app's LoginManager has a login_view")
            return None
        address: str = login_url(view, next_url=flask.request.full_path.rstrip("?"))
        return address

    def language(self, request: Any) -> str | None:
        """Flask-Babel's locale, cut to its language; without Flask-Babel the first wish of the browser."""
        found: str | None = ask_host(request, "language", _language)
        return found

    def language_link(self, request: Any, code: str, here: str) -> str | None:
        """What the app says."""
        choose = self._language_link
        if choose is None:
            return None
        found: str | None = ask_host(request, f"language link {code}", lambda: choose(code, here))
        return found

    def nonce(self, request: Any) -> str | None:
        """What the app says, or Flask-Talisman."""
        make = self._nonce or flask.current_app.jinja_env.globals.get("csp_nonce")
        found: str | None = ask_host(request, "nonce", make) if callable(make) else None
        return found

    def shell(self, page: Any, request: Any) -> str:
        """The page in the app's base template."""
        if _exists(flask.current_app, _OWN_PAGE):
            document: str = flask.render_template(_OWN_PAGE, base=self._base, page=page)
        else:
            document = flask.render_template_string(_PAGE, base=self._base, page=page)
        return document


def _exists(app: flask.Flask, name: str) -> bool:
    try:
        app.jinja_env.get_template(name)
    except jinja2.TemplateNotFound:
        return False
    except jinja2.TemplateSyntaxError as error:
        raise ConfigurationError(f"{name}, the app's own: line {error.lineno}: {error.message}") from None
    return True


def _blocks(app: flask.Flask, name: str) -> set[str]:
    """The blocks of a template and of those that it extends."""
    try:
        blocks = set(app.jinja_env.get_template(name).blocks)
        loader: Any = app.jinja_env.loader
        source = loader.get_source(app.jinja_env, name)[0]
    except jinja2.TemplateNotFound as error:
        raise ConfigurationError(f"FlaskHost(base_template={name!r}): there is no template {error.name!r}") from None
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.name}, line {error.lineno}"
        raise ConfigurationError(f"FlaskHost(base_template={name!r}): {where}: {error.message}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"FlaskHost(base_template={name!r}): it is not UTF-8: {error.reason}") from None
    parents = [found.template for found in app.jinja_env.parse(source).find_all(jinja2.nodes.Extends)]
    for parent in parents:
        if isinstance(parent, jinja2.nodes.Const):
            blocks |= _blocks(app, parent.value)
    return blocks


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


def add_tables(metadata: sa.MetaData, *, prefix: str = PREFIX, schema: str | None = None) -> sa.MetaData:
    """Put the desk's tables, and that of unfinished forms, into the app's own metadata: ``db.create_all()`` or
    ``flask db migrate`` then makes them with the app's own.

    Args:
        metadata: ``db.metadata``.
        prefix: What the tables' names begin with.
        schema: The schema they belong to.

    Returns:
        The metadata.
    """
    add_draft_table(metadata, prefix=prefix if prefix != PREFIX else "helpdesk_app_", schema=schema)
    return build_tables(metadata, prefix=prefix, schema=schema)


def blueprint(
    desk: Helpdesk, *, host: FlaskHost, db: Any, templates: Sequence[str | Path] = (), name: str = "helpdesk_core"
) -> flask.Blueprint:
    """The pages as a blueprint, to be registered under a prefix.

    Registering it looks at the base template, excepts the pages from Flask-WTF's CSRFProtect where the app has one
    already (their forms carry a token of their own), and on SQLite switches foreign keys on, for this engine alone.

    Args:
        desk: The desk, on a store that borrows ``db.session``.
        host: Answers the pages' questions.
        db: The app's `flask_sqlalchemy.SQLAlchemy`. Its session is committed after each answer, also after a refused
            form, since a wrong code is counted; what raises is not committed.
        templates: As `create_app` takes them.
        name: The blueprint's name.

    Returns:
        The blueprint.
    """
    table = add_draft_table(db.metadata)
    drafts = BorrowedDrafts(db.session, in_host_thread, tenant=desk.tenant, table=table)
    pages = create_app(desk, host=host, drafts=drafts, run=in_host_thread, templates=templates)
    made = blueprint_of(pages, commit=db.session.commit, name=name)

    def set_up(state: Any) -> None:
        host.check(state.app)
        state.app.extensions["helpdesk"] = Embedded(desk, db)
        if (protect := state.app.extensions.get("csrf")) is not None:
            protect.exempt(made)
        with state.app.app_context():
            if db.engine.dialect.name == "sqlite":
                enforce_foreign_keys(db.engine)

    made.record(set_up)
    return made


@attrs.frozen
class Embedded:
    """What an app has of us, under ``app.extensions["helpdesk"]``: the desk, and the database it writes into."""

    desk: Helpdesk
    db: Any


def blueprint_of(app: Any, *, commit: Callable[[], object], name: str = "helpdesk_core") -> flask.Blueprint:
    """Any ASGI app of ours as a blueprint, for what `blueprint` does not fit.

    Args:
        app: What `create_app` returned.
        commit: Called after each answer.
        name: The blueprint's name.

    Returns:
        The blueprint.
    """
    made = flask.Blueprint(name, __name__)

    def page(rest: str = "") -> flask.Response:
        path = flask.request.path
        prefix = path[: len(path) - len(rest)]
        read = rereading(flask.request.stream.read, _body_again)
        found = answer(app, flask.request.environ, prefix=prefix, read=read)
        commit()
        body = found.body if isinstance(found.body, bytes) else flask.stream_with_context(found.body)
        return flask.Response(body, found.status, list(found.headers))

    made.add_url_rule("/", view_func=page, methods=_METHODS, endpoint="start")
    made.add_url_rule("/<path:rest>", view_func=page, methods=_METHODS, endpoint="page")
    return made
