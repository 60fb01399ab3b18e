"""The page of other systems that are told what changes: what they were told, and a test."""

from __future__ import annotations

from capabilities.webhooks import Hook, told
from helpdesk_core.ports import Retry, Undeliverable
from shops import Shop


def test_admins_see_what_was_told_and_send_a_test(shop: Shop) -> None:
    """The menu leads there where there is such a system; no word of a message stands on the page."""
    hook = Hook()
    shop.desk.webhooks = (hook,)
    boss = shop.visitor()
    boss.sign_in()
    page = boss.open("/staff/webhooks").text
    assert 'href="/staff/webhooks"' in page
    assert "Ostatnio niczego nie wysłano." in page
    told(shop)
    page = boss.open("/staff/webhooks").text
    assert "crm" in page
    assert "Wysłana" in page
    assert "Tajemnica" not in page
    page = boss.send("/staff/webhooks/crm/test").text
    assert "Próba przyjęta przez: crm." in page
    assert hook.told[-1]["type"] == "test"
    hook.answer = Retry("webhook_private")
    assert "jest w sieci prywatnej" in boss.send("/staff/webhooks/crm/test").text
    hook.answer = Undeliverable("webhook_gone")
    told(shop)
    page = boss.open("/staff/webhooks").text
    assert "nie dowiaduje się już niczego" in page
    assert "Nie dotarła" in page
    assert boss.client.post("/staff/webhooks/another/test").status_code in (403, 404)


def test_it_is_for_who_has_the_right(shop: Shop) -> None:
    """Others find neither the entry nor the page."""
    shop.desk.webhooks = (Hook(),)
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert "/staff/webhooks" not in tom.open("/staff").text
    assert tom.client.get("/staff/webhooks").status_code == 403
