"""The desk inside Django: its ORM, its transaction, its migrations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings

import journeys as j
from helpdesk_core.adapters.django.models import MODELS
from helpdesk_core.adapters.django.store import DjangoStore
from helpdesk_core.base.records import kinds
from helpdesk_core.customer_rooms.views import view_customer_list
from helpdesk_core.testing import StoreSuite, make_desk
from helpdesk_core.triage.views import view_queue


class TestDjangoStore(StoreSuite):
    """The same suite as every store's. Whether several threads write at once is Django's own affair."""

    capabilities = frozenset({"outbox"})

    @pytest.fixture
    def store(self, django_database: str) -> Any:
        return DjangoStore()


def test_models_and_migrations_agree(django_database: str) -> None:
    """`makemigrations --check` finds nothing to do; every kind of record has its model."""
    call_command("makemigrations", "helpdesk_core", check=True, dry_run=True, verbosity=0)
    assert set(MODELS) == set(kinds)


def test_the_whole_job_on_djangos_orm(django_database: str) -> None:
    """From the first words to a recorded outcome, every history whole."""
    desk = make_desk(DjangoStore())
    made, guest = j.in_phase(desk, "closed", j.CUSTOMER)
    j.in_phase(desk, "waiting_for_customer", j.CUSTOMER)
    assert desk.deliver().sent > 3
    assert desk.verify() == ()
    assert len(desk.view(view_queue, "", j.ANNA).rows) == 1  # type: ignore[union-attr]
    listed = desk.view(view_customer_list, j.CUSTOMER.id, j.CUSTOMER)
    assert {one.status.phase.value for one in listed} == {"closed", "waiting_for_customer"}  # type: ignore[union-attr]
    assert made["reference"]
    assert guest.grant is not None


@pytest.fixture
def counts(django_database: str) -> Callable[[], tuple[int, int]]:
    """Users of the host, requests of ours."""
    from django.contrib.auth.models import User

    return lambda: (User.objects.count(), MODELS["service_requests"].objects.count())  # type: ignore[attr-defined]


def test_a_request_keeps_both_or_neither(counts: Callable[[], tuple[int, int]]) -> None:
    """ATOMIC_REQUESTS: the host's row and ours stand or fall together; nothing is sent for what was rolled back."""
    client = Client(raise_request_exception=False)
    assert client.get("/order/?fail").status_code == 500
    assert counts() == (0, 0)
    assert client.get("/order/").status_code == 200
    assert counts() == (1, 1)
    assert make_desk(DjangoStore()).deliver().sent == 2  # the code to the contact, the news to the team


def test_a_conflict_leaves_the_hosts_transaction_usable(counts: Callable[[], tuple[int, int]]) -> None:
    """A refused step inside the host's atomic block takes back just itself."""
    from django.contrib.auth.models import User

    desk = make_desk(DjangoStore())
    with transaction.atomic():
        User.objects.create(username="jan")
        j.submit(desk)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE helpdesk_core_service_requests SET phase = 'closed'")
        j.submit(desk)
    assert counts() == (1, 2)


class Browser:
    """Somebody in front of the Django shop."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(headers=headers)
        self.page: Any = None

    def open(self, path: str) -> str:
        self.page = self.client.get(path, follow=True)
        return str(self.page.content.decode())

    def send(self, action: str, **fields: str) -> str:
        form = next(
            form for form in re.findall(r"<form.*?</form>", self.page.content.decode(), re.S) if f'{action}"' in form
        )
        target = re.search(r'action="([^"]+)"', form)
        assert target is not None
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        self.page = self.client.post(target.group(1), hidden | fields, follow=True)
        return str(self.page.content.decode())


def test_the_pages_stand_in_the_django_shop(django_database: str) -> None:
    """Its frame, its users, its language prefix, its permission asked every time, its transaction."""
    from django.contrib.auth.models import Permission, User

    jan, ola = User.objects.create_user("jan"), User.objects.create_user("ola", first_name="Ola", last_name="Kern")
    customer = Browser()
    customer.client.force_login(jan)
    assert "THE DJANGO SHOP jan" in customer.open("/pl/help/")
    assert "Zgłoś problem" in customer.page.content.decode()
    for target in re.findall(r'(?:href|action)="(/[^"]*)"', customer.page.content.decode()):
        assert target.startswith("/pl/help/"), target
    customer.open("/pl/help/quick-help")
    customer.send("/quick-help", problem="Pękł ekran", device="Telefon", urgency="soon")
    assert "Telefon" in customer.send("/quick-help/contact", surname="Nowak", contact="jan@example.com")
    request = MODELS["service_requests"].objects.get()  # type: ignore[attr-defined]
    assert request.customer == str(jan.pk)

    staff = Browser()
    staff.client.force_login(ola)
    assert staff.client.get("/en/help/staff").status_code == 303
    ola.user_permissions.add(Permission.objects.get(codename="view_servicerequests"))
    assert "Nowak" in staff.open("/en/help/staff")
    page = f"/en/help/staff/requests/{request.reference}"
    staff.open(page)
    staff.send("/assign")
    staff.open(page)
    assert "Kern" in staff.send("/note", text="Looks broken.")
    ola.user_permissions.clear()
    assert staff.client.get("/en/help/staff").status_code == 303


def test_a_form_from_elsewhere_is_refused_by_the_pages(django_database: str) -> None:
    """They are exempt from Django's CSRF check because they have their own."""
    client = Client(enforce_csrf_checks=True)
    client.get("/en/help/track")
    assert client.post("/en/help/track", {"reference": "ABCD1234", "surname": "x"}).status_code == 403


def test_cookies_are_secure_behind_the_hosts_proxy(django_database: str) -> None:
    """Django says whether the visitor came by https; the pages believe it, and nobody else."""
    told = {"x-forwarded-proto": "https"}
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        trusting = Client(headers=told).get("/en/help/quick-help").cookies
    doubting = Client(headers=told).get("/en/help/quick-help").cookies
    assert trusting
    assert all(cookie["secure"] for cookie in trusting.values())
    assert not any(cookie["secure"] for cookie in doubting.values())
