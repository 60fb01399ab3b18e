"""Choosing a time by links alone: what it is for, where, which day, which hour. Nothing is taken by that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import attrs
from starlette.requests import Request

from helpdesk_core.commands import AppointmentKind
from helpdesk_core.views import FreeDay, FreeTime, FreeTimes

_STEPS = ("kind", "location", "day", "at", "move", "from")
_LONGEST = 60


@attrs.frozen(kw_only=True)
class Choice:
    """What the address says was chosen, as far as there is such a thing.

    Attributes:
        free: The times that there are.
        kind: What it is for; None where there is nothing to choose from.
        day: The day whose times are shown, None for none.
        time: The time that was chosen, None for none.
        move: The id of the appointment that gets another time, empty for a new one.
    """

    free: FreeTimes
    kind: AppointmentKind | None
    day: FreeDay | None
    time: FreeTime | None
    move: str
    _asked: dict[str, str]

    def to(self, **steps: Any) -> str:
        """The query of another choice: what comes before it stays, what follows it is chosen anew.

        Args:
            **steps: One step and its value.

        Returns:
            The query, with its question mark.
        """
        (name, value), *_ = steps.items()
        kept = {
            "kind": "" if self.kind is None else self.kind.value,
            "location": self.free.place or "",
            "move": self.move,
            "from": self._asked.get("from", "") if name in ("day", "at") else "",
            "day": "" if self.day is None or name != "at" else self.day.day.isoformat(),
        }
        said = {step: one for step, one in {**kept, name: str(value)}.items() if one}
        return f"?{urlencode(said)}"


def asked(request: Request) -> dict[str, str]:
    """The steps that the address names."""
    return {name: value[:_LONGEST] for name in _STEPS if (value := request.query_params.get(name, ""))}


def day_of(text: str) -> date | None:
    """A day as an address says it, None for nonsense."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def chosen(free: FreeTimes, said: dict[str, str], kind: AppointmentKind | None = None) -> Choice:
    """What was chosen of what there is.

    Args:
        free: The times that there are.
        said: What the address says.
        kind: What it is for, where that is known already.

    Returns:
        The choice.
    """
    kinds = {one.value: one for one in free.kinds}
    first = next(iter(free.kinds), None)
    day = next((one for one in free.days if one.day.isoformat() == said.get("day")), next(iter(free.days), None))
    at = _moment(said.get("at", ""))
    time = next((one for one in (day.times if day else ()) if one.starts_at == at), None) if at else None
    return Choice(
        free=free,
        kind=kind or kinds.get(said.get("kind", ""), first),
        day=day,
        time=time,
        move=said.get("move", ""),
        asked=said,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
