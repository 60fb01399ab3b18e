"""The token on the label of a device. It names the device's id, which means nothing to anybody, and proves that we made
it: nothing personal stands in it, and nobody can make one up."""

from __future__ import annotations

import hmac

from ..base.keyring import KeyRing

_PURPOSE, _ID, _PROOF = "device_label", 32, 32


def label_token(device: str, keyring: KeyRing) -> str:
    """The token for the label of a device.

    Args:
        device: Its id.
        keyring: The deployment's secrets.

    Returns:
        64 characters.
    """
    return f"{device}{keyring.mac(_PURPOSE, device)[:_PROOF]}"


def label_device(token: str, keyring: KeyRing) -> str | None:
    """The device of a label.

    Args:
        token: Anything that an address brought.
        keyring: The deployment's secrets.

    Returns:
        The device's id, None for what is no token of ours.
    """
    if len(token) != _ID + _PROOF or not token.isascii() or not token.isalnum():
        return None
    device, proof = token[:_ID], token[_ID:]
    found = False
    for mac in keyring.macs(_PURPOSE, device):
        found |= hmac.compare_digest(mac[:_PROOF], proof)
    return device if found else None
