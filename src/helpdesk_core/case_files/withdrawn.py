"""The words of a withdrawal on a case file's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..base.money import Money
from ..i18n import Translator
from . import words as w
from .model import WithdrawalPart


def withdrawal(one: WithdrawalPart, t: Translator) -> dict[str, Any]:
    """What was declared, and what the shop says follows.

    Args:
        one: The declaration, with its answer.
        t: The library's own words.

    Returns:
        Its title, the shop's words, and its facts in rows.
    """

    def day(found: date | None) -> str:
        return "" if found is None else t.day(found)

    def sum_of(found: Money | None) -> str:
        return "" if found is None or not found.minor else t.money(found)

    said = t(w.NOT_ANSWERED)
    if one.answered_at is not None:
        said = t(w.BY, who=str(one.answered_by or t(w.WHO["shop"])), at=one.answered_at)
    title = t(w.WITHDRAWN_ANY, name=str(one.name))
    facts: tuple[tuple[str, object], ...] = (
        (w.DECLARED, t.moment(one.declared_at)),
        (w.WAY, t(one.how.label)),
        (w.SENT_ON, day(one.sent_on)),
        (w.RECEIVED_ON, day(one.received_on)),
        (w.REASON, one.reason),
        (w.LAST_DAY, day(one.last_day)),
        (w.STANDING, t(one.standing.label)),
        (w.REPAY_BY, day(one.repay_by)),
        (w.OWED, sum_of(one.owed)),
        (w.RETURNED, sum_of(one.returned)),
        (w.REPAID_AT, "" if one.repaid_at is None else t.moment(one.repaid_at)),
        (w.HAND_BACK, t(w.HAND_BACK_TEXT) if one.hand_back else ""),
        (w.ANSWERED, said),
    )
    return {
        "title": title if one.ordered_at is None else t(w.WITHDRAWN, name=str(one.name), at=one.ordered_at),
        "text": str(one.note or ""),
        "facts": [[t(code), str(value)] for code, value in facts if value],
    }
