"""Accounts of customers, where the shop has none of its own."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import (
    ADMINS,
    AUTOMATION,
    CUSTOMERS,
    STAFF,
    Example,
    Look,
    Scene,
    by_command,
    row,
)
from helpdesk_core import Contact, ContactKind, Customer, Guest
from helpdesk_core.base.queries import Query
from helpdesk_core.base.text import Published
from helpdesk_core.commands import (
    AddPasskey,
    AskAccountLink,
    ChangeAccount,
    ChangeAccountEmail,
    ChangeSettings,
    ConfirmAccountPhone,
    CreateAccount,
    EraseAccount,
    FollowAccountLink,
    ForgetAccount,
    RegisterAccount,
    RemovePasskey,
    SetAccountRole,
    TakeRequest,
    UsePasskey,
    VouchForAccountPhone,
    WriteToAccount,
)
from helpdesk_core.customer_accounts.model import LINK_PURPOSE, AccountCode, CustomerAccount, account_of
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.testing import CapturingNotifier
from helpdesk_core.views import (
    view_account_id,
    view_account_is_open,
    view_account_link,
    view_customer_account,
    view_own_account,
    view_own_passkeys,
    view_passkey,
    view_passkey_site,
)


def email_of(scene: Scene) -> str:
    """An address that no other scene has."""
    return f"account-{scene.request[-8:]}@example.com"


def _asked(scene: Scene, email: str = "") -> str:
    """The id of an account that nobody has confirmed yet."""
    before = _registered(scene)
    j.do(scene.desk, RegisterAccount, Guest(), surname="Nowak", email=email or email_of(scene))
    (made,) = _registered(scene) - before
    j.do(scene.desk, WriteToAccount, j.BOT, account=made)
    return made


def _registered(scene: Scene) -> set[str]:
    with scene.desk.reading() as reader:
        return {one.id for one in reader.find(Query(CustomerAccount), {}, limit=500)}


def _link(scene: Scene, account: str) -> str:
    """The token of its last link."""
    with scene.desk.reading() as reader:
        stored = reader.load(CustomerAccount, account)
    assert stored is not None
    return f"{account}{scene.desk.keyring.mac(LINK_PURPOSE, account, str(stored.link_number))[:32]}"


def account_in(scene: Scene, email: str = "") -> str:
    """The id of a confirmed account, to which the scene's customer is signed in."""
    email = email or email_of(scene)
    with scene.desk.reading() as reader:
        known = account_of(reader, scene.desk.keyring, scene.desk.tenant, Contact(ContactKind.EMAIL, email))
    if known is None:
        j.do(scene.desk, FollowAccountLink, Guest(), link=_link(scene, _asked(scene, email)))
        return account_in(scene, email)
    scene.customer = Customer(id=known.id)
    return known.id


def _new_address(scene: Scene) -> str:
    """The id of an account whose new address is to be proved."""
    id = account_in(scene)
    j.do(scene.desk, ChangeAccountEmail, Customer(id=id, signed_in_at=scene.desk.clock()), email="new@example.com")
    j.do(scene.desk, WriteToAccount, j.BOT, account=id, to="new")
    return id


def _follow(ask: Any) -> Example:
    return Example(
        FollowAccountLink, CUSTOMERS, is_try=True, fields=lambda s: {"link": _link(s, ask(s))}, stranger=None
    )


def _write(ask: Any, **fields: Any) -> Example:
    return Example(WriteToAccount, AUTOMATION, fields=lambda s: {"account": ask(s), **fields}, stranger=None)


