"""What staff see of redaction: how often, never what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from ..base.actors import STAFF
from ..base.asked import Days
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right
from ..ports.store import Reader
from ..viewing import view
from .model import BY_KIND_AND_LANGUAGE

STATISTICS = right("statistics.view", "See what the desk counts: secrets removed, messages failed.")


@staff_view
class RedactionStatistics:
    """Secrets removed.

    Attributes:
        days: The number of days counted, back from now.
        counts: Pieces by kind and language.
    """

    days: int
    counts: dict[tuple[str, str], int]

    def total(self, kind: str) -> int:
        """All pieces of a kind.

        Args:
            kind: The kind of secret.

        Returns:
            How many were removed, in all languages.
        """
        return sum(pieces for (one, _), pieces in self.counts.items() if one == kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds, the most frequent first."""
        return tuple(sorted({kind for kind, _ in self.counts}, key=lambda kind: (-self.total(kind), kind)))

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages by name."""
        return tuple(sorted({language for _, language in self.counts}))


@view(actors=STAFF, right=STATISTICS)
def view_redaction_statistics(reader: Reader, context: Context, *, days: Days = 30) -> RedactionStatistics:
    """How much of which kind was removed from texts in which language.

    Args:
        days: How many days back to count.

    Returns:
        The counts.
    """
    since = utc_text(context.now - timedelta(days=days))
    rows = cast(Sequence[tuple[str, str, int, int]], reader.totals(BY_KIND_AND_LANGUAGE, {"at": since}))
    return RedactionStatistics(days=days, counts={(kind, language): pieces for kind, language, _, pieces in rows})
