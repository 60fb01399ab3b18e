"""Create and reply in one Django project, on one SQLite file, with one mail backend: helpdesk_core's DjangoStore and
its pages beside django-helpdesk's own views, in one run.

``nox -s bench_django -- [--rounds 7] [--json FILE]``. CPU time, medians of interleaved rounds; nothing here is
asserted. What is sent is counted in: django-helpdesk mails inside the request, the desk delivers after it.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

FOLDER = Path(tempfile.mkdtemp(prefix="helpdesk-bench-"))
TEXT = "The laptop does not start since yesterday evening, the charger light is on and the fan turns. " * 2
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(FOLDER / "bench.sqlite"),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
        }
    },
    INSTALLED_APPS=[
        *(f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions", "sites", "messages", "humanize")),
        "django.contrib.admin",
        "rest_framework",
        "helpdesk",
        "helpdesk_core.adapters.django",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [FOLDER],
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
    ROOT_URLCONF=__name__,
    SITE_ID=1,
    ALLOWED_HOSTS=["testserver"],
    SECRET_KEY="bench",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    STATIC_URL="/static/",
    MEDIA_ROOT=str(FOLDER),
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    LOGGING_CONFIG=None,
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_CORE={
        "SECRET": bytes(range(32)).hex(),
        "BASE_URL": "http://localhost/help",
        "TEAM": "team@example.com",
        "STAFF_PERMISSION": "auth.view_user",
    },
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402
from rich.table import Table  # noqa: E402

from helpdesk_core import Agent, Guest  # noqa: E402
from helpdesk_core.adapters.django.desk import desk  # noqa: E402
from helpdesk_core.adapters.django.models import MODELS  # noqa: E402
from helpdesk_core.conversations.rules import ReplyToCustomer  # noqa: E402
from helpdesk_core.intake.rules import SubmitRequest, TakeRequest  # noqa: E402

urlpatterns = [
    path("rival/", include("helpdesk.urls", namespace="helpdesk")),
    path("help/", include("reference_app.django_urls")),
]
(FOLDER / "base.html").write_text(
    "<html><head>{% block extrahead %}{% endblock %}</head><body>{% block content %}{% endblock %}</body></html>"
)
ANNA = Agent(id="1", name="Anna")
WAYS = {
    "rival": "django-helpdesk, its views, mail sent",
    "store": "DjangoStore",
    "sent": "DjangoStore, mail sent",
    "pages": "the pages, mail sent",
}
REQUESTS = MODELS["service_requests"].objects  # type: ignore[attr-defined]


class Bench:
    """Both, set up and ready."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("loaddata", "emailtemplate.json", verbosity=0)  # without it nothing would be sent
        self.queue = Queue.objects.create(
            title="Repairs", slug="rep", allow_public_submission=True, email_address="help@example.com"
        )
        User.objects.create_superuser("anna", "anna@example.com", "x")
        self.guest, self.staff = Client(), Client()
        assert self.staff.login(username="anna", password="x")
        self.count = 0
        made = desk().handle(desk().read(TakeRequest, self.words()), ANNA)
        self.request = REQUESTS.get(pk=made.request)  # type: ignore[index]
        self.rival_create()
        self.ticket = Ticket.objects.get()

    def contact(self) -> str:
        self.count += 1
        return f"customer{self.count}@example.com"

    def words(self) -> dict[str, str]:
        return {"problem": TEXT, "device": "Does not start", "surname": "Nowak", "contact": self.contact()}

    def rival_create(self) -> None:
        fields = {"queue": self.queue.pk, "title": "Does not start", "body": TEXT, "priority": "3"}
        page = self.guest.post("/rival/tickets/submit/", fields | {"submitter_email": self.contact()})
        assert page.status_code == 302

    def rival_reply(self) -> None:
        ticket = self.ticket
        fields = {"comment": TEXT, "public": "1", "new_status": ticket.status, "priority": ticket.priority}
        fields |= {"queue": self.queue.pk, "owner": "0"}
        page = self.staff.post(f"/rival/tickets/{ticket.pk}/update/", fields | {"title": ticket.title})
        assert page.status_code == 302, (page.status_code, page.content[:3000])

    def store_create(self) -> None:
        assert desk().handle(desk().read(SubmitRequest, self.words()), Guest())

    def sent_create(self) -> None:
        self.store_create()
        assert desk().deliver(10).sent

    def store_reply(self) -> None:
        assert desk().handle(desk().read(ReplyToCustomer, {"request": self.request.pk, "text": TEXT}), ANNA)

    def sent_reply(self) -> None:
        self.store_reply()
        assert desk().deliver(10).sent

    def pages_create(self) -> None:
        said = {"problem": TEXT, "device": "Does not start", "urgency": "soon"}
        person = {"surname": "Nowak", "contact": self.contact()}
        self._form(self.guest, "/help/quick-help", **said)
        self._form(self.guest, "/help/quick-help/contact", **said, **person)
        self._form(self.guest, "/help/quick-help/check", **said, **person)
        assert desk().deliver(10).total

    def pages_reply(self) -> None:
        self._form(self.staff, f"/help/staff/requests/{self.request.reference}/reply", text=TEXT)
        assert desk().deliver(10).total

    def _form(self, client: Client, action: str, **fields: str) -> None:
        page = client.post(action, fields | {"csrf": self._csrf(client)})
        assert page.status_code == 303, page.status_code

    def _csrf(self, client: Client) -> str:
        """The token of any page: looked up once for each visitor."""
        found = getattr(client, "token", None)
        if found is None:
            page = client.get("/help/quick-help").content.decode()
            found = client.token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]  # type: ignore[attr-defined]
        return str(found)


def timed(work: Callable[[], Any], times: int) -> float:
    """Milliseconds of one."""
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) * 1000 / times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    bench = Bench()
    found: dict[tuple[str, str], list[float]] = {(what, who): [] for what in ("create", "reply") for who in WAYS}
    for number in track(range(options.rounds + 1), description="rounds", console=Console(stderr=True)):
        for (what, who), costs in found.items():
            mail.outbox = []
            cost = timed(getattr(bench, f"{who}_{what}"), options.times)
            assert len(mail.outbox) >= (0 if who == "store" else options.times), "its mails were not sent"
            desk().deliver(1000)
            costs += [cost] if number else []
    medians = {key: statistics.median(costs) for key, costs in found.items()}
    table = Table("", *WAYS.values())
    for what in ("create", "reply"):
        rival = medians[what, "rival"]
        times = (f"{medians[what, who]:.2f} ms, {rival / medians[what, who]:.1f} x" for who in WAYS)
        table.add_row(what, *times)
    Console(width=140).print(table)
    if options.json:
        ratios = {f"{what} {who}": medians[what, "rival"] / cost for (what, who), cost in medians.items()}
        options.json.write_text(json.dumps(ratios, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
