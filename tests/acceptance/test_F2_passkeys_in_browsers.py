"""F2: passkeys as Chromium makes them and signs with them, with a virtual authenticator in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from account_pages import link_in_mail

from reference_app.demo import PASSWORD
from shops import Shop

EMAIL, STAFF = "ola@example.com", "tom@example.com"
pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with a phone that verifies its user by itself."""
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    made = context.new_page()
    tools = context.new_cdp_session(made)
    tools.send("WebAuthn.enable")
    phone = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": phone})
    made.complaints = []
    made.on("console", lambda one: made.complaints.append(one.text) if "Content Security" in one.text else None)
    yield made
    context.close()
    assert made.complaints == []


def looked_at(page: Any, name: str) -> None:
    """On a phone and on a desk: nothing for axe to complain of, nothing wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
        assert found.violations_count == 0, found.generate_report()
        if folder := os.environ.get("HELPDESK_SCREENS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


def tongue(page: Any, shop: Shop, language: str) -> None:
    """The pages' language from here on."""
    page.context.add_cookies([{"name": "helpdesk_language", "value": language, "url": shop.base_url}])


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.quick), "pl"])
def test_F2_a_customer_registers_a_passkey_and_signs_in(live_at_a_name: Shop, page: Any, language: str) -> None:
    """Where the address is typed the browser offers it, and the virtual phone takes what is offered."""
    shop = live_at_a_name
    tongue(page, shop, language)
    page.goto(f"{shop.base_url}/sign-in")
    looked_at(page, f"sign-in-{language}")
    page.goto(f"{shop.base_url}/register")
    page.fill("#surname", "Zielińska")
    page.fill("#email", EMAIL)
    page.click("form.card button")
    page.goto(shop.base_url + link_in_mail(shop, EMAIL))
    page.click("form.card button")
    page.goto(f"{shop.base_url}/account")
    page.fill("#key-name", "Telefon")
    page.click("[data-passkey] button")
    page.wait_for_url("**/account?done=key")
    assert "Telefon" in page.inner_text("[aria-labelledby=passkeys-title]")
    looked_at(page, f"account-{language}")
    page.context.clear_cookies()
    tongue(page, shop, language)
    page.goto(f"{shop.base_url}/sign-in")
    page.wait_for_url("**/dashboard")


def test_F2_staff_register_a_passkey_and_sign_in(live_at_a_name: Shop, page: Any) -> None:
    """In place of password and code, by the button: this browser offers nothing where the address is typed."""
    shop = live_at_a_name
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    tongue(page, shop, "en")
    page.goto(f"{shop.base_url}/staff/sign-in")
    page.fill("#email", STAFF)
    page.fill("#password", PASSWORD)
    page.click("form.card button")
    page.goto(f"{shop.base_url}/staff/account")
    page.click("[data-passkey] button")  # a name is proposed
    page.wait_for_url("**/staff/account?done=key")
    assert "Chrome, Linux" in page.inner_text("main")
    looked_at(page, "staff-account-en")
    page.context.clear_cookies()
    tongue(page, shop, "en")
    page.goto(f"{shop.base_url}/staff/sign-in?next=/staff/account")
    page.click("[data-passkey] button")
    page.wait_for_url("**/staff/account")


def test_F2_a_first_second_step_by_passkey(live_at_a_name: Shop, page: Any) -> None:
    """Where the shop asks for one: after the password nothing else is there."""
    from test_F2_staff_passkeys import wanted

    shop = live_at_a_name
    wanted(shop)
    tongue(page, shop, "pl")
    page.goto(f"{shop.base_url}/staff/sign-in")
    page.fill("#email", STAFF)
    page.fill("#password", PASSWORD)
    page.click("form.card button")
    page.wait_for_url("**/staff/sign-in/set-up*")
    looked_at(page, "first-step-pl")
    page.click("[data-passkey] button")
    page.wait_for_url(lambda url: url.endswith("/staff"))


def test_F2_without_javascript_the_page_is_as_before(live_at_a_name: Shop, browser: Any) -> None:
    """Password and link; nothing that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_at_a_name.base_url}/sign-in")
    assert not page.locator("[data-passkey] button").is_visible()
    assert page.locator("#password").is_visible()
    context.close()
