"""Routes of customer accounts, and their places in the menu of customers' pages."""

from __future__ import annotations

from starlette.routing import Route

from ..slots import Card, MenuEntry, Pages
from ..web import Web
from .door import Door
from .own import OwnPages
from .staff import part, staff_routes


def routes(web: Web) -> list[Route]:
    """None where the host has accounts of its own."""
    if web.signed_in is None:
        return []
    door, own = Door(web, web.signed_in), OwnPages(web, web.signed_in)
    return [
        Route("/register", door.register, name="register"),
        Route("/register", door.send_register, methods=["POST"], name="register_send"),
        Route("/sign-in", door.page, name="sign_in"),
        Route("/sign-in", door.sign_in, methods=["POST"], name="sign_in_try"),
        Route("/sign-in/passkey", door.sign_in_by_key, methods=["POST"], name="sign_in_passkey"),
        Route("/sign-in/passkey/ask", door.ask_key, methods=["POST"], name="sign_in_passkey_ask"),
        Route("/sign-out", door.sign_out, methods=["POST"], name="sign_out"),
        Route("/sign-in/link", door.ask_link, name="sign_in_link"),
        Route("/sign-in/link", door.send_link, methods=["POST"], name="sign_in_link_send"),
        Route("/account/link/{token}", door.look, name="account_link"),
        Route("/account/link/{token}", door.follow, methods=["POST"], name="account_link_follow"),
        Route("/account", own.show, name="account"),
        Route("/account/details", own.save_details, methods=["POST"], name="account_details"),
        Route("/account/phone", own.confirm_phone, methods=["POST"], name="account_phone"),
        Route("/account/email", own.change_email, methods=["POST"], name="account_email"),
        Route("/account/password", own.set_password, methods=["POST"], name="account_password"),
        Route("/account/sessions", own.end_sessions, methods=["POST"], name="account_sessions_end"),
        Route("/account/passkeys", own.keys.add, methods=["POST"], name="account_passkey_add"),
        Route("/account/passkeys/ask", own.keys.ask, methods=["POST"], name="account_passkey_ask"),
        Route("/account/passkeys/remove", own.keys.remove, methods=["POST"], name="account_passkey_remove"),
        *staff_routes(web, web.signed_in),
        Route("/account/erase", own.erase, methods=["POST"], name="account_erase"),
    ]


def has_accounts(web: Web) -> bool:
    """Whether customers can have an account here."""
    return web.has_accounts


PAGES = Pages(
    routes=routes,
    portal_menu=(MenuEntry("account.menu", "dashboard", icon="user", order=10, when=has_accounts),),
    customer=(Card("customer_accounts/part.html", view=part, order=20),),
    account_links=(
        MenuEntry("account.title", "account", icon="user", order=20, when=has_accounts),
        MenuEntry("account.sign_out", "sign_out", icon="log-out", order=90, button=True, when=has_accounts),
    ),
)
