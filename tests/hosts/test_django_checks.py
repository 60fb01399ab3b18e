"""What ``manage.py check`` says about a project around the desk: its templates, its middleware."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

django = pytest.importorskip("django")

from django.conf import settings  # noqa: E402
from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.core.checks import run_checks  # noqa: E402
from django.test import override_settings  # noqa: E402

from reference_app.doctor.hosts import django_checks  # noqa: E402

BACKEND = "django.template.backends.django.DjangoTemplates"
FRAME = "{% block extrahead %}{% endblock %}{% block content %}{% endblock %}"
FILES = "django.template.loaders.filesystem.Loader"
APPS = "django.template.loaders.app_directories.Loader"
TEMPLATES: dict[str, tuple[dict[str, Any], str, str | None]] = {
    # what a backend says besides its folder, the base template → what is answered (None: nothing)
    "sound": ({"APP_DIRS": True}, FRAME, None),
    "loaders that look into apps": ({"OPTIONS": {"loaders": [FILES, APPS]}}, FRAME, None),
    "no APP_DIRS": ({}, FRAME, "'APP_DIRS': True"),
    "loaders that do not look into apps": ({"OPTIONS": {"loaders": [FILES]}}, FRAME, "app_directories.Loader"),
    "a frame that extends what is not there": (
        {"APP_DIRS": True},
        '{% extends "gone.html" %}',
        "no template 'gone.html', which 'frame.html' extends",
    ),
    "a tag that is not closed": (
        {"APP_DIRS": True},
        FRAME + "{% if %}",
        "'frame.html', or one that it extends, cannot",
    ),
    "tags of an app that is not there": ({"APP_DIRS": True}, "{% load shop_menu %}" + FRAME, "shop_menu"),
    "another charset": ({"APP_DIRS": True}, FRAME + "ż", "cannot be read: 'utf-8'"),
}


def said(folder: Path, *backends: dict[str, Any]) -> list[str]:
    desk = settings.HELPDESK_CORE | {"BASE_TEMPLATE": "frame.html"}
    with override_settings(HELPDESK_CORE=desk, TEMPLATES=list(backends)):
        return [one.msg for one in run_checks(tags=["helpdesk_core"])]


@pytest.mark.parametrize("case", TEMPLATES)
def test_each_cause_has_its_own_words(tmp_path: Path, case: str) -> None:
    """Of a page that cannot be shown, the setting that is wrong is named: not always BASE_TEMPLATE."""
    backend, frame, expected = TEMPLATES[case]
    (tmp_path / "frame.html").write_text(frame, "cp1250" if case == "another charset" else "utf-8")
    found = said(tmp_path, {"BACKEND": BACKEND, "DIRS": [tmp_path], **backend})
    assert [expected in one for one in found] == [True] if expected else found == []


def test_a_project_without_templates(tmp_path: Path) -> None:
    """None, and only another engine's: the page that extends the frame is Django's, and looks nowhere else."""
    pytest.importorskip("jinja2")
    (tmp_path / "frame.html").write_text(FRAME, "utf-8")
    jinja = {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [tmp_path]}
    assert ["'APP_DIRS': True" in one for one in said(tmp_path)] == [True]
    (found,) = said(tmp_path, jinja, {"BACKEND": BACKEND, "DIRS": [], "APP_DIRS": True})
    assert "no template 'frame.html', for 'django' of TEMPLATES" in found


def test_the_doctor_says_what_check_says(tmp_path: Path) -> None:
    """Django answers a page that it cannot show by a 500: is that where they are mounted? It is."""
    assert django_checks() == []
    with override_settings(TEMPLATES=[{"BACKEND": BACKEND, "DIRS": [tmp_path]}], LOGIN_URL="/gone/"):
        found = django_checks()
    assert ["'APP_DIRS': True" in one for one in found] == [True, False]
    assert "Set LOGIN_URL to your sign-in page" in found[1]


class OwnSessions(SessionMiddleware):
    """A project's own."""


AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware"
MIDDLEWARE = {
    "none": ([], ["no django.contrib.sessions.middleware", "no django.contrib.auth.middleware"]),
    "nobody is known": (["django.contrib.sessions.middleware.SessionMiddleware"], ["no django.contrib.auth.middle"]),
    "no session": ([AUTH], ["no django.contrib.sessions.middleware"]),
    "a class of the project's own": (["test_django_checks.OwnSessions", AUTH], []),
    "what is not there, which Django says itself": (["shop.gone.Middleware", AUTH], ["no django.contrib.sessions"]),
}


@pytest.mark.parametrize("case", MIDDLEWARE)
def test_the_session_and_the_user_are_asked_for(case: str) -> None:
    """Without them the first form ends in a failure, and staff who sign in are sent to sign in."""
    given, expected = MIDDLEWARE[case]
    with override_settings(MIDDLEWARE=given):
        found = [one.msg for one in run_checks(tags=["helpdesk_core"])]
    assert len(found) == len(expected)
    assert all(one in text for one, text in zip(expected, found, strict=True))