def _of_request(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The id of a request whose contact signs in to an account."""
    return (taken(scene).request,), {}


def taken(scene: Scene) -> Any:
    """A request of a guest, whose address is that of the account of the scene's customer."""
    account_in(scene)
    words = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak", "location": "here"}
    return j.do(scene.desk, TakeRequest, j.BOSS, **words, contact=email_of(scene))


def _change(scene: Scene) -> dict[str, str]:
    account_in(scene)
    return {"surname": "Nowak-Kern"}


def _another_number(scene: Scene) -> dict[str, str]:
    """Where the shop writes to phones: else nobody is told."""
    phones = CapturingNotifier((ContactKind.PHONE,))
    scene.desk.notifiers = Notifiers((scene.desk.notifier, phones))  # type: ignore[attr-defined]
    j.do(scene.desk, ChangeAccount, Customer(id=account_in(scene)), surname="Nowak", phone="+48 600 100 200")
    if "phone" not in scene.desk.settings.code_channels:
        told = {"key": "code_channels", "value": Published.of(["email", "phone"]), "seen": 0}
        j.do(scene.desk, ChangeSettings, j.BOSS, values=(told,))
        scene.desk.refresh_settings()
    return {"surname": "Nowak", "phone": "+48 600 100 201"}


def _new_number(scene: Scene) -> CustomerAccount:
    """The account whose new number waits for a proof."""
    fields = _another_number(scene)
    me = Customer(id=account_in(scene))
    j.do(scene.desk, ChangeAccount, me, **fields)
    with scene.desk.reading() as reader:
        stored = reader.load(CustomerAccount, str(me.id))
    assert stored is not None
    return stored


def _with_code(scene: Scene) -> dict[str, str]:
    account, desk = _new_number(scene), scene.desk
    id = desk.keyring.mac("account_code", desk.tenant, account.id, str(account.new_phone))[:32]
    with desk.reading() as reader:
        code = reader.load(AccountCode, id)
    assert code is not None
    return {"code": desk.keyring.code(code.id, code.number)}


_VOUCH = Example(
    VouchForAccountPhone,
    STAFF,
    right="accounts.phone",
    fields=lambda s: {"account": _new_number(s).id},
    stranger=None,
)
_ANOTHER_NUMBER = Example(ChangeAccount, ("customer",), fields=_another_number)


def _change_email(scene: Scene) -> dict[str, str]:
    account_in(scene)
    return {"email": "another@example.com"}


def _to_add(scene: Scene, **more: Any) -> dict[str, Any]:
    """A key that no account has."""
    account_in(scene)
    made = {"credential": f"key-{scene.request[-8:]}", "public_key": "cHVibGlj", "made_for": "shop.example"}
    return made | {"sign_count": "7", "name": "My phone"} | more


def _key(scene: Scene) -> str:
    """The id of a key of the account to which the scene's customer is signed in."""
    account, fields = account_in(scene), _to_add(scene)
    owner = Customer(id=account, signed_in_at=scene.desk.clock())
    known = scene.desk.show(view_own_passkeys, owner).rows
    return known[0].id if known else j.do(scene.desk, AddPasskey, owner, **fields).passkey


def _use(count: int) -> Example:
    return Example(
        UsePasskey,
        AUTOMATION,
        is_try=True,
        fields=lambda s: {"passkey": _key(s), "sign_count": str(count)},
        stranger=None,
    )


_FORGET = Example(ForgetAccount, AUTOMATION, fields=lambda s: {"account": _asked(s)}, stranger=None)
EXAMPLES = by_command(
    Example(RegisterAccount, CUSTOMERS, fields=lambda s: {"surname": "Nowak", "email": email_of(s)}, stranger=None),
    Example(AskAccountLink, CUSTOMERS, is_try=True, fields=lambda s: {"email": email_of(s)}, stranger=None),
    _follow(_asked),
    _write(_asked),
    _FORGET,
    Example(ChangeAccount, ("customer",), fields=_change),
    Example(ConfirmAccountPhone, ("customer",), is_try=True, fields=_with_code),
    _VOUCH,
    Example(ChangeAccountEmail, ("customer",), fields=_change_email),
    Example(
        CreateAccount,
        STAFF,
        right="accounts.create",
        fields=lambda s: {"request": s.request, "contact": s.contact},
    ),
    Example(
        SetAccountRole,
        ADMINS,
        right="accounts.role",
        fields=lambda s: {"account": account_in(s), "role": "business"},
        stranger=None,
    ),
    Example(EraseAccount, ("customer", "admin"), right="accounts.erase", fields=lambda s: {"account": account_in(s)}),
    Example(AddPasskey, ("customer",), fields=_to_add),
    Example(RemovePasskey, ("customer",), fields=lambda s: {"passkey": _key(s)}),
    _use(8),
)
CHANGES = {
    "account_registered": row((*CUSTOMERS, *STAFF), RegisterAccount, CreateAccount),
    "account_confirmation_sent": row(AUTOMATION, WriteToAccount, automation="contact"),
    "account_link_sent": row(AUTOMATION, _write(account_in), automation="contact"),
    "account_asked_for_again": row(AUTOMATION, _write(account_in, again=True), automation="contact"),
    "account_address_asked": row(AUTOMATION, _write(_new_address, to="new"), automation="contact"),
    "account_confirmed": row(CUSTOMERS, FollowAccountLink),
    "account_link_used": row(CUSTOMERS, _follow(lambda s: _asked_link(s))),
    "account_address_changed": row(("customer",), _follow(_new_address), customer="contact"),
    "account_phone_asked": row(("customer",), _ANOTHER_NUMBER, customer="contact"),
    "account_phone_changed": row(
        ("customer", *STAFF), ConfirmAccountPhone, _VOUCH, customer="contact", staff="contact"
    ),
    "account_changed": row(("customer",), ChangeAccount, ChangeAccountEmail),
    "account_role_set": row(ADMINS, SetAccountRole),
    "passkey_added": row(("customer",), AddPasskey, customer="contact"),
    "passkey_removed": row(("customer",), RemovePasskey, customer="contact"),
    "passkey_refused": row(AUTOMATION, _use(7), automation="contact"),
    "account_erased": row(("customer", "admin", "automation"), EraseAccount, _FORGET),
}
VIEWS = {
    view_own_account: Look(by=("customer",), ask=lambda s: (account_in(s), ((), {}))[1], stranger=NOT_FOUND),
    view_customer_account: Look(by=STAFF, right="requests.view", ask=_of_request, stranger=NOT_FOUND),
    view_account_link: Look(by=CUSTOMERS, ask=lambda s: ((_link(s, _asked(s)),), {}), of_nobody=True),
    view_account_id: Look(by=AUTOMATION, ask=lambda s: ((email_of(s),), {}), of_nobody=True),
    view_account_is_open: Look(by=AUTOMATION, ask=lambda s: (("nobody",), {}), of_nobody=True),
    view_own_passkeys: Look(by=("customer",), ask=lambda s: (_key(s), ((), {}))[1], stranger=NOT_FOUND),
    view_passkey: Look(by=AUTOMATION, ask=lambda s: (("a-key",), {}), of_nobody=True),
    view_passkey_site: Look(by=AUTOMATION, ask=lambda s: ((), {}), of_nobody=True),
}
UNATTESTED = {
    "account_codes": "a counter of tries that lives for minutes: that a number was proved stands in the history",
    "account_addresses": "whose an address is: who proved it stands in the account's history",
    "passkeys": "what signs in: that one was added or removed stands in the account's history",
}


def _asked_link(scene: Scene) -> str:
    """The id of an account that was sent a link to sign in."""
    id = account_in(scene)
    j.do(scene.desk, WriteToAccount, j.BOT, account=id)
    return id
