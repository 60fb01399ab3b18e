"""The desk that commands work on: a host's, or one made from environment variables."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Annotated, Any

import attrs
from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from helpdesk_core import ConfigurationError, Helpdesk, Settings
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore

from .accounts import StaffAccounts
from .variables import database, port, secret_bytes, yes_or_no

console = Console()
DeskOption = Annotated[
    str | None,
    Parameter(name="--desk", help="A host's desk as module:attribute. Without it, one is made from the environment."),
]


def bar(where: Console = console) -> Progress:
    """A bar that shows how far a command is."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=where
    )


@attrs.frozen
class Shop:
    """A desk from the environment, with the app's own accounts."""

    desk: Helpdesk
    accounts: StaffAccounts | None


def shop(desk: str | None, *, operator: bool = False) -> Shop:
    """The host's desk, or one from HELPDESK_DATABASE, HELPDESK_SECRET, HELPDESK_BASE_URL, HELPDESK_SHOP and
    HELPDESK_SMTP_…

    Args:
        desk: A host's desk as module:attribute.
        operator: Whether it acts for whoever runs this machine, who needs no staff account.
    """
    if desk is not None:
        module, _, name = desk.partition(":")
        sys.path.insert(0, os.getcwd())
        found = getattr(importlib.import_module(module), name or "desk")
        if not isinstance(found, Helpdesk):
            raise ConfigurationError(f"{desk} is not a Helpdesk")
        return Shop(found, None)
    secret = secret_bytes()  # before a database is made for nothing
    kept = store()
    accounts = StaffAccounts(kept.engine)
    made = Helpdesk(
        kept,
        secret=secret,
        settings=Settings(
            shop_name=os.environ.get("HELPDESK_SHOP", "Helpdesk"), phone=os.environ.get("HELPDESK_PHONE", "")
        ),
        base_url=os.environ.get("HELPDESK_BASE_URL", "http://localhost:8000"),
        notifiers=[_notifier()],
        staff_recipient=accounts.recipient,
        access=None if operator else accounts,
    )
    return Shop(made, accounts)


def store() -> SqlStore:
    """The store that HELPDESK_DATABASE names."""
    return database()


def _notifier() -> Any:
    host = os.environ.get("HELPDESK_SMTP_HOST")
    if not host:
        return ConsoleNotifier()
    return SmtpNotifier(
        host=host,
        port=port("HELPDESK_SMTP_PORT", 587),
        sender=os.environ.get("HELPDESK_SMTP_SENDER", f"helpdesk@{host}"),
        bounces=os.environ.get("HELPDESK_SMTP_BOUNCES"),
        username=os.environ.get("HELPDESK_SMTP_USER"),
        password=os.environ.get("HELPDESK_SMTP_PASSWORD"),
        starttls=yes_or_no("HELPDESK_SMTP_STARTTLS", True),
    )
