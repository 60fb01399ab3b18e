"""How often short messages were taken for something else."""

from __future__ import annotations

from datetime import timedelta

from ..base.actors import STAFF
from ..base.asked import Days
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..viewing import view
from .model import BY_KIND
from .rules import CORRECT


@staff_view
class CorrectedWish:
    """Messages of one language that were taken for something else; "none" is no wish.

    Attributes:
        guessed: What they were taken for.
        meant: What they meant.
        language: The request's.
        count: How many.
    """

    guessed: str
    meant: str
    language: str
    count: int


@staff_view
class WishCorrections:
    """Corrections of the last days, the most frequent first.

    Attributes:
        days: The number of days counted, back from now.
    """

    days: int
    rows: tuple[CorrectedWish, ...]


@view(actors=STAFF, right=CORRECT)
def view_wish_corrections(reader: Reader, context: Context, *, days: Days = 90) -> WishCorrections:
    """What staff corrected, by kind.

    Args:
        days: How many days back to count.

    Returns:
        The numbers.
    """
    since = {"at": utc_text(context.now - timedelta(days=days))}
    found = [
        CorrectedWish(guessed=str(guessed), meant=str(meant), language=str(language), count=int(count or 0))
        for guessed, meant, language, count, *_ in reader.totals(BY_KIND, since)
    ]
    found.sort(key=lambda one: (-one.count, one.guessed, one.meant, one.language))
    return WishCorrections(days=days, rows=tuple(found))
