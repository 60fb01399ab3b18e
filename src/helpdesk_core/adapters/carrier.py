"""A carrier behind the host's own integration: six calls and one event, both ways signed as Standard Webhooks has it.

What stands between is small: it takes JSON, asks whichever carrier the shop has a contract with, and says what became
of parcels. The page about orders and shipments says what each call takes and answers.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError

import attrs

from ..base.given import check_given, text
from ..base.money import Money
from ..errors import FieldError
from ..ports import (
    InboundRequest,
    NotSigned,
    ParcelFact,
    ParcelLabel,
    ParcelOrder,
    ParcelPoint,
    ParcelRefused,
    ParcelStatus,
)
from .standard_webhooks import LEAST_KEY, is_signed, key_of, signature
from .web_calls import LARGEST, check_address, opened

_TIMEOUT = 20
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,64}")
_LARGEST_LABEL = 10_000_000
_MOST_POINTS = 50


class SignedCarrier:
    """See `ports.Carrier`.

    Args:
        address: Where the integration is; each call is a POST below it.
        secret: That of both directions, ``whsec_…``.
        name: The carrier's name.
        clock: Seconds since 1970.

    Raises:
        ConfigurationError: The address is not https, or the secret is none.
    """

    def __init__(
        self, address: str, secret: str, *, name: str = "carrier", clock: Callable[[], float] = time.time
    ) -> None:
        check_given(
            "SignedCarrier",
            address=text(address),
            secret=(len(key_of(secret)) >= LEAST_KEY, f"whsec_… or base64 of {LEAST_KEY} bytes or more", secret),
            name=text(name),
            clock=(callable(clock) and not isinstance(clock, type), "a function that gives seconds", clock),
        )
        check_address("SignedCarrier", address)
        self.name = name
        self._address, self._secret, self._clock = address.rstrip("/"), secret, clock

    def __repr__(self) -> str:
        return f"<SignedCarrier {self.name}>"

    def quote(self, order: ParcelOrder) -> Money | None:
        """See `ports.Carrier`."""
        found = self._ask("quote", attrs.asdict(order)) or {}
        try:
            return Money.parse(dict(found), "")
        except FieldError:
            return None

    def order(self, order: ParcelOrder) -> ParcelLabel:
        """See `ports.Carrier`."""
        found = self._ask("order", attrs.asdict(order), id=order.key) or {}
        number, link = found.get("number"), found.get("link", "")
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            raise OSError("the carrier gave no number")
        is_link = isinstance(link, str) and link.startswith("https://") and link.isascii() and link.isprintable()
        return ParcelLabel(number=number, link=link if is_link else "")

    def label(self, number: str) -> bytes | None:
        """See `ports.Carrier`."""
        if not _NUMBER.fullmatch(number):
            return None
        content = self._call("label", {"number": number}, most=_LARGEST_LABEL)
        if content is not None and not content.startswith(b"%PDF-"):
            raise OSError("the carrier's label is no PDF")
        return content

    def cancel(self, number: str) -> bool:
        """See `ports.Carrier`."""
        found = self._ask("cancel", {"number": number}) if _NUMBER.fullmatch(number) else None
        return found is not None and found.get("cancelled") is True

    def track(self, number: str) -> ParcelFact | None:
        """See `ports.Carrier`."""
        found = self._ask("track", {"number": number}) if _NUMBER.fullmatch(number) else None
        fact = None if found is None else _fact(f"{number}:{found.get('status')}", found)
        return fact if fact is not None and fact.number == number else None

    def points(self, words: str) -> Sequence[ParcelPoint]:
        """See `ports.Carrier`."""
        if not words.strip():
            return ()
        rows = (self._ask("points", {"words": words.strip()[:80]}) or {}).get("points")
        found = list[ParcelPoint]()
        for one in rows[:_MOST_POINTS] if isinstance(rows, list) else ():
            said = [one.get(name, "") for name in ("id", "name", "address")] if isinstance(one, dict) else []
            values = [value for value in said if isinstance(value, str) and len(value) <= 200]
            if len(values) == 3 and values[0]:
                found.append(ParcelPoint(id=values[0], name=values[1] or values[0], address=values[2]))
        return tuple(found)

    def read(self, request: InboundRequest) -> Sequence[ParcelFact]:
        """See `ports.Carrier`."""
        came = attrs.evolve(request, at=datetime.fromtimestamp(self._clock(), UTC))
        if request.method != "POST" or not is_signed(came, (self._secret,)):
            raise NotSigned("a signature that does not fit")
        try:
            said = json.loads(request.body.decode())
        except (ValueError, RecursionError):
            raise NotSigned("an event that cannot be read") from None
        fact = _fact(request.headers.get("webhook-id", "")[:200], said) if isinstance(said, dict) else None
        return () if fact is None else (fact,)

    def _ask(self, what: str, said: Mapping[str, Any], id: str = "") -> Mapping[str, Any] | None:
        content = self._call(what, said, id)
        if content is None:
            return None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise OSError("the carrier's answer cannot be read") from None
        if not isinstance(found, dict):
            raise OSError("the carrier's answer cannot be read")
        return found

    def _call(self, what: str, said: Mapping[str, Any], id: str = "", most: int = LARGEST) -> bytes | None:
        """The answer; None for what is not there. Raises ParcelRefused, OSError."""
        body, moment = json.dumps(said).encode(), str(int(self._clock()))
        id = id or f"{what}:{moment}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "helpdesk-core",
            "webhook-id": id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(self._secret, id, moment, body),
        }
        asked = urllib.request.Request(f"{self._address}/{what}", data=body, headers=headers)  # noqa: S310 - configured
        try:
            with opened(asked, _TIMEOUT) as answer:
                content: bytes = answer.read(most)
                return content
        except HTTPError as error:
            error.close()
            if error.code == 404:
                return None
            if error.code == 422:
                raise ParcelRefused("the carrier takes no such parcel") from None
            raise OSError(f"the carrier answered {error.code}") from None
        except HTTPException as error:
            raise OSError(f"the carrier's answer broke off ({type(error).__name__})") from None


def _fact(id: str, said: Mapping[str, Any]) -> ParcelFact | None:
    number, status, at = said.get("number"), said.get("status"), said.get("at")
    if not id or not isinstance(number, str) or not _NUMBER.fullmatch(number) or status not in list(ParcelStatus):
        return None
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is None:
        moment = None
    return ParcelFact(id=id, number=number, status=ParcelStatus(status), at=moment)
