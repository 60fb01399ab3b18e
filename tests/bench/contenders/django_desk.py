"""django-helpdesk in a small Django project, by what its own views call: the public form, `update_ticket`, the query of
its public page, the query class of its list, and the API view of a user's own tickets.

Its mails go to Django's dummy backend, which is cheaper than the queue that the others write. Customers are known to it
by their addresses: its public page asks for ticket, address and a secret. Its list sorts by one column, so that
requests of one priority come in any order, and what its search is given is one phrase.
"""

from __future__ import annotations

import itertools
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections

from . import plain, workload

_OPEN, _REOPENED, _CLOSED = 1, 2, 4
STATUSES = {"new": _OPEN, "in_progress": _OPEN, "waiting": _REOPENED, "closed": _CLOSED}
_NAMES = {_OPEN: "Open", _REOPENED: "Reopened", _CLOSED: "Closed"}
_BATCH = 2000
urlpatterns: list[Any] = []
_TABLES = {
    "ticket": (
        *("id", "title", "created", "modified", "submitter_email", "status", "on_hold", "description"),
        *("priority", "assigned_to_id", "queue_id", "secret_key"),
    ),
    "followup": ("id", "date", "title", "comment", "public", "ticket_id", "user_id"),
    "ticketchange": ("field", "old_value", "new_value", "followup_id"),
}


def _set_up(path: Path) -> None:
    """The least project that its documentation asks for."""
    pragmas = "; ".join(f"PRAGMA {pragma}" for pragma in ("journal_mode=WAL", *plain.PRAGMAS))
    contrib = ("admin", "auth", "contenttypes", "sessions", "messages", "sites", "staticfiles", "humanize")
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(path),
                "OPTIONS": {"init_command": pragmas},
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[*(f"django.contrib.{name}" for name in contrib), "rest_framework", "helpdesk"],
        ALLOWED_HOSTS=["testserver"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        LOGGING_CONFIG=None,
        ROOT_URLCONF=__name__,
        SECRET_KEY="bench",
        SITE_ID=1,
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
    )
    django.setup()
    from django.urls import include
    from django.urls import path as at

    urlpatterns.append(at("", include("helpdesk.urls", namespace="helpdesk")))


def fill(path: Path, size: int) -> None:
    """Tables by its migrations, filled below its models as they would have."""
    _set_up(path)
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    for number in workload.STAFF:
        User(id=number, username=f"staff{number}", email=f"staff{number}@example.org", is_staff=True).save()
    Queue(id=1, title="Help", slug="help", email_address="desk@example.org", allow_public_submission=True).save()
    connections.close_all()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("BEGIN")
    coming = workload.requests(size)
    while some := list(itertools.islice(coming, _BATCH)):
        for name, rows in (("ticket", _tickets), ("followup", _followups), ("ticketchange", _changes)):
            columns, marks = ", ".join(_TABLES[name]), ", ".join("?" * len(_TABLES[name]))
            found = itertools.chain.from_iterable(map(rows, some))
            db.executemany(f"INSERT INTO helpdesk_{name} ({columns}) VALUES ({marks})", found)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()


