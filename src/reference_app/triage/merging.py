"""Joining two requests of one customer on the staff's page, and taking them apart again."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectField

from ..forms import BaseForm
from .frame import RequestPage


class MergeForm(BaseForm):
    """The request that remains."""

    into = SelectField("staff.merge.into")
    seen = HiddenField()


async def merge(shown: RequestPage) -> dict[str, Any] | None:
    """The customer's other open requests to choose from."""
    if not shown.found.mergeable:
        return None
    form = shown.form(MergeForm)
    form.into.choices = [(row.id, f"{row.reference.grouped}, {row.subject}") for row in shown.found.mergeable]
    return {"merging": form}


async def merged(shown: RequestPage) -> dict[str, Any] | None:
    """Where it continues, or what continues here."""
    return {} if shown.found.request.merged_into or shown.found.joined else None
