"""The forms of push messages."""

from __future__ import annotations

from wtforms import HiddenField

from ..forms import BaseForm


class AllowForm(BaseForm):
    """What a browser gave when its owner agreed: its script fills it in."""

    ids = "push-"
    endpoint = HiddenField()
    p256dh = HiddenField()
    auth = HiddenField()


class EndForm(BaseForm):
    """Whether it ends in this browser alone."""

    ids = "push-end-"
    everywhere = HiddenField()
