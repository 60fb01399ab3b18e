"""The form of a rating."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField

from ..forms import BaseForm, Translate, field


class RatingForm(BaseForm):
    """Stars, and a word. None is chosen beforehand."""

    ids = "rating-"
    stars = RadioField("rating.stars")
    text = field(TextAreaField, "rating.words", rows=3, maxlength=500, autocomplete="off")

    def offer(self, t: Translate) -> None:
        """Fill in the choices."""
        self.stars.choices = [(str(stars), t(f"rating.{stars}")) for stars in range(5, 0, -1)]
