"""Pages offer what the visitor may do, and nothing that is typed is lost to a right that was taken away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from starlette.routing import Route

import journeys as j
from helpdesk_core import Customer, Guest, Refusal, RefusalKind
from helpdesk_core.commands import WriteNote
from helpdesk_core.guardrails.rights import ADMIN_ONLY, RIGHTS
from helpdesk_core.triage.queue import NEWEST
from reference_app.accounts.model import STAFF
from shops import Shop, Visitor, build, signed_in

VIEW = "requests.view"


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    """The shop, whose accounts say what staff may do."""
    made = build(tmp_path)
    made.desk._access = made.accounts
    yield made
    made.desk._store.close()  # type: ignore[attr-defined]


def tom(shop: Shop, *rights: str, locations: frozenset[str] | None = None) -> Visitor:
    """Tom with these rights, signed in."""
    narrow(shop, *rights, locations=locations)
    visitor = shop.visitor()
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email="tom@example.com", password="demo-password-1")
    return visitor


def narrow(shop: Shop, *rights: str, locations: frozenset[str] | None = None) -> None:
    assert shop.accounts.set_rights("tom@example.com", frozenset(rights), locations)


def references(shop: Shop) -> list[str]:
    """Of every request: each in a phase of its own."""
    with shop.desk.reading() as reader:
        return [str(row[1]) for row in reader.find(NEWEST, {}, limit=99)]


def forms(page: Any) -> set[str]:
    """The last parts of the address of every form that would change something, without ids."""
    found = re.findall(r'<form [^>]*method="post" action="([^"]*)"', page.text)
    return {re.sub(r"^.*/[0-9A-Z]{8}/|[0-9a-f]{32}/", "", path) for path in found} - {"/staff/sign-out"}


def telling(offered: dict[str, set[str]]) -> list[str]:
    """Few requests on whose pages every form stands."""
    chosen: list[str] = []
    shown: set[str] = set()
    for reference in sorted(offered, key=lambda one: (-len(offered[one]), one)):
        if not offered[reference] <= shown:
            chosen.append(reference)
            shown |= offered[reference]
    return chosen


@pytest.mark.parametrize("most", [1, pytest.param(99, marks=pytest.mark.full)])
def test_a_page_offers_nothing_that_is_not_allowed(shop: Shop, most: int) -> None:
    """Somebody who may only look finds no form on any page of any request; each right brings forms of its own. By
    default on the page that has most of them."""
    visitor = tom(shop, VIEW)
    for reference in references(shop):
        page = visitor.open(f"/staff/requests/{reference}")
        assert (page.status_code, forms(page)) == (200, set())
    narrow(shop, *RIGHTS)
    offered = {one: forms(visitor.open(f"/staff/requests/{one}")) for one in references(shop)}
    chosen = telling(offered)[:most]
    there = set().union(*(offered[one] for one in chosen))
    brought: dict[str, set[str]] = {}
    for right in sorted(set(RIGHTS) - ADMIN_ONLY):
        narrow(shop, VIEW, right)
        brought[right] = set().union(*(forms(visitor.open(f"/staff/requests/{one}")) for one in chosen))
    assert set().union(*brought.values()) == there
    assert sum(map(len, brought.values())) == len(there), "a form that two rights bring"
    assert len(there) >= 10


def test_the_menu_leads_only_where_one_may_go(shop: Shop) -> None:
    """Every entry opens for who sees it; its page is a plain 403 for who does not."""
    visitor = tom(shop, *RIGHTS)
    entries = in_menu(visitor.open("/staff"))
    assert len(entries) >= 6
    pages = {route.path for route in shop.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())}
    below = {path for path in pages if path.startswith("/staff/") and "{" not in path and "sign" not in path}
    below -= {"/staff/routing/person"}  # of whom, its query says
    for rights in ([VIEW], ["requests.take"], sorted(set(RIGHTS) - {VIEW}), []):
        narrow(shop, *rights)
        for path in sorted(entries | below):
            page = visitor.client.get(path)
            if path in entries - {"/staff/account"}:
                assert (page.status_code == 200) == (path in in_menu(page)), (rights, path)
            if page.status_code != 200:
                assert page.status_code == 403
                assert "You do not have the right to do this" in page.text
            own = path.startswith("/staff/account") or path == "/staff/link"
            assert rights or page.status_code == 403 or own


def in_menu(page: Any) -> set[str]:
    """Where the menu leads."""
    return set(re.findall(r'<a href="(/staff[^"]*)"', page.text.partition("<nav")[2].partition("</nav")[0]))


@pytest.mark.parametrize("left", [[VIEW], []], ids=["may look", "may nothing"])
def test_a_right_taken_away_loses_no_words(shop: Shop, left: list[str]) -> None:
    """Between page and click: a plain sentence, status 403, and what was typed to copy; nothing is stored."""
    reference = references(shop)[0]
    visitor = tom(shop, VIEW, "requests.note")
    visitor.open(f"/staff/requests/{reference}")
    narrow(shop, *left)
    page = visitor.send("/note", text="A long note about <b>the hinge</b>.")
    assert page.status_code == 403
    assert "You do not have the right to do this" in page.text
    assert "A long note about &lt;b&gt;the hinge&lt;/b&gt;." in page.text
    assert "Nothing was saved" in page.text
    narrow(shop, VIEW)
    assert "the hinge" not in visitor.open(f"/staff/requests/{reference}").text


def test_a_secret_is_not_shown_again(shop: Shop) -> None:
    """What staff typed to have it taken out, when they may not do that any more."""
    reference = references(shop)[0]
    visitor = tom(shop, VIEW, "secrets.remove")
    visitor.open(f"/staff/requests/{reference}")
    narrow(shop, VIEW)
    page = visitor.send("/secret", value="Azorek")
    assert page.status_code == 403
    assert "Azorek" not in page.text


def test_what_another_site_sends_cannot_be_sent_by_a_click(shop: Shop) -> None:
    """Its form comes without our cookies, or says where it comes from: no button of ours sends its words."""
    path, words = f"/staff/requests/{references(shop)[0]}/note", {"text": "planted words"}
    visitor = tom(shop)
    page = visitor.client.post(path, data=words, headers={"sec-fetch-site": "cross-site"})
    assert (page.status_code, "planted" in page.text) == (403, False)
    stranger = shop.visitor()
    page = stranger.client.post(path, data=words, headers={"origin": "null"})
    assert page.status_code == 401
    assert "planted words" in page.text
    assert 'name="text"' not in page.text


def test_an_agent_of_one_location_sees_no_other(shop: Shop) -> None:
    """Queue, search and pages; a request elsewhere is not there at all."""
    visitor = tom(shop, *RIGHTS, locations=frozenset({"centrum"}))
    elsewhere, here = "Miller", "Kowalska"
    assert here in visitor.open("/staff").text
    assert elsewhere not in visitor.page.text
    assert elsewhere not in visitor.open("/staff/search?q=miller").text.partition("<main")[2].partition("</table")[0]
    with shop.desk.reading() as reader:
        rows = {row[8]: str(row[1]) for row in reader.find(NEWEST, {}, limit=99)}
    assert visitor.open(f"/staff/requests/{rows[here]}").status_code == 200
    assert visitor.open(f"/staff/requests/{rows[elsewhere]}").status_code == 404


def test_a_request_is_offered_to_who_may_see_it(shop: Shop) -> None:
    """Nobody of another location, and nobody without the right, is offered or taken; who runs it now stays."""
    staff = {one.name: one.id for one in shop.accounts.staff()}
    anna, tom_id = shop.visitor(), staff["Tom Reed"]
    narrow(shop, VIEW, locations=frozenset({"centrum"}))
    anna.sign_in()
    with shop.desk.reading() as reader:
        rows = {row[8]: str(row[1]) for row in reader.find(NEWEST, {}, limit=99)}
    anna.open(f"/staff/requests/{rows['Kowalska']}")
    assert anna.send("/assign", assignee=tom_id).status_code == 200
    assert f'value="{tom_id}"' not in anna.open(f"/staff/requests/{rows['Miller']}").text
    refused = anna.send("/assign", assignee=tom_id)
    assert refused.status_code == 422
    assert "Prosimy wybrać jedną z podanych odpowiedzi." in refused.text
    narrow(shop, locations=frozenset({"centrum"}))
    page = anna.open(f"/staff/requests/{rows['Kowalska']}")
    assert f'<option selected value="{tom_id}">' in page.text, "he runs it still"
    other = next(reference for name, reference in rows.items() if name not in ("Kowalska", "Miller"))
    assert f'value="{tom_id}"' not in anna.open(f"/staff/requests/{other}").text


def test_an_admin_who_is_one_no_more(shop: Shop) -> None:
    """The session goes on, the role is read for each click."""
    anna = next(one for one in shop.accounts.staff() if one.role == "admin").actor
    assert shop.accounts.rights(anna) is not None
    with shop.accounts.engine.begin() as connection:
        connection.execute(STAFF.update().where(STAFF.c.id == anna.id).values(role="agent"))
    assert shop.accounts.rights(anna) is None
    assert shop.accounts.rights(attrs.evolve(j.ANNA, id=anna.id)) is not None
    found = j.attempt(shop.desk, WriteNote, anna, request="0" * 32, text="x")
    assert found.code == "refusal.not_allowed"


def test_a_session_says_when_it_began(shop: Shop) -> None:
    """For decisions that need a fresh sign-in of staff."""
    token = signed_in(shop.accounts, "tom@example.com")
    assert token is not None
    member = shop.accounts.session(token)
    assert member is not None
    actor = member.actor
    assert actor.signed_in_at is not None
    assert actor.signed_in_at.tzinfo is not None


def test_unknown_rights_are_refused(shop: Shop) -> None:
    """A misspelt right would take everything away."""
    with pytest.raises(ValueError, match=r"no right requests\.nota; there are .*requests\.note"):
        shop.accounts.set_rights("tom@example.com", frozenset({"requests.nota"}), None)
    assert not shop.accounts.set_rights("nobody@example.com", None, None)


def test_a_signed_in_customer_proves_anew_and_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host's sign-in is old: a code to the own contact is the fresh proof, and the command then carries it."""
    customer = shop.visitor()
    customer.client.cookies.set("test_customer", "7")
    customer.open("/quick-help")
    customer.send("/quick-help", problem="It is cracked.", device="iPhone 13", urgency="soon")
    customer.send("/quick-help/contact", surname="Nowak", contact="both@example.com")
    room = str(customer.page.url.path)
    assert room.startswith("/r/")
    handle, sent = shop.desk.handle, []

    def strict(command: Any, actor: Guest | Customer, *, key: str | None = None) -> object:
        if type(command).__name__ != "ReplyToShop":
            return handle(command, actor, key=key)
        sent.append(actor)
        old = actor.grant is None
        return Refusal("refusal.verify_again", kind=RefusalKind.VERIFY) if old else handle(command, actor, key=key)

    monkeypatch.setattr(shop.desk, "handle", strict)
    customer.send("/reply", text="Yes, please.")
    assert customer.page.url.path == f"{room}/verify"
    customer.send("/contact", contact="both@example.com")
    customer.send("/confirm", code=shop.code("both@example.com"))
    assert customer.page.url.path == room
    customer.send("/reply", text="Yes, please.")
    assert "Yes, please." in customer.page.text
    first, second = sent
    assert (first.id, first.grant, second.id) == ("7", None, "7")
    assert second.grant is not None
    assert second.grant.subject == shop.desk.keyring.read_link(room.rpartition("/")[2])[0]  # type: ignore[index]
