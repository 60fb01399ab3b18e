"""The link to the first account of a shop's staff: there is nobody yet who could add its owner."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from helpdesk_core import Helpdesk

from .staff import StaffAccounts

LIFETIME = timedelta(hours=24)


class FirstLink:
    """Of one shop. It is derived and stored nowhere: what the desk's secret signed opens for a day, while there is no
    account. Two links that are out at once are good for one account.

    Args:
        desk: Whose secret signs it.
        accounts: Those of its staff.
    """

    def __init__(self, desk: Helpdesk, accounts: StaffAccounts) -> None:
        self._desk, self._accounts = desk, accounts

    def address(self) -> str | None:
        """The address of the page; None where there is an account, even one that is deactivated."""
        if self._accounts.has_any():
            return None
        until = str(int((self._desk.clock() + LIFETIME).timestamp()))
        return f"{self._desk.base_url.rstrip('/')}/staff/first/{until}-{self._proofs(until)[0]}"

    def is_ours(self, token: str) -> bool:
        """Whether the end of an address, which may be any text, was made here, whatever became of it."""
        until, _, proof = token.partition("-")
        given = proof.encode("utf-8", "surrogatepass")
        return any(hmac.compare_digest(one.encode(), given) for one in self._proofs(until))

    def opens(self, token: str) -> bool:
        """Whether it still leads to the page."""
        if not self.is_ours(token):
            return False
        until = datetime.fromtimestamp(int(token.partition("-")[0]), UTC)
        return self._desk.clock() < until and not self._accounts.has_any()

    def _proofs(self, until: str) -> tuple[str, ...]:
        return self._desk.keyring.macs("first account", self._desk.tenant, until)
