"""What goes with a shipment on paper, with codes that can be scanned."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec

import attrs

from ...base.given import check_made
from ...i18n import Translator
from ...ports import Documents
from ...settings import Settings
from ...shipments.printing import Papers
from ...shipments.views import OwnShipment
from .codes import bars, square
from .typesetting import TypstDocuments


@attrs.frozen(kw_only=True)
class ShipmentPapers:
    """Makes the papers of shipments; needs the extra ``labels``. It blocks: in an async host it is called in a thread.

    Args:
        settings: The shop that they go to.
        t: Words in the reader's language.
        documents: Makes the pages.
    """

    settings: Settings
    t: Translator
    documents: Documents = attrs.field(factory=TypstDocuments)

    def __attrs_post_init__(self) -> None:
        check_made(self)

    @staticmethod
    def can_be_made() -> bool:
        """Whether what they need is installed; the bars of labels need zxing-cpp besides, and are left out without."""
        return find_spec("typst") is not None and find_spec("segno") is not None

    def packing_list(self, shipment: OwnShipment, made_at: datetime) -> bytes:
        """The list of what is inside.

        Args:
            shipment: What goes together.
            made_at: When it says that it was made.

        Returns:
            A PDF.
        """
        return self._papers(shipment, made_at).packing_list()

    def labels(self, shipment: OwnShipment, made_at: datetime) -> bytes:
        """A label of 100 × 150 mm for each parcel.

        Args:
            shipment: What goes together.
            made_at: When they say that they were made.

        Returns:
            A PDF with a page for each.
        """
        return self._papers(shipment, made_at).labels()

    def _papers(self, shipment: OwnShipment, made_at: datetime) -> Papers:
        return Papers(
            shipment=shipment,
            settings=self.settings,
            t=self.t,
            documents=self.documents,
            square=square,
            bars=bars,
            made_at=made_at,
        )
