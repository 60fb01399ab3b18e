"""A Django project in this process: its own settings, a fresh database for each test."""

from __future__ import annotations

import gc
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from parts import database

django = pytest.importorskip("django", reason="Django is not installed")

from django.conf import settings  # noqa: E402

if not settings.configured:
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "ATOMIC_REQUESTS": True}},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.admin",
            "helpdesk_core.adapters.django",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).parent / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        LANGUAGES=[("en", "English"), ("pl", "Polski")],
        ROOT_URLCONF="django_project",
        ALLOWED_HOSTS=["testserver"],
        SECRET_KEY="only for tests",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        DEFAULT_FROM_EMAIL="Shop <help@shop.example>",
        LOGIN_URL="/sign-in/",
        HELPDESK_CORE={
            "SECRET": bytes(range(32)).hex(),
            "SETTINGS": "django_project.SETTINGS",
            "BASE_URL": "https://testserver/help",
            "TEAM": "team@shop.example",
            "PLUGINS": ["django_project.Counter"],
        },
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def _use(values: dict[str, Any]) -> None:
    from django.db import connections

    connections["default"].close()
    connections["default"].settings_dict.update(values)
    del connections["default"]
    connections.databases["default"].update(values)


def _migrate() -> None:
    from django.core.management import call_command

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file migrated by Django's own command, to copy for each test."""
    path = tmp_path_factory.mktemp("django") / "template.sqlite"
    _use({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 30}})
    _migrate()
    _use({})
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a database migrated by Django's own command, which others begin as."""
    from django.db import connections

    with database(postgres_server) as url:
        _use(_postgres(url))
        _migrate()
        connections.close_all()
        yield str(make_url(url).database)


@pytest.fixture
def django_sqlite(migrated: Path, tmp_path: Path) -> Iterator[None]:
    """A fresh SQLite database with the tables of Django's migrations."""
    from django.db import connections

    path = shutil.copy(migrated, tmp_path / "django.sqlite")
    _use({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 30}})
    yield
    connections.close_all()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def django_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with the tables of Django's migrations."""
    from django.db import connections

    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("migrated"), tmp_path / "django.sqlite")
        _use({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 30}})
        yield request.param
    else:
        with database(request.getfixturevalue("postgres_server"), request.getfixturevalue("migrated_postgres")) as url:
            _use(_postgres(url))
            yield request.param
            connections.close_all()
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # connections of threads that ended: Django leaves them to go
        gc.collect()
    gc.freeze()  # what outlives a test is not looked through again after each of the next ones


def _postgres(address: str) -> dict[str, Any]:
    url = make_url(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "postgres",
        "PASSWORD": url.password or "",
        "HOST": url.host or str(url.query.get("host", "")),
        "PORT": str(url.port or ""),
        "OPTIONS": {},
    }
