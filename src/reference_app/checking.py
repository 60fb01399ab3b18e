"""What ``helpdesk check`` tries: everything a desk was given, without sending or changing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from helpdesk_core import Automation, ConfigurationError, Helpdesk, StoreError
from helpdesk_core.adapters.documents import is_installed
from helpdesk_core.settings import check_codes
from helpdesk_core.views import view_passkey_site

from .accounts.keys import StaffKeys
from .accounts.staff import StaffAccounts
from .capabilities import import_texts
from .channels.environment import mailbox_of_environment
from .legal.pages import unfilled
from .sign_in.passkeys import is_installed as has_passkeys
from .sign_in.passkeys import site_of
from .variables import payments


@attrs.frozen
class Tried:
    """One thing that was tried, what is wrong with it, and what is still to be done before customers come."""

    what: str
    wrong: tuple[str, ...]
    to_do: tuple[str, ...] = ()


def check_desk(desk: Helpdesk, accounts: StaffAccounts | None = None) -> tuple[Tried, ...]:
    """Try everything.

    Args:
        desk: The desk; that it could be made says that its arguments, zone and address are right.
        accounts: Those of its staff, where they are the app's own.

    Returns:
        What was tried, in order.
    """
    settings = desk.settings
    steps: list[tuple[str, Callable[[], Sequence[str]]]] = [
        ("database and tables", lambda: (*desk.damage(), *(desk.saving_problems() or desk.store_problems()))),
        (f"settings: languages {', '.join(settings.languages)}, zone {settings.time_zone}", lambda: _words(desk)),
        (f"pages at {desk.base_url}", lambda: ()),
        ("mail", desk.notifier_problems),
    ]
    tried = (Tried(what, tuple(_tried(step))) for what, step in steps)
    told = (
        Tried(f"webhook {one.name}", tuple(_tried(one.problems))) for one in desk.webhooks if hasattr(one, "problems")
    )
    return (
        *(*tried, *told, *_registers(desk), *_files(desk)),
        *(_delivery(desk), _documents(), *_passkeys(desk, accounts), _legal(desk)),
    )


def check_environment(desks: Sequence[Helpdesk]) -> Iterator[Tried]:
    """Try what stands beside the desks: the mailbox that is read, the providers by whom customers pay.

    Args:
        desks: Those that are served here.

    Yields:
        What was tried.
    """
    if (mailbox := mailbox_of_environment()) is not None:
        problems = list(mailbox.problems())
        if len(desks) != 1 or "mail" not in desks[0].channels:
            problems.append("HELPDESK_IMAP_HOST is for one desk with a channel of the name mail")
        yield Tried("the mailbox", tuple(problems))
    for one in payments():
        problems = list(getattr(one, "problems", lambda: ())())
        yield Tried(f"payments by {one.name}", tuple(problems))


def _registers(desk: Helpdesk) -> Iterator[Tried]:
    """The state's system of invoices: that it takes us, and that there is one where the law wants it. Nothing is sent
    to it."""
    system: Any = desk.e_invoices
    settings = desk.settings
    duty = settings.law.duty("e_invoices", desk.clock().astimezone(settings.zone).date())
    law = None if duty is None else settings.law.law(duty.law)
    if system is None and duty is not None and law is not None and settings.company and settings.tax_rates:
        says = f"invoices to firms go through {duty.system} since {duty.since}, and none is set up ({law.source})"
        yield Tried("e-invoices", (), (says,))
    if hasattr(system, "problems"):
        yield Tried(f"e-invoices: {system!r}", tuple(_tried(lambda: tuple(system.problems()))))


def _files(desk: Helpdesk) -> Iterator[Tried]:
    """Where there are files: that they can be kept, and that what looks for malware finds it."""
    if desk.storage is None:
        return
    to_do = () if desk.storage.scanner else ("nothing looks for malware in files (HELPDESK_CLAMD)",)
    yield Tried("files", desk.storage_problems(), to_do)


def _documents() -> Tried:
    """Invoices, case files and papers of shipments need three libraries."""
    missing = "no invoice or case file can be made: pip install 'helpdesk-core[documents]'"
    return Tried("documents", (), () if is_installed() else (missing,))


def _passkeys(desk: Helpdesk, accounts: StaffAccounts | None) -> Iterator[Tried]:
    """Where accounts are the desk's own: that browsers make passkeys at its address, and that those there were made for
    it."""
    if desk.directory.is_there and accounts is None:
        return
    site = site_of(desk.base_url)
    to_do: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    if not has_passkeys():
        to_do = ("nobody can have a passkey: pip install 'helpdesk-core[passkeys]'",)
    elif site is None:
        to_do = (f"nobody can have a passkey: browsers make them for https and a name, not for {desk.base_url}",)
    else:
        customers = "" if desk.directory.is_there else desk.show(view_passkey_site, Automation(id="check"))
        staff = "" if accounts is None else StaffKeys(accounts).newest_site()
        wrong = tuple(
            f"the newest passkey of {whose} was made for {made_for}: at {site.name} it signs nobody in"
            for whose, made_for in (("customers", customers), ("staff", staff))
            if made_for not in ("", site.name)
        )
    yield Tried("passkeys" if site is None else f"passkeys for {site.name}", wrong, to_do)


def _legal(desk: Helpdesk) -> Tried:
    """What customers must be told by law and is not in the settings yet: the pages work without it."""
    missing = unfilled(desk.settings)
    return Tried("legal texts", (), tuple(f"the setting {name} is empty: customers must be told" for name in missing))


def _tried(step: Callable[[], Sequence[str]]) -> Sequence[str]:
    try:
        return step()
    except (StoreError, ConfigurationError) as error:
        return (str(error),)


def _delivery(desk: Helpdesk) -> Tried:
    """When something was last done, since when what waits is late, and whether a worker looks."""
    try:
        health = desk.health()
    except StoreError as error:
        return Tried("delivery", (str(error),))
    late = f"{health.late} late, the oldest by {_age(health.oldest_seconds)}" if health.late else "nothing is late"
    done = "none yet" if health.done_seconds is None else f"the last {_age(health.done_seconds)} ago"
    seen = "has not looked yet" if health.worker_seconds is None else f"looked {_age(health.worker_seconds)} ago"
    wrong = ("messages wait too long: does helpdesk worker run, and does the mail server take them?",)
    if health.unread_seconds is not None:
        wrong = (f"a mailbox has not been read for {_age(health.unread_seconds)}: staff see why under Undelivered",)
    return Tried(f"delivery: {done}; {late}; a worker {seen}", wrong if health.stands_still else ())


def _age(seconds: float) -> str:
    """In the largest unit that is not more than it."""
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {name}"
    return f"{seconds:.0f} seconds"


def _words(desk: Helpdesk) -> Sequence[str]:
    """Wording for texts that there are, and words in every language of the shop."""
    import_texts()
    check_codes(desk.settings)
    return [
        f"there are no words in {language!r}: the pages would be in English (docs: how-to/translate.md)"
        for language in desk.settings.languages
        if not desk.has_words(language)
    ]
