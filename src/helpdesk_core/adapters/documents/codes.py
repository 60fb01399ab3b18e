"""Codes for labels, as pictures that scale: a square that phones read, and bars that scanners of parcel desks read."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any


class Drawn(str):
    """A picture, which holds nothing that is set in type."""

    __slots__ = ()


@cache
def _zxing() -> Any:
    """zxing-cpp, looked for once; None where it is not installed."""
    try:
        import zxingcpp
    except ImportError:
        return None
    return zxingcpp


def square(text: str) -> Drawn:
    """A QR code (ISO/IEC 18004).

    Args:
        text: What it says.

    Returns:
        SVG, with the quiet zone that readers need.
    """
    if (zxing := _zxing()) is not None:  # for a twentieth of segno's time
        drawn = zxing.create_barcode(text, zxing.BarcodeFormat.QRCode, ec_level="M")
        return Drawn(drawn.to_svg(add_quiet_zones=True))
    import segno

    made = BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="svg", border=4, xmldecl=False, svgns=True)
    return Drawn(made.getvalue().decode())


def bars(text: str) -> Drawn:
    """A Code 128 (ISO/IEC 15417).

    Args:
        text: What it says, in ASCII.

    Returns:
        SVG; empty where zxing-cpp is not installed.
    """
    if (zxing := _zxing()) is None:
        return Drawn("")
    return Drawn(zxing.create_barcode(text, zxing.BarcodeFormat.Code128).to_svg(add_quiet_zones=True))
