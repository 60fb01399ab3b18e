"""The squares on labels, invoices and slips: drawn by whichever of two libraries is there, read alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from helpdesk_core.adapters.documents import TypstDocuments, codes
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.devices.labels import label_device, label_token

WORDS = ("S-2026-00001/17", "https://shop.example/Zażółć?a=1&b=2#c", "x" * 400)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("has_zxing", [True, False])
def test_a_square_says_what_it_was_given(words: str, has_zxing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed and read again, with the quiet zone that readers need."""
    if not has_zxing:
        monkeypatch.setattr(codes, "_zxing", lambda: None)
    names = ("title", "author", "running", "foot", "page", "square_says")
    data = dict.fromkeys(names, "x") | {"facts": [], "head": ["x"], "rows": [], "square": codes.square(words)}
    made = TypstDocuments().render("packing_list", data, "en", made_at=datetime(2026, 1, 1, tzinfo=UTC))
    picture = pypdfium2.PdfDocument(made)[0].render(scale=4).to_pil()
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [words]


def test_without_zxing_there_are_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """A label does without them."""
    monkeypatch.setattr(codes, "_zxing", lambda: None)
    assert codes.bars("S-2026-00001/17") == ""


def test_a_printed_label_outlasts_a_replaced_secret() -> None:
    """It is on the device for years; who does not know the secret makes none."""
    device, old, new = "d" * 32, bytes(range(32)), bytes(range(32, 64))
    printed = label_token(device, KeyRing([old]))
    assert label_device(printed, KeyRing([new, old])) == device
    assert label_device(printed, KeyRing([new])) is None
