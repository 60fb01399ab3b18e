"""A carrier's integration as the tests know it: its calls on this machine, and its reports as they are signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs

from helpdesk_core.adapters.standard_webhooks import is_signed, signature
from helpdesk_core.ports import InboundRequest
from peers import Calls, serving

SECRET, NOW = "whsec_" + "c2VjcmV0" * 4, 1_795_000_000


@attrs.define
class Peer:
    """The integration: it believes what is signed, makes a label for each key, and knows one locker."""

    server: Any = None
    parcels: dict[str, dict[str, str]] = attrs.field(factory=dict)
    status: int = 0
    answer: bytes | None = None
    calls: list[str] = attrs.field(factory=list)
    orders: list[dict[str, Any]] = attrs.field(factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/carrier"

    def take(self, came: InboundRequest) -> tuple[int, bytes]:
        assert is_signed(came, (SECRET,))
        self.calls.append(came.path)
        if self.status or self.answer is not None:
            return self.status or 200, self.answer or b""
        said, what = json.loads(came.body), came.path.rpartition("/")[2]
        found = getattr(self, f"_{what}")(said)
        return (404, b"") if found is None else found

    def _quote(self, _: Any) -> tuple[int, bytes]:
        return 200, b'{"minor": 1499, "currency": "PLN"}'

    def _order(self, said: Any) -> tuple[int, bytes]:
        self.orders.append(said)
        if {said["point"], said["handed_in"]} - {"", "WAW123M"}:
            return 422, b""
        number = next((one for one, row in self.parcels.items() if row["key"] == said["key"]), None)
        if number is None:
            number = f"6209{len(self.parcels):04d}"
            self.parcels[number] = {"key": said["key"], "status": "ordered"}
        return 200, json.dumps({"number": number, "link": f"https://carrier.example/{number}"}).encode()

    def _label(self, said: Any) -> tuple[int, bytes] | None:
        return (200, b"%PDF-1.7 label") if said["number"] in self.parcels else None

    def _track(self, said: Any) -> tuple[int, bytes] | None:
        row = self.parcels.get(said["number"])
        at = "2026-11-27T10:00:00+01:00"
        return row and (200, json.dumps({"number": said["number"], "status": row["status"], "at": at}).encode())

    def _cancel(self, said: Any) -> tuple[int, bytes] | None:
        row = self.parcels.get(said["number"])
        if row is None:
            return None
        if row["status"] == "ordered":
            row["status"] = "cancelled"
        return 200, json.dumps({"cancelled": row["status"] == "cancelled"}).encode()

    def _points(self, said: Any) -> tuple[int, bytes]:
        known = {"id": "WAW123M", "name": "Paczkomat WAW123M", "address": "Długa 1, Warszawa"}
        is_it = said["words"] == "Warszawa" or "WAW123M".startswith(said["words"])
        return 200, json.dumps({"points": [known] if is_it else []}).encode()


@contextmanager
def running() -> Iterator[Peer]:
    """The integration, as long as the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.answer(*made.take(InboundRequest(path=self.path, headers=headers, body=self.asked())))

    with serving(made, Answers) as peer:
        yield peer


def report(
    number: str, status: str, at: int = NOW, id: str = "", when: str = "2026-11-27T10:00:00+01:00"
) -> InboundRequest:
    """What the integration says of a parcel."""
    body = json.dumps({"number": number, "status": status, "at": when}).encode()
    return signed(body, at, id or f"msg-{number}-{status}")


def signed(body: bytes, at: int = NOW, id: str = "msg-1") -> InboundRequest:
    """A body, signed at a moment."""
    value = signature(SECRET, id, str(at), body)
    headers = {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": value}
    return InboundRequest(path="/carriers/carrier", headers=headers, body=body)
