"""A customer's own devices at Quick Help: which there are, and what a chosen one fills in."""

from __future__ import annotations

from starlette.requests import Request

from helpdesk_core import Customer, Refusal
from helpdesk_core.views import OwnDevice, view_labelled_device, view_own_devices

from ..host import Visitor
from ..web import Web


async def devices_of(web: Web, visitor: Visitor) -> tuple[OwnDevice, ...]:
    """Devices that a customer can choose; none for a guest, of whom nothing is asked."""
    if not isinstance(visitor, Customer):
        return ()
    found = await web.api.view(view_own_devices, visitor)
    return () if isinstance(found, Refusal) else found.rows


async def named(web: Web, request: Request, visitor: Visitor) -> dict[str, str]:
    """What an address fills in: a device that was chosen on its own page, or the one whose label was scanned. A label
    that is not ours fills in nothing."""
    if token := request.path_params.get("token"):
        found = await web.api.view(view_labelled_device, visitor, token[:200])
        if isinstance(found, Refusal):
            return {}
        return {"device": found.description} | ({"own_device": found.device} if found.device else {})
    own = request.query_params.get("own_device", "")[:200]
    return {"own_device": own} if own else {}
