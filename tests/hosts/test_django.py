"""The desk inside Django: its ORM, its transaction, its migrations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LoginView
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import clear_script_prefix, include, path, set_script_prefix
from django.utils import translation

import journeys as j
import reference_app
from helpdesk_core import Admin, Agent, Contact, Guest, Result, Settings, hookimpl
from helpdesk_core.adapters.django import migrations
from helpdesk_core.adapters.django.access import DjangoAccess, all_agents, signed_in_at, staff_actor
from helpdesk_core.adapters.django.desk import desk
from helpdesk_core.adapters.django.mail import DjangoMail
from helpdesk_core.adapters.django.models import MODELS
from helpdesk_core.adapters.django.store import DjangoStore
from helpdesk_core.base.records import record_types
from helpdesk_core.customer_rooms.views import view_customer_list
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.ports import StaffRights
from helpdesk_core.testing import NotifierSuite, StoreSuite, make_desk
from helpdesk_core.views import view_queue
from reference_app import django_urls
from smtp_server import Local, Mailbox

FOLDER = Path(reference_app.__file__).with_name("static")
STATIC = sorted(path for path in FOLDER.rglob("*") if path.is_file())


# Django leaves the connections of threads that ended to the garbage collector, which may come within a test.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function BaseConnection.__del__:pytest.PytestUnraisableExceptionWarning"
)
class TestDjangoStore(StoreSuite):
    """The same suite as every store's, several threads that write at once included."""

    capabilities = frozenset({"concurrent", "isolated", "outbox", "sql"})

    @pytest.fixture
    def store(self, django_database: str) -> Any:
        return DjangoStore()

    def execute(self, store: Any, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_models_and_migrations_agree(django_database: str) -> None:
    """`makemigrations --check` finds nothing to do; every kind of record has its model."""
    call_command("makemigrations", "helpdesk_core", check=True, dry_run=True, verbosity=0)
    assert set(MODELS) == set(record_types)


def test_the_whole_job_on_djangos_orm(django_database: str) -> None:
    """From the first words to a recorded outcome, every history whole."""
    desk = make_desk(DjangoStore())
    made, guest = j.in_phase(desk, "closed", j.CUSTOMER)
    j.in_phase(desk, "waiting_for_customer", j.CUSTOMER)
    assert desk.deliver().done > 3
    assert desk.verify() == ()
    assert len(desk.view(view_queue, j.ANNA).rows) == 1  # type: ignore[union-attr]
    listed = desk.view(view_customer_list, j.CUSTOMER).rows  # type: ignore[union-attr]
    assert {one.status.phase.value for one in listed} == {"closed", "waiting_for_customer"}  # type: ignore[union-attr]
    assert made.reference
    assert guest.grant is not None


def test_every_static_file_arrives_whole(django_database: str) -> None:
    """Byte for byte, through Django's handler."""
    for file in STATIC:
        found = Client().get(f"/en/help/static/{file.relative_to(FOLDER)}")
        assert (found.status_code, found.content) == (200, file.read_bytes()), file.name


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
    assert desk().deliver().done == 2


def test_what_the_host_rolls_back_was_never_there(counts: Callable[[], tuple[int, int]]) -> None:
    """Our command has answered, then the block is undone: nothing stays, nothing is sent, and its key is free."""
    ours = make_desk(DjangoStore())
    command = ours.read(SubmitRequest, {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"})
    for _ in range(2):
        with transaction.atomic():
            ours.do(command, j.CUSTOMER, key="a-click")
            transaction.set_rollback(True)
        assert counts() == (0, 0)
        assert ours.deliver(500).total == 0
    with transaction.atomic():
        made = ours.do(command, j.CUSTOMER, key="a-click")
        assert ours.do(command, j.CUSTOMER, key="a-click").request == made.request
    assert counts() == (0, 1)
    assert ours.deliver(500).done > 0
    assert ours.verify() == ()


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
        assert target.startswith("/pl/help/") or target == "/en/help/", target
    customer.open("/pl/help/quick-help")
    customer.send("/quick-help", problem="Pękł ekran", device="Telefon", urgency="soon")
    summary = customer.send("/quick-help/contact", surname="Nowak", contact="jan@example.com")
    assert "Telefon" in summary
    assert "innym urządzeniu" not in summary, "Django's session is this browser's"
    assert "Telefon" in customer.send("/quick-help/check")
    request = MODELS["service_requests"].objects.get()  # type: ignore[attr-defined]
    assert request.customer == str(jan.pk)

    staff = Browser()
    staff.client.force_login(ola)
    assert staff.client.get("/en/help/staff").status_code == 403
    ola.user_permissions.add(Permission.objects.get(codename="view_servicerequests"))
    assert "Nowak" in staff.open("/en/help/staff")
    page = f"/en/help/staff/requests/{request.reference}"
    staff.open(page)
    staff.send("/assign")
    staff.open(page)
    assert "Kern" in staff.send("/note", text="Looks broken.")
    ola.user_permissions.clear()
    assert staff.client.get("/en/help/staff").status_code == 403
    away = Client().get("/en/help/staff")
    assert away["location"] == "/sign-in/?next=%2Fen%2Fhelp%2Fstaff"


@pytest.fixture
def staff_user(django_database: str) -> Any:
    """Somebody with the staff's permission, in no group."""
    from django.contrib.auth.models import Permission, User

    ola = User.objects.create_user("ola", first_name="Ola", last_name="Kern")
    ola.user_permissions.add(Permission.objects.get(codename="view_servicerequests"))
    return ola


def actor_of(user: Any) -> Any:
    """The member of staff that a user is now, read from the database."""
    return staff_actor(type(user).objects.get(pk=user.pk))


GROUPS = {
    "Counter": {"rights": ["requests.view", "requests.note"], "locations": ["warsaw"]},
    "Phone": {"rights": ["requests.view", "requests.reply"], "locations": ["krakow"]},
    "Everything": {},
}


def test_rights_come_from_the_users_groups(staff_user: Any) -> None:
    """Several groups add up; without any of them nothing is allowed; what is left out is not narrowed."""
    from django.contrib.auth.models import Group

    assert (actor_of(staff_user).rights, actor_of(staff_user).locations) == (None, None)
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"RIGHTS": GROUPS}):
        expected: dict[str, Any] = {
            "": (frozenset(), frozenset()),
            "Counter": ({"requests.view", "requests.note"}, {"warsaw"}),
            "Phone": ({"requests.view", "requests.note", "requests.reply"}, {"warsaw", "krakow"}),
            "Everything": (None, None),
        }
        for name, (rights, locations) in expected.items():
            if name:
                staff_user.groups.add(Group.objects.create(name=name))
            assert (actor_of(staff_user).rights, actor_of(staff_user).locations) == (rights, locations), name


def only_look(user: Any) -> StaffRights | None:
    """A function of the project's own, as RIGHTS may name."""
    return None if user.username == "jan" else StaffRights(rights=frozenset({"requests.view"}))


def test_rights_come_from_a_function_of_the_project(staff_user: Any) -> None:
    """Which may also say that somebody is no staff, whatever the permission says."""
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"RIGHTS": "test_django.only_look"}):
        assert actor_of(staff_user).rights == {"requests.view"}
        staff_user.username = "jan"
        staff_user.save()
        assert actor_of(staff_user) is None


