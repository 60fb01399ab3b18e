"""The shop's public keys as they are published, on a page and by a command."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from helpdesk_core.adapters.documents import PublicKey


def as_published(keys: Iterable[PublicKey]) -> list[dict[str, str]]:
    """Plain values."""
    return [attrs.asdict(one) for one in keys]
