"""P2: an account costs little: from the sign-up to the first order on a phone, counted."""

from __future__ import annotations

from typing import Any

import pytest
from account_pages import link_in_mail
from walks import Walk

from shops import Shop, read

CONFIRMED = {"en": "Confirmed", "pl": "Potwierdzone"}


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "pl"])
def test_P2_from_sign_up_to_the_first_order_in_six_taps(live_with_accounts: Shop, browser: Any, language: str) -> None:
    """Twelve taps and six pages without typing are the most. What the sign-up knows is not asked for again: who asks
    and where to answer stands on the summary, where both can be changed."""
    shop, email = live_with_accounts, f"first-order-{language}@example.com"
    shop.forget_tries()
    view = {"width": 360, "height": 740}
    context = browser.new_context(
        base_url=shop.base_url, locale=language, viewport=view, is_mobile=True, has_touch=True
    )
    walk = Walk(context.new_page())
    walk.open("/register")
    walk.type(surname="Zielińska", email=email)
    walk.tap("main form .button")
    walk.open(link_in_mail(shop, email))
    walk.taps += 1  # on the link in the mail
    walk.tap("main form .button")
    walk.tap("main a[href^='/quick-help']")
    walk.type(problem="Pękł ekran.", device="iPhone 13")
    walk.tap("main form .button:not([name])")
    assert walk.page.url.endswith("/quick-help/check"), walk.page.url
    for known in ("Zielińska", email):
        assert known in read(walk.page.inner_text("main .lines")), known
    assert walk.page.locator("main .lines a[href$='/quick-help/contact']").count() == 2
    walk.tap("main form .button:not(.plain):not([name])")
    assert "/r/" in walk.page.url, walk.page.url
    assert CONFIRMED[language] in read(walk.page.inner_text("main .track"))
    without_typing = walk.pages - len(walk.typed_on)
    print(f"{walk.pages} pages, {without_typing} of them without typing, {walk.taps} taps")
    assert walk.taps <= 12
    assert without_typing <= 6
    assert (walk.pages, walk.taps) == (7, 6)
    context.close()
