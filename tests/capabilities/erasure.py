"""Erasing a person from a request."""

from __future__ import annotations

from capabilities.scene import Example, by_command, of_request, row
from helpdesk_core.commands import EraseRequest

EXAMPLES = by_command(Example(EraseRequest, ("customer", "admin"), right="requests.erase", fields=of_request()))
CHANGES = {"request_erased": row(("customer", "admin"), EraseRequest)}
