"""The forms of a testimonial."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField

from ..forms import BaseForm, ReviewForm, field


class GiveForm(BaseForm):
    """The customer's words, signature and permission. The tick is never set beforehand."""

    ids = "testimonial-"
    unsent = frozenset({"agreed"})
    text = field(TextAreaField, "testimonial.text", rows=4, maxlength=600)
    name = field(StringField, "testimonial.name", maxlength=60, autocomplete="given-name")
    agreed = BooleanField("testimonial.permission")


class SuggestForm(BaseForm):
    """Other words."""

    ids = "suggest-"
    text = field(TextAreaField, "staff.testimonial.suggest.text", rows=4, maxlength=600)


class PublishForm(ReviewForm):
    """A person's decision that everybody may read it."""

    tick = "staff.testimonial.read"
