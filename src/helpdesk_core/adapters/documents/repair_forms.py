"""European repair forms as PDF."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import attrs

from ...base.given import check_made
from ...ports import Documents
from ...repair_forms.views import RepairFormView
from .typesetting import TypstDocuments


@attrs.frozen
class RepairFormDocuments:
    """Makes a shop's European repair forms. It blocks for a moment: in an async host it is called in a thread.

    Args:
        zone: Of the shop.
        documents: Makes the pages.
    """

    zone: ZoneInfo
    documents: Documents = attrs.field(factory=TypstDocuments)

    def __attrs_post_init__(self) -> None:
        check_made(self)

    def pdf(self, form: RepairFormView) -> bytes:
        """The form's document.

        Args:
            form: What it says, as a view showed it.

        Returns:
            A PDF.
        """
        from ...repair_forms.printing import render

        return render(form, self.documents, self.zone)