def test_people_are_offered_with_what_they_may_do(staff_user: Any) -> None:
    """So that a request is offered to those alone who may see it."""
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"RIGHTS": "test_django.only_look"}):
        (found,) = all_agents()
        assert (found.id, found.rights) == (str(staff_user.pk), {"requests.view"})


def test_every_project_has_an_admin(staff_user: Any) -> None:
    """Superusers; or whoever has the permission that is named, and then superusers too, who have them all."""
    from django.contrib.auth.models import Permission, User

    root = User.objects.create_superuser("root")
    assert isinstance(actor_of(staff_user), Agent)
    assert isinstance(actor_of(root), Admin)
    staff_user.user_permissions.add(Permission.objects.get(codename="view_decisions"))
    named = settings.HELPDESK_CORE | {"ADMIN_PERMISSION": "helpdesk_core.view_decisions"}
    with override_settings(HELPDESK_CORE=named):
        admin = actor_of(staff_user)
        assert isinstance(admin, Admin)
        assert isinstance(actor_of(root), Admin)
        assert {agent.id for agent in all_agents()} == {str(root.pk), str(staff_user.pk)}
        access = DjangoAccess()
        assert access.rights(admin) == StaffRights()
        staff_user.user_permissions.clear()
        assert access.rights(admin) is None


