"""The demo's loan device: it is out with a customer whose phone is being repaired."""

from __future__ import annotations

from helpdesk_core import Actor
from helpdesk_core.commands import AddLoanDevice, LendDevice

from .demo_photos import Do

_PHONE = {"name": "Samsung Galaxy A14 (1)", "serial": "R58W30ABCDE", "notes": "Ładowarka w szufladzie 2."}


def lend_phone(do: Do, by: Actor, request: str, until: str) -> None:
    """Write down a phone, and lend it.

    Args:
        do: Carries out a command of the demo.
        by: Who lends it.
        request: Whose customer gets it.
        until: The day on which it should be back.
    """
    phone = do(AddLoanDevice, by, **_PHONE).loan_device
    looks = "Rysa na ramce, z ładowarką i etui"
    do(LendDevice, by, request=request, loan_device=phone, condition=looks, due=until)
