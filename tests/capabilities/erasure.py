"""Erasing a person from a request."""

from __future__ import annotations

import journeys as j
from capabilities.devices import device
from capabilities.scene import Example, by_command, of_request, row
from helpdesk_core.commands import EraseDevices, EraseRequest

EXAMPLES = by_command(
    Example(EraseRequest, ("customer", "admin"), right="requests.erase", fields=of_request()),
    Example(
        EraseDevices,
        ("customer", "admin"),
        right="requests.erase",
        fields=lambda scene: {"customer": device(scene) and j.CUSTOMER.id},
        stranger=None,  # about an account, of which there may be none
    ),
)
CHANGES = {"request_erased": row(("customer", "admin"), EraseRequest)}