def test_a_right_is_gone_at_the_click(staff_user: Any) -> None:
    """The page was made before: the desk asks the database again; what was typed is not lost."""
    from django.contrib.auth.models import Group

    made = j.submit(desk(), j.CUSTOMER)
    counter = Group.objects.create(name="Counter")
    staff_user.groups.add(counter)
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"RIGHTS": GROUPS}):
        browser = Browser()
        browser.client.force_login(staff_user)
        page = browser.open(f"/en/help/staff/requests/{made.reference.replace('-', '')}")
        assert "/note" in page
        assert "/reply" not in page
        staff_user.groups.clear()
        page = browser.send("/note", text="About the hinge.")
        assert browser.page.status_code == 403
        assert "About the hinge." in page
        assert MODELS["notes"].objects.count() == 0  # type: ignore[attr-defined]


def test_a_sign_in_is_remembered_with_its_session(staff_user: Any) -> None:
    """Not with the user: a session elsewhere would look fresh whenever they sign in anywhere."""
    first, second = Client(), Client()
    first.force_login(staff_user)
    began = signed_in_at(first)
    assert began is not None
    assert abs((began - datetime.now(UTC)).total_seconds()) < 60
    second.force_login(staff_user)
    assert signed_in_at(first) == began
    assert signed_in_at(second) > began  # type: ignore[operator]
    second.logout()
    assert signed_in_at(second) is None
    actor = staff_actor(staff_user, began)
    assert actor is not None
    assert actor.signed_in_at == began


def test_a_form_from_elsewhere_is_refused_by_the_pages(django_database: str) -> None:
    """They are exempt from Django's CSRF check because they have their own."""
    client = Client(enforce_csrf_checks=True)
    client.get("/en/help/track")
    assert client.post("/en/help/track", {"reference": "ABCD1234", "surname": "x"}).status_code == 403


def test_cookies_are_secure_behind_the_hosts_proxy(django_database: str) -> None:
    """By BASE_URL, whatever the last hop looks like; without it Django says whether the visitor came by https, and
    nobody else."""
    told = {"x-forwarded-proto": "https"}
    assert all(cookie["secure"] for cookie in Client().get("/en/help/quick-help").cookies.values())
    django_urls._view.cache_clear()
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"BASE_URL": "http://localhost/help"}):
        _cookies_by_scheme(told)
    django_urls._view.cache_clear()


def _cookies_by_scheme(told: dict[str, str]) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        trusting = Client(headers=told).get("/en/help/quick-help").cookies
    doubting = Client(headers=told).get("/en/help/quick-help").cookies
    assert trusting
    assert all(cookie["secure"] for cookie in trusting.values())
    assert not any(cookie["secure"] for cookie in doubting.values())


def test_links_in_mails_lead_into_the_site(django_database: str) -> None:
    """H3: sent by a worker that has no request; the address without a language goes on to the reader's own."""
    mail.outbox = []
    Client().get("/order/")
    call_command("helpdesk_deliver", stdout=StringIO())
    to_them = next(one for one in mail.outbox if one.to == ["jan@example.com"])
    assert to_them.from_email == settings.DEFAULT_FROM_EMAIL
    link = re.search(r"https://testserver(/help/r/[0-9a-f]{64})", str(to_them.body))
    assert link is not None
    page = Client(headers={"accept-language": "pl"}).get(link.group(1), follow=True)
    assert page.redirect_chain[0][0].startswith("/pl/help/r/")
    assert page.status_code == 200
    assert "THE DJANGO SHOP" in page.content.decode()


