"""A customer's devices as they see them."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, Customer
from ..base.changes import Refusal
from ..base.text import ERASED, SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..subjects import get_visible
from ..viewing import view
from .labels import label_device, label_token
from .model import MOST_DEVICES, OF_CUSTOMER, Device, RequestDevice, is_doubtful_imei
from .rules import NO_DEVICE, SIGNED_IN


@customer_view
class OwnDevice:
    """A device, for its owner.

    Attributes:
        description: Brand and model.
        is_doubtful: Whether its number looks like an IMEI with a digit mistyped.
        retired_at: Since when it is in use no more.
        label: The token for its label.
    """

    id: str
    description: str
    brand: SafeText | None
    model: SafeText | None
    serial: SafeText | None
    nickname: SafeText | None
    is_doubtful: bool
    retired_at: datetime | None
    label: str

    @property
    def title(self) -> str:
        """What it is called in lists."""
        return f"{self.nickname}, {self.description}" if self.nickname else self.description


@customer_view
class OwnDevices:
    """The devices of a customer, the newest first.

    Attributes:
        rows: Those in use.
        retired: Those that they have no more, and that requests were about.
    """

    rows: tuple[OwnDevice, ...]
    retired: tuple[OwnDevice, ...]


@customer_view
class LabelledDevice:
    """What the label on a device tells whoever holds it: what it is, and to its owner which one.

    Attributes:
        device: Its id, for its owner alone.
    """

    description: str
    device: str | None


def shown(device: Device, context: Context) -> OwnDevice:
    """A device as its owner is shown it."""
    return OwnDevice(
        id=device.id,
        description=device.description,
        brand=device.brand,
        model=device.model,
        serial=device.serial,
        nickname=device.nickname,
        is_doubtful=device.serial is not None and is_doubtful_imei(str(device.serial)),
        retired_at=device.retired_at,
        label=label_token(device.id, context.keyring),
    )


@view(actors=SIGNED_IN)
def view_own_devices(reader: Reader, context: Context) -> OwnDevices:
    """The signed-in customer's devices.

    Returns:
        The devices.
    """
    found = reader.find(OF_CUSTOMER, {"customer": context.actor.id}, limit=MOST_DEVICES)
    return OwnDevices(
        rows=tuple(shown(one, context) for one in found if one.retired_at is None),
        retired=tuple(shown(one, context) for one in found if one.retired_at is not None),
    )


@view(actors=SIGNED_IN)
def view_own_device(reader: Reader, context: Context, device: str) -> OwnDevice | Refusal:
    """One of the signed-in customer's devices.

    Args:
        device: Its id.

    Returns:
        The device, or a refusal: the same for one that does not exist and for one of somebody else.
    """
    found = get_visible(reader, Device, device, context)
    return NO_DEVICE if found is None else shown(found, context)


@view(actors=CUSTOMERS)
def view_labelled_device(reader: Reader, context: Context, token: str) -> LabelledDevice | Refusal:
    """The device of a label, for whoever scanned it: neither number nor owner is told.

    Args:
        token: As the label has it.

    Returns:
        The device, or a refusal for a label that is not ours, and for a device that is in use no more.
    """
    id = label_device(token, context.keyring)
    on_request = None if id is None else reader.load(RequestDevice, id)
    own = id if on_request is None else on_request.own_device
    device = None if own is None else reader.load(Device, own)
    if device is None and on_request is not None and str(on_request.description) != ERASED:
        return LabelledDevice(description=str(on_request.description), device=None)
    if device is None or device.retired_at is not None:
        return NO_DEVICE
    is_owner = isinstance(context.actor, Customer) and context.actor.id == device.customer
    return LabelledDevice(description=device.description, device=device.id if is_owner else None)
