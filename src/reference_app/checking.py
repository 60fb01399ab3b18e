"""What ``helpdesk check`` tries: everything a desk was given, without sending or changing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from helpdesk_core import ConfigurationError, Helpdesk, StoreError
from helpdesk_core.settings import check_codes

from .capabilities import import_texts


@attrs.frozen
class Tried:
    """One thing that was tried, and what is wrong with it."""

    what: str
    wrong: tuple[str, ...]


def check_desk(desk: Helpdesk) -> tuple[Tried, ...]:
    """Try everything.

    Args:
        desk: The desk; that it could be made says that its arguments, zone and address are right.

    Returns:
        What was tried, in order.
    """
    settings = desk.settings
    steps: tuple[tuple[str, Callable[[], Sequence[str]]], ...] = (
        ("database and tables", lambda: (*desk.damage(), *desk.store_problems())),
        (f"settings: languages {', '.join(settings.languages)}, zone {settings.time_zone}", lambda: _words(desk)),
        (f"pages at {desk.base_url}", lambda: ()),
        ("mail", desk.notifier_problems),
        ("delivery", lambda: _delivery(desk)),
    )
    return tuple(Tried(what, tuple(_tried(step))) for what, step in steps)


def _tried(step: Callable[[], Sequence[str]]) -> Sequence[str]:
    try:
        return step()
    except (StoreError, ConfigurationError) as error:
        return (str(error),)


def _delivery(desk: Helpdesk) -> Sequence[str]:
    """Whether a worker looks, and since when what waits is late."""
    health = desk.health()
    if not health.stands_still:
        return ()
    seen = "never" if health.worker_seconds is None else f"{health.worker_seconds:.0f} seconds ago"
    late = f"{health.late} messages are late, the oldest by {health.oldest_seconds:.0f} seconds"
    return (f"{late}; a worker looked {seen}: does helpdesk worker run?",)


def _words(desk: Helpdesk) -> Sequence[str]:
    """Wording for texts that there are, and words in every language of the shop."""
    import_texts()
    check_codes(desk.settings)
    return [
        f"there are no words in {language!r}: the pages would be in English (docs: how-to/translate.md)"
        for language in desk.settings.languages
        if not desk.has_words(language)
    ]