def test_plugins_hear_of_it_after_the_commit(counts: Callable[[], tuple[int, int]]) -> None:
    """`transaction.on_commit`: not at all where the host rolls back."""
    from django_project import Counter

    Counter.saved.clear()
    client = Client(raise_request_exception=False)
    client.get("/order/?fail")
    assert Counter.saved == []
    client.get("/order/")
    assert Counter.saved == ["request_submitted", "contact_confirmed", "request_confirmed"]


def test_deleting_a_user_erases_them(django_database: str) -> None:
    """In the same transaction as the deletion: a rollback keeps both."""
    from django.contrib.auth.models import User

    client = Client()
    client.get("/order/")
    request = MODELS["service_requests"].objects.get()  # type: ignore[attr-defined]
    with transaction.atomic():
        User.objects.get().delete()
        assert MODELS["service_requests"].objects.get().surname is None  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    request.refresh_from_db()
    assert request.surname == "Nowak"
    User.objects.get().delete()
    request.refresh_from_db()
    assert (request.surname, request.customer, request.phase) == (None, None, "confirmed")
    call_command("helpdesk_verify", stdout=StringIO())


def test_the_admin_only_looks(django_database: str) -> None:
    """Even a superuser changes nothing there; every list and page opens and can be searched."""
    from django.contrib.auth.models import User

    j.in_phase(make_desk(DjangoStore(), tenant="shop"), "closed", j.CUSTOMER)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for model in MODELS.values():
        place = f"/admin/helpdesk_core/{model.__name__.lower()}/"
        assert client.get(place, {"q": "ABCD"}).status_code == 200
        first = model.objects.first()  # type: ignore[attr-defined]
        if first is not None:
            page = client.get(f"{place}{quote(first.pk)}/change/")
            assert page.status_code == 200
            assert 'name="_save"' not in page.content.decode()
            assert client.post(f"{place}{quote(first.pk)}/delete/", {"post": "yes"}).status_code == 403
        assert client.get(f"{place}add/").status_code == 403


CHECKS: dict[str, tuple[dict[str, Any], str]] = {
    # what the project says → what `manage.py check` answers
    "an unknown key": ({"SECRETS": "x"}, "no key 'SECRETS'"),
    "no secret": ({"SECRET": ""}, "['SECRET'] is missing"),
    "a secret that is no hex": ({"SECRET": "hunter2!"}, "hex digits"),
    "a short secret": ({"SECRET": "abcd"}, "32 bytes"),
    "no https": ({"BASE_URL": "http://shop.example/help"}, "https"),
    "no address": ({"BASE_URL": ""}, "['BASE_URL'] is missing"),
    "a path that leads nowhere": ({"CUSTOMERS": "shop.nowhere.Shoppers"}, "CUSTOMERS"),
    "a plugin with a misspelt hook": ({"PLUGINS": ["test_django.Misspelt"]}, "hook that does not exist"),
    "a right that is not there": ({"RIGHTS": {"Counter": {"rights": ["requests.nota"]}}}, "no right 'requests.nota'"),
    "a misspelt key of a group": ({"RIGHTS": {"Counter": {"right": []}}}, "no key 'right'"),
    "rights that are no groups": ({"RIGHTS": ["requests.note"]}, "dict of groups"),
    "rights that lead nowhere": ({"RIGHTS": "shop.nowhere.rights"}, "RIGHTS"),
    "a database that is not there": ({"DATABASE": "desk"}, "DATABASES has no 'desk': default"),
    "a permission that is none": ({"STAFF_PERMISSION": "view_servicerequests"}, "['STAFF_PERMISSION'] is the name"),
    "no permission": ({"STAFF_PERMISSION": None}, "['STAFF_PERMISSION'] is the name"),
    "a permission of no app": ({"ADMIN_PERMISSION": "shop.run_the_desk"}, "is called 'shop'"),
    "a misspelt permission": ({"STAFF_PERMISSION": "auth.view_users"}, "no model of 'auth' declares 'view_users'"),
    "a team without an address": ({"TEAM": "the team"}, "['TEAM'] is an e-mail address"),
    "no base template": ({"BASE_TEMPLATE": "nowhere.html"}, "no template 'nowhere.html'"),
    "a base template of another kind": (
        {"BASE_TEMPLATE": ["base.html"]},
        "['BASE_TEMPLATE'] is the name of a template",
    ),
    "a number for a secret": ({"SECRET": 7}, "['SECRET'] is bytes or hex digits"),
    "one notifier without a list": ({"NOTIFIERS": "app.Mail"}, "['NOTIFIERS'] is a list of dotted paths"),
    "plugins that are none": ({"PLUGINS": None}, "['PLUGINS'] is a list of dotted paths"),
    "a list of databases": ({"DATABASE": ["default"]}, "['DATABASE'] is a name of DATABASES"),
    "one folder without a list": ({"TEMPLATES": "/tmp"}, "['TEMPLATES'] is a list of folders"),
    "a folder that is not there": ({"TEMPLATES": ["/tmp/not-here"]}, "['TEMPLATES'] is a list of folders that exist"),
    "a location without a list": ({"RIGHTS": {"Counter": {"locations": "warsaw"}}}, "['Counter']: locations: a list"),
    "rights in a list": ({"RIGHTS": {"Counter": {"rights": [["requests.view"]]}}}, "['Counter']: rights: a list"),
    "a class that needs more": ({"CUSTOMERS": "helpdesk_core.Customer"}, "Customer is called without arguments"),
    "a function that fails": ({"SETTINGS": "test_django.failing"}, "failing is called without arguments, which ends"),
    "wording for a text that there is not": ({"SETTINGS": "test_django.misspelt_wording"}, "room.helo"),
    "a base template without a head": ({"BASE_TEMPLATE": "headless.html"}, "no block extrahead"),
}


