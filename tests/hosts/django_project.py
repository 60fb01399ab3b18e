"""The URLs of the test project: one view that writes the host's row and ours."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import path

from helpdesk_core import Customer
from helpdesk_core.adapters.django.store import DjangoStore
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.testing import make_desk

WORDS = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}


def order(request: HttpRequest) -> HttpResponse:
    """Makes a user and a request; fails at the end when asked to."""
    user = User.objects.create(username="jan")
    desk = make_desk(DjangoStore())
    made: Any = desk.handle(desk.read(SubmitRequest, WORDS), Customer(id=str(user.pk)), key="form-1")
    if "fail" in request.GET:
        raise RuntimeError("the host's own fault")
    return HttpResponse(made["reference"])


urlpatterns = [path("order/", order)]
