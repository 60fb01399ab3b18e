"""The desks that commands work on: a host's, or one made from environment variables."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import attrs
from cyclopts import Parameter

from helpdesk_core import ConfigurationError, Helpdesk, Settings
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.smtp import SmtpNotifier

from .accounts import StaffAccounts
from .capabilities import import_texts
from .channels.chats import chats_out
from .channels.environment import channels_of_environment
from .channels.hooks import hook_maker, hooks_out
from .channels.sms import has_sms, sms_out
from .pushes.environment import push_out
from .storage import storage_of_environment
from .variables import carrier, countries, database, e_invoices, port, secret_bytes, yes_or_no

import_texts()  # whatever a desk of the command line says or checks has words

DeskOption = Annotated[
    tuple[str, ...],
    Parameter(
        name="--desk",
        help="A host's desk as module:attribute, or a list of desks; may be given several times. "
        "Without it, one is made from the environment.",
    ),
]


@attrs.frozen
class Shop:
    """A host's desks, or one from the environment with the app's own accounts."""

    desks: tuple[Helpdesk, ...]
    accounts: StaffAccounts | None = None

    @property
    def desk(self) -> Helpdesk:
        """The only desk, for what is about one. Raises ConfigurationError when there are several."""
        if len(self.desks) > 1:
            tenants = ", ".join(one.tenant for one in self.desks)
            raise ConfigurationError(f"this is about one desk, and --desk names several: {tenants}")
        return self.desks[0]


def shop(desks: Sequence[str] = (), *, operator: bool = False) -> Shop:
    """The host's desks, or one from HELPDESK_DATABASE, HELPDESK_SECRET, HELPDESK_BASE_URL, HELPDESK_SHOP and
    HELPDESK_SMTP_…

    Args:
        desks: A host's desks, each as module:attribute.
        operator: Whether it acts for whoever runs this machine, who needs no staff account.
    """
    if desks:
        return Shop(tuple(dict.fromkeys(one for name in desks for one in _named(name))))
    secret = secret_bytes()  # before a database is made for nothing
    countries()
    kept = database()
    accounts = StaffAccounts(kept.engine)
    made = Helpdesk(
        kept,
        secret=secret,
        settings=Settings(
            shop_name=os.environ.get("HELPDESK_SHOP", "Helpdesk"),
            phone=os.environ.get("HELPDESK_PHONE", ""),
            code_channels=frozenset({"email", "phone"} if has_sms() else {"email"}),
        ),
        base_url=os.environ.get("HELPDESK_BASE_URL", "http://localhost:8000"),
        notifiers=[*chats_out(), *sms_out(), *push_out(), _notifier()],
        staff_recipient=accounts.recipient,
        access=None if operator else accounts,
        storage=storage_of_environment(),
        channels=channels_of_environment(),
        webhooks=hooks_out(),
        webhook_maker=hook_maker(),
        e_invoices=e_invoices(),
        carrier=carrier(),
    )
    return Shop((made,), accounts)


def _named(given: str) -> tuple[Helpdesk, ...]:
    """What module:attribute names: a desk, or a list of desks."""
    module, _, name = given.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), name or "desk", None)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise ConfigurationError(f"there is no module {module} here") from None
    desks = tuple(found) if isinstance(found, list | tuple) else (found,)
    if not desks or not all(isinstance(one, Helpdesk) for one in desks):
        raise ConfigurationError(f"{given} is not a Helpdesk, nor a list of them")
    return desks


def refuse(problems: Iterable[str]) -> None:
    """Raise ConfigurationError with all problems, if there are any."""
    if found := "; ".join(problems):
        raise ConfigurationError(found)


def _notifier() -> Any:
    host = os.environ.get("HELPDESK_SMTP_HOST")
    if not host:
        return ConsoleNotifier()
    return SmtpNotifier(
        host=host,
        port=port("HELPDESK_SMTP_PORT", 587),
        sender=os.environ.get("HELPDESK_SMTP_SENDER", f"helpdesk@{host}"),
        bounces=os.environ.get("HELPDESK_SMTP_BOUNCES"),
        replies=os.environ.get("HELPDESK_MAIL_ADDRESS") or None,
        username=os.environ.get("HELPDESK_SMTP_USER"),
        password=os.environ.get("HELPDESK_SMTP_PASSWORD"),
        starttls=yes_or_no("HELPDESK_SMTP_STARTTLS", True),
    )