def failing() -> None:
    """A host's own function, whose words may hold a secret."""
    raise KeyError("hunter2")


def misspelt_wording() -> Settings:
    """Of the pages' texts, and of the core's: both are there when the pages are mounted."""
    return Settings(wording={"en": {"room.helo": "Hi", "contact.unreadable": "An address, please."}})


class Misspelt:
    @hookimpl
    def helpdesk_sugest(self) -> list[str]:
        return []


@pytest.mark.parametrize("case", CHECKS)
def test_check_says_what_is_wrong(case: str) -> None:
    """Before the first customer finds out; a secret is never repeated."""
    values, expected = CHECKS[case]
    with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | values):
        (found,) = run_checks(tags=["helpdesk_core"])
    assert expected in found.msg
    assert "hunter2" not in found.msg
    assert run_checks(tags=["helpdesk_core"]) == []


@pytest.mark.parametrize("given", [None, [], "secret"])
def test_check_asks_for_a_dict(given: Any) -> None:
    """The database's check too, which has no dict to look into."""
    with override_settings(HELPDESK_CORE=given):
        assert [one.msg for one in run_checks(tags=["helpdesk_core"])] == ["HELPDESK_CORE is a dict"]


SIGN_INS = {
    "/accounts/login/": None,
    "https://sso.example/": None,
    "shop-login": None,
    "/en-us/shop/login/": None,
    "/shop/login/": None,  # LocaleMiddleware sends people on to the page of their language
    "/nowhere/": "W003",
    "no-such-route": "W003",
}


class Localized:
    """A project's addresses: a sign-in page without a language in front, another one with it."""

    urlpatterns = [
        path("accounts/", include("django.contrib.auth.urls")),
        *i18n_patterns(path("shop/login/", LoginView.as_view(), name="shop-login")),
    ]


@pytest.mark.parametrize("address", SIGN_INS)
def test_check_knows_whether_the_staff_can_sign_in(address: str) -> None:
    """A route's name, a path, another site; under ``i18n_patterns`` as well."""
    with override_settings(ROOT_URLCONF=Localized, LOGIN_URL=address, LANGUAGE_CODE="en-us"):
        found = [message.id for message in run_checks(tags=["helpdesk_core"])]
    assert found == ([f"helpdesk_core.{SIGN_INS[address]}"] if SIGN_INS[address] else [])


