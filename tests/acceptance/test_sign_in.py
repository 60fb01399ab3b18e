"""The app's own sign-in: how often somebody may try, how long a session lasts, and what its cookies say."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from helpdesk_core.base.time import utc_text
from helpdesk_core.ports import Unavailable
from reference_app.accounts import links
from reference_app.accounts.model import SESSIONS
from reference_app.accounts.pages import STAFF_COOKIE
from reference_app.accounts.staff import SESSION_HOURS
from reference_app.demo import PASSWORD
from reference_app.sign_in import tries
from reference_app.sign_in.tries import Limit, Tries
from shops import Shop, Visitor, build

EMAIL = "tom@example.com"


class Clock:
    """The clock that tries are counted by."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(tries, "_now", lambda: made.now)
    return made


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/link"])
def test_where_staff_sign_in_nothing_is_for_customers(shop: Shop, path: str) -> None:
    """Neither their menu nor the shop's phone and opening hours; the law's pages are for everybody."""
    page = shop.visitor().open(path).text
    assert "/quick-help" not in page
    assert "tel:" not in page
    assert "/legal/privacy" in page


def test_so_many_tries_in_any_window(shop: Shop, clock: Clock) -> None:
    """The one after the last waits until the first is over; another subject, and another shop, are not touched."""
    limit = Limit("test", 3, timedelta(minutes=1))
    made = Tries(shop.accounts.engine, "shop")
    for _ in range(3):
        assert made.take({limit: "a"}).free_at is None
        clock.move(seconds=10)
    begun = clock.now - timedelta(seconds=30)
    assert made.take({limit: "a"}).free_at == begun + timedelta(minutes=1)
    assert made.take({limit: "b"}).free_at is None
    assert Tries(shop.accounts.engine, "other").take({limit: "a"}).free_at is None
    clock.move(seconds=31)
    assert made.take({limit: "a"}).free_at is None
    assert made.take({limit: "a"}).free_at is not None
    clock.move(minutes=2)
    longer = Limit("longer", 1, timedelta(hours=1))
    both = {longer: "a", Limit("shorter", 1, timedelta(minutes=1)): "a"}
    assert made.take(both).free_at is None
    assert made.take(both).free_at == clock.now + longer.window  # when there is room under each of them
    made.give_back(made.take({limit: "a"}))
    assert [made.take({limit: "a"}).free_at is None for _ in range(4)] == [True, True, True, False]


def test_of_many_at_once_no_more_pass(shop: Shop) -> None:
    """Each is counted before its password is looked at."""
    made, limit = Tries(shop.accounts.engine, "shop"), Limit("crowd", 10, timedelta(minutes=15))
    with ThreadPoolExecutor(16) as pool:
        passed = [taken.free_at is None for taken in pool.map(lambda _: made.take({limit: "a"}), range(80))]
    assert passed.count(True) == 10


def sign_in(visitor: Visitor, password: str, email: str = EMAIL) -> bool:
    """Whether it opened the desk."""
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email=email, password=password)
    return bool(visitor.page.url.path == "/staff")


def test_who_mistypes_ten_times_waits_a_quarter_of_an_hour(shop: Shop, clock: Clock) -> None:
    """Then even the right password is not tried; afterwards it opens, and a right one was never held against
    anybody."""
    for _ in range(11):
        assert sign_in(shop.visitor(), PASSWORD)
    visitor = shop.visitor()
    for _ in range(10):
        assert not sign_in(visitor, "wrong password")
    assert not sign_in(visitor, PASSWORD)
    assert "too many tries" in visitor.page.text
    assert "/staff/link" in visitor.page.text, "a way in that strangers cannot shut"
    clock.move(minutes=15, seconds=1)
    assert sign_in(visitor, PASSWORD)


@pytest.mark.parametrize("typed", ["Tom@example.com", " tom@EXAMPLE.com ", "TOM@EXAMPLE.COM"])
def test_an_address_is_read_as_phones_write_it(shop: Shop, typed: str) -> None:
    """A capital at the beginning, a blank behind it: it is the same account, and no second one."""
    assert sign_in(shop.visitor(), PASSWORD, typed)
    with pytest.raises(ValueError, match="has an account already"):
        shop.accounts.add_staff(typed, "Tom again", PASSWORD)
    assert shop.accounts.deactivate(typed)


def test_whom_the_desk_tells(shop: Shop) -> None:
    """Of an assigned request the assignee, of any other the first admin; nobody who has left."""
    people = {one.email: one for one in shop.accounts.staff()}
    admins = [one.email for one in people.values() if one.role == "admin"]
    team = shop.accounts.recipient(None)
    assert team is not None
    assert team.contact.value == admins[0]
    assigned = shop.accounts.recipient(people[EMAIL].id)
    assert assigned is not None
    assert (assigned.contact.value, assigned.language) == (EMAIL, people[EMAIL].language)
    shop.accounts.deactivate(EMAIL)
    assert shop.accounts.recipient(people[EMAIL].id) is None
    assert shop.accounts.recipient("unassigned") is None


