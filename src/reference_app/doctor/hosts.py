"""The host that the doctor finds: a Django project, a Flask app, or an ASGI app with a desk of its own."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from helpdesk_core import ConfigurationError, Helpdesk

from .probes import Patient


def find(app: str | None, desk: str | None) -> Patient:
    """The host to ask.

    Args:
        app: The host's app as module:attribute (a function of no arguments makes it); None for the Django project that
            DJANGO_SETTINGS_MODULE names.
        desk: The desk as module:attribute, where the app is neither Flask's nor Django's.

    Raises:
        ConfigurationError: There is no such app, or no desk in it.
    """
    sys.path.insert(0, os.getcwd())
    if app is None:
        if not os.environ.get("DJANGO_SETTINGS_MODULE"):
            raise ConfigurationError("--app names the app as module:attribute; for Django set DJANGO_SETTINGS_MODULE")
        return _django()
    made = _imported(app)
    if not hasattr(made, "wsgi_app") and callable(made) and getattr(made, "__code__", None) is not None:
        made = made() if made.__code__.co_argcount == 0 else made
    if hasattr(made, "extensions") and hasattr(made, "wsgi_app"):
        return _flask(made)
    if desk is None:
        raise ConfigurationError("--desk names the desk as module:attribute")
    found = _imported(desk)
    if not isinstance(found, Helpdesk):
        raise ConfigurationError(f"{desk} is not a Helpdesk")
    return Patient(app=made, desk=found)


def _imported(path: str) -> Any:
    module, _, name = path.partition(":")
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"{path}: there is no module {error.name}") from None
    for part in (name or "app").split("."):
        if not hasattr(found, part):
            raise ConfigurationError(f"{path}: {module} has no {part}")
        found = getattr(found, part)
    return found


def _django() -> Patient:
    import django
    from django.core.handlers.wsgi import WSGIHandler

    django.setup()
    from helpdesk_core.adapters.django.desk import desk

    return Patient(app=WSGIHandler(), desk=desk(), transaction=DjangoTransaction(), checks=django_checks)


def django_checks() -> list[str]:
    """What ``manage.py check`` says about the desk: a page that Django cannot show is a 500 without words."""
    from django.core.checks import run_checks

    found = sorted(run_checks(tags=["helpdesk_core"]), key=lambda one: one.id or "")
    return [" ".join(filter(None, (one.msg, one.hint))) for one in found]


def _flask(app: Any) -> Patient:
    found = app.extensions.get("helpdesk")
    if found is None:
        raise ConfigurationError("the app has no desk: app.register_blueprint(blueprint(desk, host=host, db=db), …)")
    return Patient(app=app, desk=found.desk, transaction=FlaskTransaction(app, found.db))


class DjangoTransaction:
    """``transaction.atomic``."""

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Nothing is needed."""
        yield

    @contextmanager
    def begin(self) -> Iterator[None]:
        """An atomic block, and what it leaves for the commit."""
        from django.db import transaction

        from helpdesk_core.adapters.django import conf

        with transaction.atomic(using=conf.value("DATABASE")):
            yield

    def roll_back(self) -> None:
        """As Django does for a view that raised."""
        from django.db import transaction

        from helpdesk_core.adapters.django import conf

        transaction.set_rollback(True, using=conf.value("DATABASE"))


class FlaskTransaction:
    """Flask-SQLAlchemy's session.

    Args:
        app: The app.
        db: Its `flask_sqlalchemy.SQLAlchemy`.
    """

    def __init__(self, app: Any, db: Any) -> None:
        self._app, self._db, self._is_rolled_back = app, db, False

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A request, since the app's own functions may look at it."""
        with self._app.test_request_context():
            yield

    @contextmanager
    def begin(self) -> Iterator[None]:
        """The session, committed at the end."""
        self._is_rolled_back = False
        yield
        if not self._is_rolled_back:
            self._db.session.commit()

    def roll_back(self) -> None:
        """The session's."""
        self._is_rolled_back = True
        self._db.session.rollback()