@pytest.mark.parametrize(
    ("address", "is_there"),
    [("/shop/accounts/login/", True), ("shop-login", True), ("/shop/nowhere/", False), ("/accounts/login/", False)],
)
def test_check_knows_sign_ins_below_a_prefix(address: str, is_there: bool) -> None:
    """FORCE_SCRIPT_NAME: what a proxy takes off stands in front of every address, and in no pattern."""
    set_script_prefix("/shop/")
    try:
        with override_settings(ROOT_URLCONF=Localized, LOGIN_URL=address, LANGUAGE_CODE="en-us"):
            found = [message.id for message in run_checks(tags=["helpdesk_core"])]
    finally:
        clear_script_prefix()
    assert found == ([] if is_there else ["helpdesk_core.W003"])


def test_a_history_that_was_changed_fails_the_command(django_database: str, tmp_path: Path) -> None:
    """`helpdesk_verify` with and without an anchor."""
    j.in_phase(make_desk(DjangoStore(), tenant="shop"), "closed", j.CUSTOMER)
    call_command("helpdesk_verify", write_anchor=tmp_path / "a.json", stdout=StringIO())
    call_command("helpdesk_verify", anchor=tmp_path / "a.json", stdout=StringIO())
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("helpdesk_verify", write_anchor=tmp_path / "a.json", stdout=StringIO())
    MODELS["timeline"].objects.filter(sequence=1).update(action="request_closed")  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="entry_changed"):
        call_command("helpdesk_verify", stdout=StringIO())


def test_users_are_found_whatever_is_asked(django_database: str) -> None:
    """Text that is no key, a deactivated account, two accounts with one address."""
    from django.contrib.auth.models import User

    from helpdesk_core.adapters.django.people import DjangoCustomers

    one, two = (User.objects.create_user(name, email="Both@example.com") for name in ("jan", "ola"))
    User.objects.create_user("gone", email="both@example.com", is_active=False)
    people = DjangoCustomers()
    for id in ("x", "", "9" * 40, "-1", "1; DROP TABLE", "\x00"):
        assert people.get(id) is None
    assert people.get(str(one.pk)).id == str(one.pk)  # type: ignore[union-attr]
    found = people.by_contact(Contact.parse("both@example.com"))
    assert {account.id for account in found} == {str(one.pk), str(two.pk)}


@pytest.mark.parametrize("active", ["en-gb", "zh-hans", None, "pl"])
def test_any_active_locale_is_taken(django_database: str, active: str | None) -> None:
    """Django's spellings, and none at all."""
    with translation.override(active):
        page = Client().get("/en/help/" if active != "pl" else "/pl/help/")
        assert page.status_code == 200
        command = desk().read(SubmitRequest, PLAIN_WORDS | {"language": active or ""})
        assert isinstance(desk().handle(command, Guest()), Result)


PLAIN_WORDS = {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestDjangoMail(NotifierSuite):
    """Django's own SMTP backend against a real server."""

    peer_loggers = ("mail", "asyncio")

    @pytest.fixture
    def notifier(self, server: Local, mailbox: Mailbox) -> Iterator[Any]:
        self.mailbox = mailbox
        smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
        with override_settings(**smtp, EMAIL_PORT=server.port, EMAIL_TIMEOUT=5):
            yield DjangoMail()

    def peer(self, what: str) -> None:
        self.mailbox.mode = what

    def tries(self) -> int:
        return self.mailbox.tries

    def receivers(self) -> list[str]:
        return self.mailbox.receivers

    def received(self) -> list[str]:
        return [f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}" for mail in self.mailbox.mails]


@pytest.mark.full
def test_an_older_schema_is_said(django_database: str) -> None:
    """Tables of an earlier release are not worked on in silence: each step that is missing is named."""
    steps = sorted(path.stem for path in Path(migrations.__file__).parent.glob("[0-9]*.py"))
    assert desk().problems() == ()
    call_command("migrate", "helpdesk_core", "zero", verbosity=0)
    assert desk().problems() == tuple(f"migration {step} is not applied: run manage.py migrate" for step in steps)
    call_command("migrate", "helpdesk_core", verbosity=0)
    assert desk().problems() == ()