LINK = re.compile(r"(/staff/link/[\w-]+)")


def mailed_link(shop: Shop) -> str:
    """The newest link that went to Tom."""
    found = LINK.search(next(mail for mail in shop.outbox.sent(50) if mail["recipient"] == EMAIL)["text"])
    assert found is not None
    return found.group(1)


def ask_link(visitor: Visitor, email: str = EMAIL) -> str:
    visitor.open("/staff/link")
    visitor.send("/staff/link", email=email)
    return visitor.page.text


def test_who_is_shut_out_is_in_at_once_by_a_link(shop: Shop, clock: Clock) -> None:
    """Strangers shut the address by wrong passwords; its owner sets a new one by a link that works once."""
    stranger, owner, old = shop.visitor(), shop.visitor(), shop.visitor()
    assert sign_in(old, PASSWORD)
    for _ in range(11):
        sign_in(stranger, "wrong password")
    assert not sign_in(owner, PASSWORD)
    assert "on its way" in ask_link(owner)
    link = mailed_link(shop)
    owner.open(link)
    assert "12 to 1,024" in owner.send(link, new="too short").text
    assert owner.send(link, new="a quite new password").url.path == "/staff"
    assert old.open("/staff").url.path == "/staff/sign-in", "every other session is ended"
    assert shop.visitor().open(link).status_code == 404
    clock.move(minutes=16)
    assert sign_in(shop.visitor(), "a quite new password")
    assert not sign_in(shop.visitor(), PASSWORD)


def test_a_link_tells_nobody_whether_there_is_an_account(shop: Shop) -> None:
    """One answer, and a mail only to an account; three an hour at most."""
    before = len(shop.outbox.sent(500))
    assert ask_link(shop.visitor(), "nobody@example.com") == ask_link(shop.visitor(), "nobody2@example.com")
    assert len(shop.outbox.sent(500)) == before
    for _ in range(5):
        ask_link(shop.visitor())
    assert len(shop.outbox.sent(500)) == before + 3


def test_a_link_waits_until_the_mail_server_is_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail, whose link works, however often it was asked for meanwhile."""
    monkeypatch.setattr(links, "_PAUSE", 0.2)
    before, away = len(shop.outbox.sent(500)), Away(shop.desk.notifiers)
    monkeypatch.setattr(shop.desk, "notifiers", away)
    for _ in range(3):
        assert "on its way" in ask_link(shop.visitor())
    away.is_back = True
    until = time.monotonic() + 20
    while len(shop.outbox.sent(500)) == before and time.monotonic() < until:
        time.sleep(0.05)
    assert shop.visitor().open(mailed_link(shop)).status_code == 200
    assert len(shop.outbox.sent(500)) == before + 1
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer)], "nothing waits any more"


@attrs.define
class Away:
    """Channels whose server is away, until it is back."""

    real: Any
    is_back: bool = False
    name: str = "away"

    def reaching(self, contact: Any) -> Any:
        return self.real.reaching(contact) if self.is_back else self

    def send(self, outgoing: Any) -> Any:
        return Unavailable("connection_refused")


def test_a_mail_never_says_what_a_stranger_wants(shop: Shop) -> None:
    """The link leads to the shop, whatever Host a request names."""
    visitor = shop.visitor()
    visitor.client.headers["x-forwarded-host"] = "evil.example"
    ask_link(visitor)
    mail = next(mail for mail in shop.outbox.sent(5) if mail["recipient"] == EMAIL)
    assert f"{shop.desk.base_url.rstrip('/')}/staff/link/" in mail["text"]


def test_a_password_is_changed_by_who_knows_the_old_one(shop: Shop, clock: Clock) -> None:
    """All other browsers are signed out; neither password is ever shown again."""
    here, there = shop.visitor(), shop.visitor()
    assert sign_in(here, PASSWORD)
    assert sign_in(there, PASSWORD)
    here.open("/staff/account")
    wrong = here.send("/staff/account/password", old="not this one at all", new="a quite new password")
    assert "not your present password" in wrong.text
    assert "quite new" not in wrong.text
    here.open("/staff/account")
    assert "is changed" in here.send("/staff/account/password", old=PASSWORD, new="a quite new password").text
    assert here.open("/staff").url.path == "/staff"
    assert there.open("/staff").url.path == "/staff/sign-in"
    assert sign_in(there, "a quite new password")


def test_sessions_are_seen_and_ended(shop: Shop) -> None:
    """One by one, or all but this; nobody ends another's."""
    here, there, other = shop.visitor(), shop.visitor(), shop.visitor()
    there.client.headers["user-agent"] = "Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17 Safari/604"
    for visitor in (here, there):
        assert sign_in(visitor, PASSWORD)
    for visitor in (shop.visitor(), other):  # who has two finds a form to end one
        visitor.sign_in("anna@example.com")
    page = here.open("/staff/account").text
    assert "Safari, iPhone" in page
    (theirs,) = [one for one in shop.accounts.sessions(_id(shop, EMAIL)) if one.browser == "Safari, iPhone"]
    other.open("/staff/account")
    other.send("/staff/account/sessions", session=theirs.id)
    assert there.open("/staff").url.path == "/staff", "another's session stays"
    here.open("/staff/account")
    here.send("/staff/account/sessions", session=theirs.id)
    assert there.open("/staff").url.path == "/staff/sign-in"
    assert sign_in(there, PASSWORD)
    here.open("/staff/account")
    here.send("/staff/account/sessions")
    assert there.open("/staff").url.path == "/staff/sign-in"
    assert here.open("/staff").url.path == "/staff"


