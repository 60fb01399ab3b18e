"""``helpdesk demo`` and ``serve``: the commands that listen."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import uvicorn
from cyclopts import Parameter
from starlette.types import ASGIApp

from helpdesk_core import ConfigurationError

from .accounts import StaffAccounts
from .accounts.first import FirstLink
from .app import create_app
from .channels.mailbox import mailbox_beside
from .console import console
from .demo import PASSWORD, Demo, build
from .demo_account import CUSTOMER
from .environment import DeskOption, Shop, refuse, shop
from .paths import Below
from .variables import names, payments
from .worker import Worker

_HERE = "127.0.0.1"
_PORT, _TRIED = 8000, 20


def demo(*, folder: Path = Path("helpdesk-demo"), port: int | None = None) -> None:
    """Run a demo shop on SQLite with data in English and Polish, on this machine only.

    Args:
        folder: Where its data lie.
        port: Where it listens; without it on port 8000 or the next free one.
    """
    with _listening(_HERE, range(_PORT, _PORT + _TRIED) if port is None else (port,)) as listener:
        found = listener.getsockname()[1]
        base_url = f"http://{_HERE}:{found}"
        made = build(folder, base_url)
        if found != (port or _PORT):
            console.print(f"Port {_PORT} is taken, so this is port {found}.")
        _say_what_to_try(made, base_url)
        console.print(f"\nThe data lies in {folder}/. Stop with Ctrl+C.\n", soft_wrap=True)
        with Worker(made.desk, seconds=1):
            _run(create_app(made.desk, made.accounts, demo=True), listener, log_level="warning")


def _say_what_to_try(made: Demo, base_url: str) -> None:
    reference, surname = made.tracking
    lines = [
        "\n[bold]Try first[/]",
        f"  1. Ask for help as a customer: {base_url}/quick-help, with the code from {base_url}/demo/mail",
        f"  2. Answer it at the desk: {base_url}/staff, as {made.sign_ins[0][0]} with the password {PASSWORD}",
        f"  3. Look up a repair as its customer: {base_url}/track, reference {reference}, surname {surname}",
        f"  4. Sign in as a customer: {base_url}/sign-in, as {CUSTOMER} with the same password",
        f"\n[bold]Everything[/]  customers {base_url}/  staff {base_url}/staff  sent mails {base_url}/demo/mail",
        *(f"  sign in as {email} ({role}), password {PASSWORD}" for email, role in made.sign_ins),
    ]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)


def serve(
    *,
    desk: DeskOption = (),
    host: str = _HERE,
    port: int = _PORT,
    worker: Annotated[bool, Parameter(negative="--no-worker")] = True,
    connections: int = 500,
) -> None:
    """Serve the pages. With ``--no-worker`` nothing is delivered here: run ``helpdesk worker`` beside it.

    HELPDESK_SYNCHRONOUS=FULL makes every acknowledged request survive a power cut too, at the cost of a disk's sync for
    each. The pages answer to the name in HELPDESK_BASE_URL, and to those of HELPDESK_NAMES.

    Args:
        host: The address where it listens.
        port: The port where it listens.
        worker: Whether what waits is delivered here as well.
        connections: How many may be open at once; further ones are told to come back (503).
    """
    made = shop(desk)
    _refuse_problems(made)
    with _listening(host, (port,)) as listener:
        accounts = _accounts(made)
        _say_where_to_begin(made, accounts)
        if not worker:
            _run(_pages(made, accounts), listener, log_level="info", limit_concurrency=connections)
            return
        with Worker(*made.desks, seconds=2), mailbox_beside(made.desks):
            _run(_pages(made, accounts), listener, log_level="info", limit_concurrency=connections)


def _say_where_to_begin(made: Shop, accounts: StaffAccounts) -> None:
    """The page where the owner makes the first account, to a terminal alone: what is written elsewhere is kept, by a
    journal or by whoever collects the logs, and whoever reads it there within the day could become the admin."""
    for desk in made.desks:
        if (address := FirstLink(desk, accounts.of(desk.tenant)).address()) is None:
            continue
        whose = f" of {desk.tenant}" if len(made.desks) > 1 else ""
        if console.is_terminal:
            console.print(f"\nNobody has an account at the desk{whose} yet. Make yours here, within 24 hours:")
            console.print(f"  {address}\n", soft_wrap=True, highlight=False)
        else:
            console.print(f"Nobody has an account at the desk{whose} yet: helpdesk staff first says where to make one.")


def _accounts(made: Shop) -> StaffAccounts:
    kept = "sqlite:///helpdesk-accounts.sqlite"
    return made.accounts or StaffAccounts(sa.create_engine(kept), made.desks[0].tenant)


def _pages(made: Shop, accounts: StaffAccounts) -> ASGIApp:
    first = made.desks[0]
    if len(made.desks) == 1:
        return Below(create_app(first, accounts, names=names(), payments=payments()), first.base_url)
    return create_app(accounts=accounts, desks=made.desks, payments=payments())


def _refuse_problems(made: Shop) -> None:
    several = len(made.desks) > 1
    refuse([f"{one.tenant}: {text}" if several else text for one in made.desks for text in one.problems()])


def _listening(host: str, ports: Iterable[int]) -> socket.socket:
    """Listen on the first free port, before anything is made or said. Raises ConfigurationError when none is free."""
    tried, why = list(ports), "a port is a number up to 65535"
    for port in tried:
        if not 0 <= port < 65536:
            continue
        try:
            return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error)
    which = f"port {tried[0]}" if len(tried) == 1 else f"ports {tried[0]} to {tried[-1]}"
    raise ConfigurationError(f"cannot listen at {host}, {which}: {why}; choose another port with --port")


def _run(pages: ASGIApp, listener: socket.socket, **settings: Any) -> None:
    try:
        uvicorn.Server(uvicorn.Config(pages, access_log=False, **settings)).run(sockets=[listener])
    except KeyboardInterrupt:  # how uvicorn ends after Ctrl+C
        return
