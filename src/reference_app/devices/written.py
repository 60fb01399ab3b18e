"""The devices of a request where somebody wrote down more of them than the request says itself."""

from __future__ import annotations

from helpdesk_core import Refusal
from helpdesk_core.views import RequestDevices, ServiceRequest, view_request_devices

from ..host import StaffActor
from ..web import Web


async def written_devices(web: Web, actor: StaffActor, request: ServiceRequest) -> RequestDevices | None:
    """They, for staff; None where there are none, or none that this person may see."""
    if "request_devices" not in request.has:
        return None
    found = await web.api.view(view_request_devices, actor, request.id)
    return None if isinstance(found, Refusal) else found
