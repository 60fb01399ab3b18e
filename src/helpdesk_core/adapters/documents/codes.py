"""Codes for labels, as pictures that scale: a square that phones read, and bars that scanners of parcel desks read."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO


def square(text: str) -> str:
    """A QR code (ISO/IEC 18004).

    Args:
        text: What it says.

    Returns:
        SVG, with the quiet zone that readers need.
    """
    import segno

    made = BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="svg", border=4, xmldecl=False, svgns=True)
    return made.getvalue().decode()


def bars(text: str) -> str:
    """A Code 128 (ISO/IEC 15417).

    Args:
        text: What it says, in ASCII.

    Returns:
        SVG; empty where zxing-cpp is not installed.
    """
    if find_spec("zxingcpp") is None:
        return ""
    import zxingcpp

    return str(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(add_quiet_zones=True))
