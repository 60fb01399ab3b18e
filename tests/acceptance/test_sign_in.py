"""The app's own sign-in: how often somebody may try, how long a session lasts, and what its cookies say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from helpdesk_core.base.time import utc_text
from reference_app import throttle
from reference_app.accounts.pages import STAFF_COOKIE
from reference_app.accounts.staff import SESSION_HOURS, SESSIONS
from reference_app.demo import PASSWORD
from reference_app.throttle import Throttle
from shops import Shop, Visitor, build

EMAIL = "tom@example.com"


class Clock:
    """The clock that tries are counted by."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(throttle, "time", made)
    return made


def test_so_many_tries_in_any_window(clock: Clock) -> None:
    """The one after the last waits; each is forgotten when its own time is over; another subject is not touched."""
    tries = Throttle(most=3, seconds=60)
    for _ in range(3):
        assert not tries.is_full("a")
        tries.count("a")
        clock.now += 10
    assert tries.is_full("a")
    assert not tries.is_full("b")
    clock.now = 1_060.5
    assert not tries.is_full("a"), "the first is a minute old"
    tries.count("a")
    assert tries.is_full("a"), "two of the three, and the new one"
    clock.now = 1_200
    assert not tries.is_full("a")


def test_only_the_longest_silent_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; many made-up subjects do not free the one that tries on."""
    monkeypatch.setattr(throttle, "_MOST_SUBJECTS", 5)
    tries = Throttle(most=2, seconds=60)
    for n in range(20):
        tries.count("busy")
        tries.count(f"made up {n}")
    assert tries.is_full("busy")
    assert len(tries._tries) == 5


def sign_in(visitor: Visitor, password: str, email: str = EMAIL) -> bool:
    """Whether it opened the desk."""
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email=email, password=password)
    return bool(visitor.page.url.path == "/staff")


def test_who_mistypes_ten_times_waits_a_quarter_of_an_hour(shop: Shop, clock: Clock) -> None:
    """Then even the right password is not tried; afterwards it opens, and a right one was never held against
    anybody."""
    assert sign_in(shop.visitor(), PASSWORD)
    visitor = shop.visitor()
    for _ in range(10):
        assert not sign_in(visitor, "wrong password")
    assert not sign_in(visitor, PASSWORD)
    assert "Too many tries" in visitor.page.text
    clock.now += 15 * 60 + 1
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
    assert shop.accounts.recipient("nobody") is None


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