def _id(shop: Shop, email: str) -> str:
    member = shop.accounts.by_email(email)
    assert member is not None
    return member.id


def test_the_last_admin_stays_one(shop: Shop) -> None:
    """Neither deactivated nor made an agent; with another admin either is possible, and taken back."""
    accounts = shop.accounts
    (admin,) = [one.email for one in accounts.staff() if one.role == "admin"]
    for attempt in (lambda: accounts.deactivate(admin), lambda: accounts.set_role(admin, "agent")):
        with pytest.raises(ValueError, match="last admin"):
            attempt()
    assert accounts.set_role(EMAIL, "admin")
    assert accounts.deactivate(admin)
    assert accounts.by_email(admin) is None
    assert accounts.reactivate(admin)
    assert not accounts.reactivate(admin)
    assert accounts.by_email(admin) is not None


def test_a_session_ends_by_itself(shop: Shop) -> None:
    """Twelve hours after it began; others go on."""
    early, late = shop.visitor(), shop.visitor()
    early.sign_in(EMAIL)
    with shop.accounts.engine.begin() as connection:
        (ends,) = connection.execute(sa.select(SESSIONS.c.expires_at)).one()
        lasts = datetime.fromisoformat(ends) - datetime.now(UTC)
        assert timedelta(hours=SESSION_HOURS, minutes=-5) < lasts <= timedelta(hours=SESSION_HOURS)
        connection.execute(SESSIONS.update().values(expires_at=utc_text(datetime.now(UTC) - timedelta(seconds=1))))
    assert early.open("/staff").url.path == "/staff/sign-in", "before the next sign-in clears it away"
    late.sign_in(EMAIL)
    assert late.open("/staff").url.path == "/staff"


def test_signing_out_ends_the_session_itself(shop: Shop) -> None:
    """The cookie in another tab, or in somebody else's hands, opens nothing any more; another session goes on."""
    visitor, other, thief = shop.visitor(), shop.visitor(), shop.visitor()
    visitor.sign_in(EMAIL)
    other.sign_in(EMAIL)
    token = visitor.client.cookies[STAFF_COOKIE]
    visitor.send("/staff/sign-out")
    assert STAFF_COOKIE not in visitor.client.cookies
    thief.client.cookies.set(STAFF_COOKIE, token)
    assert thief.open("/staff").url.path == "/staff/sign-in"
    assert other.open("/staff").url.path == "/staff"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_cookie_is_for_these_pages_alone(scheme: str, tmp_path: Path) -> None:
    """No script reads one, no other site sends one, and what was given over TLS never goes without."""
    shop = build(tmp_path, f"{scheme}://testserver")
    visitor = shop.visitor()
    made: dict[str, set[str]] = {}

    def remember(response: object) -> None:
        for cookie in response.headers.get_list("set-cookie"):  # type: ignore[attr-defined]
            name, *words = cookie.split(";")
            said = {word.strip().partition("=")[0].casefold() for word in words}
            made.setdefault(name.partition("=")[0], said | {word.strip().casefold() for word in words})

    visitor.client.event_hooks["response"].append(remember)
    visitor.request_help("cookies@example.com")
    visitor.open("/language/pl")
    visitor.sign_in()
    kinds = {name.partition("helpdesk_")[2].split("_")[0] for name in made}
    assert {"visitor", "draft", "room", "staff"} <= kinds
    for name, words in made.items():
        assert words >= {"httponly", "samesite=lax", "max-age", "path=/"}, name
        assert ("secure" in words) is (scheme == "https"), name
        assert name.startswith("__Host-") is (scheme == "https"), name
    shop.desk._store.close()  # type: ignore[attr-defined]
