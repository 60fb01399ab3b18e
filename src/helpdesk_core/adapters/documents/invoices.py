"""Invoices as PDF: made once and kept, so that a later release of what makes documents changes no invoice."""

from __future__ import annotations

import io
import logging
from importlib.util import find_spec
from zoneinfo import ZoneInfo

import attrs

from ...base.asked import Key
from ...base.given import check_made
from ...invoices.model import pdf_key
from ...invoices.views import InvoiceView
from ...ports import Documents, Files
from ...settings.chats import ChatWay
from .codes import square
from .typesetting import TypstDocuments

_log = logging.getLogger("helpdesk_core.documents")


@attrs.frozen
class InvoiceDocuments:
    """Hands out a shop's invoices. It blocks for a moment: in an async host it is called in a thread.

    Args:
        tenant: The shop (`Helpdesk.tenant`).
        zone: Of the shop.
        files: Where they are kept; None to make them each time, the same bytes by the same release.
        documents: Makes the pages.
        chat: The number to write to, for the foot of those that are made from now on.
    """

    tenant: Key
    zone: ZoneInfo
    files: Files | None = None
    documents: Documents = attrs.field(factory=TypstDocuments)
    chat: ChatWay | None = None

    def __attrs_post_init__(self) -> None:
        check_made(self)

    def pdf(self, invoice: InvoiceView) -> bytes:
        """The invoice's document: the one that was kept, else made and kept now. A preview is kept nowhere.

        Args:
            invoice: What it says, as a view showed it.

        Returns:
            A PDF.
        """
        from ...invoices.printing import render

        key = pdf_key(self.tenant, invoice.digest, invoice.summary.registered_number)
        if not invoice.summary.is_preview and (kept := self._kept(key)) is not None:
            return kept
        made = render(invoice, self.documents, self.zone, square if find_spec("segno") else None, self.chat)
        if self.files is not None and not invoice.summary.is_preview:
            try:
                self.files.put(key, io.BytesIO(made), type="application/pdf")
            except OSError as error:  # it is handed out all the same, and kept the next time
                _log.error("an invoice was not kept: %s", type(error).__name__)
        return made

    def _kept(self, key: str) -> bytes | None:
        if self.files is None:
            return None
        try:
            with self.files.open(key) as stream:
                return stream.read()
        except OSError:
            return None
