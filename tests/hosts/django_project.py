"""The URLs of the test project: one view that writes the host's row and ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import path
from sqlalchemy.pool import StaticPool

from helpdesk_core import Customer
from helpdesk_core.adapters.django.pages import DjangoHost, pages
from helpdesk_core.adapters.django.store import DjangoStore
from helpdesk_core.adapters.wsgi import in_host_thread
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.testing import make_desk
from reference_app import create_app
from reference_app.accounts import Accounts

WORDS = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}


def order(request: HttpRequest) -> HttpResponse:
    """Makes a user and a request; fails at the end when asked to."""
    user = User.objects.create(username="jan")
    desk = make_desk(DjangoStore())
    made: Any = desk.handle(desk.read(SubmitRequest, WORDS), Customer(id=str(user.pk)), key="form-1")
    if "fail" in request.GET:
        raise RuntimeError("the host's own fault")
    return HttpResponse(made["reference"])


def build_pages() -> Any:
    """The pages on Django's store; drafts lie in a small database of their own."""
    accounts = Accounts(sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
    host = DjangoHost(staff_permission="helpdesk_core.view_servicerequests", base_template="base.html")
    return create_app(
        make_desk(DjangoStore(), clock=lambda: datetime.now(UTC)), accounts, host=host, run=in_host_thread
    )


HELP = pages(build_pages())
urlpatterns = [
    path("order/", order),
    *i18n_patterns(path("help/", HELP), path("help/<path:rest>", HELP)),
]
