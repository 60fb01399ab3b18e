"""The form of the page about retention."""

from __future__ import annotations

from ..forms import ReviewForm


class EraseForm(ReviewForm):
    """What is ticked goes."""

    tick = "retention.read"
