"""The desk inside Django: its ORM, its transaction, its migrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

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
    assert make_desk(DjangoStore()).deliver().sent == 1


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
