"""The clock of the demo's shop while it is filled."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs


@attrs.define
class Past:
    """The desk's clock while the demo is filled: its requests came in over the last days."""

    present: datetime
    now: datetime = attrs.field(init=False, default=attrs.Factory(lambda self: self.present, takes_self=True))

    def back(self, **ago: int) -> None:
        """Go to a moment before the present one: days, hours or minutes."""
        self.now = self.present - timedelta(**ago)

    def __call__(self) -> datetime:
        return self.now
