"""Addresses of other systems that staff keep by pages: from the form to the last event, in English and Polish."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from helpdesk_core.adapters.webhooks import SignedWebhook
from helpdesk_core.commands import ReplyToCustomer
from helpdesk_core.views import view_queue, view_webhooks
from journeys import ANNA, BOSS, do
from shops import Shop, Visitor
from unit.test_webhooks import Peer, peer  # noqa: F401 - the peer is a fixture

_FIELD = r'<code id="secret">([^<]+)</code>'
_TICKS = {"action_shop_replied": "y"}


def boss_of(shop: Shop, language: str = "en") -> Visitor:
    """An admin of a shop whose addresses may be on this machine."""
    shop.desk.webhook_maker = partial(SignedWebhook, private=True)
    boss = shop.visitor(language)
    boss.sign_in()
    boss.open(f"/language/{language}?next=/staff")
    return boss


def add(boss: Visitor, url: str, name: str = "Accounts") -> str:
    """The secret of a new address."""
    boss.open("/staff/webhooks/new")
    return secret_on(boss.send("/staff/webhooks/new", name=name, url=url, **_TICKS))


def secret_on(page: object) -> str:
    """The secret on a page, which lies in no cache."""
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert page.headers["cache-control"] == "no-store"  # type: ignore[attr-defined]
    found = re.search(_FIELD, page.text)  # type: ignore[attr-defined]
    assert found is not None
    return unescape(found.group(1))


def reply(shop: Shop) -> None:
    """Something that other systems are told."""
    request = shop.desk.show(view_queue, ANNA).rows[0].id
    do(shop.desk, ReplyToCustomer, ANNA, request=request, text="Tajemnica", unconfirmed=True)
    works(shop)


def works(shop: Shop) -> None:
    while shop.desk.deliver(500).done:
        pass


def signed(secret: str, peer: Peer) -> bool:  # noqa: F811
    """Whether the last event was signed with a secret, as the library of the standard reads it."""
    headers, body = peer.got[-1]
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return False
    return True


def test_from_adding_to_removing(shop: Shop, peer: Peer) -> None:  # noqa: F811
    """The secret is shown once and verifies what arrives; after a rotation both sign until the date that is named; a
    paused one is told nothing, a removed one is gone from the list."""
    boss = boss_of(shop)
    assert 'href="/staff/webhooks"' in boss.open("/staff/settings").text.split("<main")[1]
    secret = add(boss, peer.url)
    here = "/staff/webhooks/" + str(shop.desk.show(view_webhooks, BOSS)[-1].id)
    for path in ("/staff/webhooks", here, "/staff/settings", "/staff/settings/history"):
        assert secret not in boss.open(path).text
    listed = boss.open("/staff/webhooks").text
    assert "http://127.0.0.1:" in listed
    assert "shop=1" not in listed
    reply(shop)
    assert [(one["type"], "message" in one["data"]) for one in peer.events] == [("shop_replied", False)]
    assert signed(secret, peer)
    page = boss.open(here).text
    assert "shop=1" in page
    assert "Last deliveries" in page
    assert "Address of another system added" in page
    assert "<b>Sent</b>" in page
    new = secret_on(boss.send(f"{here}/secret"))
    assert "The secret before signs too until" in boss.page.text
    reply(shop)
    assert (signed(secret, peer), signed(new, peer)) == (True, True)
    clock = shop.desk.clock
    shop.desk.clock = lambda: clock() + timedelta(days=7, minutes=1)  # type: ignore[misc]
    reply(shop)
    assert (signed(secret, peer), signed(new, peer)) == (False, True)
    boss.open(here)
    newest = secret_on(boss.send(f"{here}/secret", at_once="y"))
    assert "The secret before has ended." in boss.page.text
    reply(shop)
    assert (signed(new, peer), signed(newest, peer)) == (False, True)
    boss.open(here)
    assert "is not told later" in boss.send(f"{here}/pause").text
    reply(shop)
    assert len(peer.got) == 4
    assert "From then on it is told again." in boss.page.text
    boss.send(f"{here}/resume")
    reply(shop)
    assert len(peer.got) == 5
    assert "Remove Accounts?" in boss.open(f"{here}/remove").text
    assert "told nothing any more" in boss.send(f"{here}/remove").text
    reply(shop)
    assert len(peer.got) == 5
    assert boss.open(here).status_code == 404
    assert shop.desk.verify() == ()


@pytest.mark.parametrize(("status", "days"), [(410, 0), (500, 4)])
def test_one_that_does_not_answer_is_paused_with_a_notice(
    shop: Shop,
    peer: Peer,  # noqa: F811
    status: int,
    days: int,
) -> None:
    """The team has a mail, the list and the page of what was not delivered name it; resumed it goes on."""
    boss = boss_of(shop)
    add(boss, peer.url)
    here = "/staff/webhooks/" + str(shop.desk.show(view_webhooks, BOSS)[-1].id)
    peer.status = status
    reply(shop)
    clock = shop.desk.clock
    shop.desk.clock = lambda: clock() + timedelta(days=days, minutes=1)  # type: ignore[misc]
    works(shop)
    assert "Paused: it did not answer for days" in boss.open("/staff/webhooks").text
    assert "<bdi>Accounts</bdi>" in boss.open("/staff/undelivered").text
    page = boss.open(here).text
    assert "<b>Did not arrive</b>" in page
    assert "Address of another system paused: it did not answer" in page
    peer.status, tries = 200, len(peer.got)
    assert "The test was taken by Accounts." in boss.send(f"{here}/test").text
    assert peer.events[-1]["type"] == "test"
    boss.open(here)
    assert "What changed meanwhile is not told later." in boss.send(f"{here}/resume").text
    reply(shop)
    assert [one["type"] for one in peer.events[tries:]] == ["test", "shop_replied"]
    assert "<bdi>Accounts</bdi>" not in boss.open("/staff/undelivered").text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_all_that_is_wrong_is_named_at_once(shop: Shop, language: str) -> None:
    """An address that cannot be right, no name and nothing to tell; then one that is there already."""
    boss, t = boss_of(shop, language), shop.desk.translator(language)
    boss.open("/staff/webhooks/new")
    for url in ("http://hooks.example/x", "https://user:word@hooks.example/x", "hooks.example"):
        page = boss.send("/staff/webhooks/new", url=url)
        assert page.status_code == 422
        found = dict(re.findall(r'id="(\w+)-error">([^<]+)<', page.text))
        required, unreadable = t("input.required"), t("hook_address.unreadable")
        assert found == {"name": required, "url": unreadable, "every": required}
    assert shop.desk.show(view_webhooks, BOSS) == ()
    add(boss, "https://hooks.example/x")
    boss.open("/staff/webhooks/new")
    page = boss.send("/staff/webhooks/new", name="Twice", url="https://hooks.example/x", every="y")
    assert t("refusal.webhook_same") in page.text
    (one,) = shop.desk.show(view_webhooks, BOSS)
    page = boss.open(f"/staff/webhooks/{one.id}").text
    for code in ("staff.webhook.history", "staff.webhook.deliveries", "staff.webhook.rotate", "staff.webhook.state"):
        assert t(code) in page
    boss.send(f"/staff/webhooks/{one.id}", name="Books", url="https://hooks.example/y", every="y")
    (one,) = shop.desk.show(view_webhooks, BOSS)
    assert (one.name, one.actions) == ("Books", ("*",))


def test_sending_a_form_twice_makes_no_second_secret(shop: Shop) -> None:
    """Neither of a new address nor of a rotation: the second sending is told so, and shows none."""
    boss = boss_of(shop)
    boss.open("/staff/webhooks/new")
    form = boss.page
    secret_on(boss.send("/staff/webhooks/new", name="Accounts", url="https://hooks.example/x", **_TICKS))
    boss.page = form
    again = boss.send("/staff/webhooks/new", name="Accounts", url="https://hooks.example/x", **_TICKS)
    assert "This address is in the list already." in again.text
    (one,) = shop.desk.show(view_webhooks, BOSS)
    form = boss.open(f"/staff/webhooks/{one.id}")
    secret_on(boss.send(f"{one.id}/secret"))
    boss.page = form
    again = boss.send(f"{one.id}/secret")
    assert "whsec_" not in again.text
    assert again.status_code == 409


def test_who_has_not_the_right_gets_nothing(shop: Shop) -> None:
    """Agents and customers find neither pages nor forms; who may only look sees no whole address."""
    boss = boss_of(shop)
    add(boss, "https://hooks.example/T0K3N?key=T0K3N")
    id = shop.desk.show(view_webhooks, BOSS)[-1].id
    tom, customer = shop.visitor(), shop.visitor()
    tom.sign_in("tom@example.com")
    customer.request_help("someone@example.com")
    pages = ("", "/new", f"/{id}", f"/{id}/remove")
    acts = ("/new", f"/{id}", f"/{id}/secret", f"/{id}/pause", f"/{id}/resume", f"/{id}/remove", f"/{id}/test")
    for path in pages:
        assert tom.client.get(f"/staff/webhooks{path}").status_code == 403
        assert "hooks.example" not in customer.client.get(f"/staff/webhooks{path}").text
    csrf = dict(re.findall(r'name="(csrf)" value="([^"]+)"', tom.open("/staff/account").text))
    for path in acts:
        assert tom.client.post(f"/staff/webhooks{path}", data=csrf).status_code == 403
    assert [one.state.value for one in shop.desk.show(view_webhooks, BOSS)] == ["active"]
    assert "webhooks" not in tom.open("/staff").text
