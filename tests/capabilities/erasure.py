"""Erasing a person from a request."""

from __future__ import annotations

from capabilities.scene import Example, of_request
from helpdesk_core.commands import EraseRequest

EXAMPLES = {
    EraseRequest: Example(command=EraseRequest, by=("customer", "admin"), right="requests.erase", fields=of_request())
}
#                        customer guest  agent  admin  automation
TABLE = {
    "request_erased":     ("yes", "no",  "no",  "yes", "no"),
}  # fmt: skip
TELLS = {"request_erased": ("", "", "")}
CAUSES = {"request_erased": (EXAMPLES[EraseRequest],)}
