"""What a customer brought a device of theirs for. Of a device that was somebody else's before, they see nothing of that
time: whoever has its number, sees their own requests alone."""

from __future__ import annotations

from ..base.changes import Refusal
from ..base.queries import Query
from ..context import Context
from ..devices.model import ABOUT_DEVICE, LATER_OF_DEVICE, LATER_OF_SERIAL, OWN_SERIAL, Device
from ..devices.rules import NO_DEVICE, SIGNED_IN
from ..ports.store import Reader
from ..service_requests.model import BY_CUSTOMER, ServiceRequest
from ..subjects import get_visible
from ..viewing import view
from .shown import CustomerList
from .views import listed

MOST_VISITS = 50
_MOST_LATER = 200
_WHOSE = Query(ServiceRequest, in_="id", columns=("created_at", "id", "customer", "location"))
_BY_IDS = Query(ServiceRequest, in_="id", columns=BY_CUSTOMER.columns)


@view(actors=SIGNED_IN)
def view_own_device_history(reader: Reader, context: Context, device: str) -> CustomerList | Refusal:
    """The customer's own requests about one of their devices, the latest first.

    Args:
        device: The device's id.

    Returns:
        Requests in which the device was chosen, and those that have its number; a refusal for a device that is not
        theirs.
    """
    found = get_visible(reader, Device, device, context)
    if found is None:
        return NO_DEVICE
    about = list(reader.find(ABOUT_DEVICE, {"own_device": device}, limit=MOST_VISITS))
    later = list(reader.find(LATER_OF_DEVICE, {"own_device": device}, limit=_MOST_LATER))
    if found.serial_key is not None:
        mine = {"customer": context.actor.id, "serial_key": found.serial_key}
        about += reader.find(OWN_SERIAL, mine, limit=MOST_VISITS)
        later += reader.find(LATER_OF_SERIAL, {"serial_key": found.serial_key}, limit=_MOST_LATER)
    if ids := tuple(sorted({one.request for one in later if one.removed_at is None})):
        about += reader.find(_WHOSE, {"id": ids}, limit=len(ids))
    own = {str(id): str(at) for at, id, customer, _ in about if customer == context.actor.id}
    latest = sorted(own, key=lambda id: (own[id], id), reverse=True)[:MOST_VISITS]
    whole = {row[0]: row for row in reader.find(_BY_IDS, {"id": tuple(latest)}, limit=len(latest))} if latest else {}
    rows = [whole[id] for id in latest if id in whole]
    return CustomerList(rows=listed(reader, rows, context), next=None)