def _at(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%d %H:%M:%S"))


def _secret(one: workload.Request) -> str:
    return str(uuid.UUID(int=one.number * 0x9E3779B97F4A7C15 % (1 << 128)))


def _tickets(one: workload.Request) -> Iterator[tuple[Any, ...]]:
    about = one.number, one.subject, _at(one.created), _at(one.updated), workload.email(one.customer)
    said = STATUSES[one.status], False, one.problem, one.priority + 1
    yield *about, *said, one.assignee, 1, _secret(one)


def _followups(one: workload.Request) -> Iterator[tuple[Any, ...]]:
    id = one.number * 2
    yield id - 1, _at(one.created), "Ticket Opened Via Web", one.problem, True, one.number, None
    yield id, _at(one.updated), "Comment", one.answer, one.is_read, one.number, one.assignee or 1


def _changes(one: workload.Request) -> Iterator[tuple[Any, ...]]:
    if (status := STATUSES[one.status]) != _OPEN:
        yield "Status", _NAMES[_OPEN], _NAMES[status], one.number * 2


class Desk:
    """One project on one file."""

    def __init__(self, path: Path) -> None:
        _set_up(path)
        from django.contrib.auth.models import User
        from helpdesk.forms import PublicTicketForm
        from helpdesk.models import Ticket, TicketChange
        from helpdesk.query import get_query_class
        from helpdesk.update_ticket import update_ticket
        from helpdesk.user import HelpdeskUser
        from helpdesk.views.api import UserTicketViewSet
        from rest_framework.test import APIRequestFactory

        self._form, self._ticket, self._change, self._update = PublicTicketForm, Ticket, TicketChange, update_ticket
        self._query, self._wrap, self._user, self._asked = get_query_class(), HelpdeskUser, User, APIRequestFactory()
        self._own = UserTicketViewSet.as_view({"get": "list"})
        self._staff = {user.id: user for user in User.objects.all()}

    def create(self, wish: workload.Wish) -> str:
        """Its public form."""
        fields = {"queue": "1", "title": wish.subject, "body": wish.problem, "priority": str(wish.priority + 1)}
        form = self._form(data=fields | {"submitter_email": workload.email(wish.customer)})
        if not form.is_valid():
            raise AssertionError(form.errors)
        return str(form.save(user=None).ticket_for_url)

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """What its form for staff calls."""
        ticket = self._ticket.objects.get(id=one.number)
        after = _REOPENED if ticket.status == _OPEN else _OPEN
        self._update(self._staff[by], ticket, comment=text, public=True, new_status=after)

    def room(self, one: workload.Request, surname: str | None = None) -> tuple[str, list[str]] | None:
        """By number, address and secret; another surname stands for another address."""
        from django.db.models import Prefetch

        address = workload.email(one.customer) if surname is None else "nobody@example.org"
        found = self._ticket.objects.filter(submitter_email__iexact=address, secret_key__iexact=_secret(one))
        ticket = found.filter(id=one.number).first()
        if ticket is None:
            return None
        public = Prefetch("ticketchange_set", queryset=self._change.objects.public(), to_attr="public_changes")
        said = ticket.followup_set.public_followups().select_related("user")
        latest = said.prefetch_related(public, "followupattachment_set")
        return str(ticket.get_status), [each.comment for each in latest][::-1][: workload.THREAD]

    def track(self, one: workload.Request, surname: str | None = None) -> str | None:
        """The same."""
        found = self.room(one, surname)
        return None if found is None else found[0]

    def _list(self, wanted: dict[str, Any], words: str, sorting: str, column: str, most: int) -> list[int]:
        asked = {"filtering": wanted, "filtering_null": {}, "sorting": sorting, "sortreverse": False}
        query = self._query(self._wrap(self._staff[1]), query_params={**asked, "search_string": words})
        order = {"order[0][column]": [column], "order[0][dir]": ["asc"]}
        page = query.get_datatables_context(draw=["1"], start=["0"], length=[str(most)], **order)
        return [row["id"] for row in page["data"]]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """Its list of tickets."""
        wanted: dict[str, Any] = {"status__in": [_OPEN, _REOPENED] if status is None else [STATUSES[status]]}
        wanted |= {} if assignee is None else {"assigned_to__id__in": [assignee]}
        return self._list(wanted, "", "priority", "2", workload.PAGE)

    def rare(self, words: str) -> list[int]:
        """Its list with words to look for."""
        return self._list({}, words, "created", "5", workload.FOUND)

    def own(self, number: int) -> list[int]:
        """Its API."""
        from rest_framework.test import force_authenticate

        asked = self._asked.get("/api/user_tickets/", {"page_size": str(workload.LIST)})
        force_authenticate(asked, self._user(username="c", email=workload.email(number)))
        return [row["id"] for row in self._own(asked).data["results"]]

    def status_of(self, status: str) -> str:
        """How a status is called here."""
        return _NAMES[STATUSES[status]]
