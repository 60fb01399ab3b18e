"""The URLs of the test project: one view that writes the host's row and ours."""

from __future__ import annotations

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from helpdesk_core import Customer, Settings, hookimpl
from helpdesk_core.adapters.django.desk import desk
from helpdesk_core.intake.rules import SubmitRequest

SETTINGS = Settings(languages=("en", "pl"), time_zone="Europe/Warsaw", country_code="48")
WORDS = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}


def order(request: HttpRequest) -> HttpResponse:
    """Makes a user and a request; fails at the end when asked to."""
    user = User.objects.create(username="jan", email="jan@example.com", last_name="Nowak")
    made: Any = desk().handle(desk().read(SubmitRequest, WORDS), Customer(id=str(user.pk)), key="form-1")
    if "fail" in request.GET:
        raise RuntimeError("the host's own fault")
    return HttpResponse(made.reference)


class Counter:
    """A plugin that is told what was saved."""

    saved: list[str] = []

    @hookimpl
    def helpdesk_saved(self, actions: Any) -> None:
        Counter.saved += actions


urlpatterns = [
    path("sign-in/", order),
    path("frame/", lambda request: render(request, "frame.html")),
    path("order/", order),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("help/", include("reference_app.django_urls"))),
]
