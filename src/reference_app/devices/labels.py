"""Where the code on a label leads."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from ..web import Web


def label_address(web: Web, request: Request, token: str) -> str:
    """Quick Help, with the device filled in."""
    origin = urlsplit(web.desk.link("0" * 32, 1))
    return f"{origin.scheme}://{origin.netloc}{web.path(request, 'quick_help_device', token=token)}"
