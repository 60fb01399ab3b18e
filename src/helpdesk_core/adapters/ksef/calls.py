"""Calls to KSeF's API 2.0, and how one is let in there: by a token, which goes encrypted, for a token of some minutes.

Nothing secret is in a message of an exception or in a log.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

import attrs

from ...ports.e_invoices import Busy, Unwelcome
from ..web_calls import LARGEST, opened
from .secrecy import SYMMETRIC, TOKEN, PublicKey, newest

_TIMEOUT = 30
_EARLY = timedelta(seconds=60)
"""So long before it ends a token is used no more."""
_LONGEST_PAUSE = 3600.0
_MOST_LOOKS, _PAUSE = 20, 0.5
"""How often, and with which pause, is asked whether we are let in."""
_LET_IN, _WORKING, _TRY_AGAIN = 200, 100, (500, 550)


@attrs.frozen
class Said:
    """What KSeF answered."""

    status: int
    content: bytes

    @property
    def json(self) -> Any:
        """The JSON; None where there is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    @property
    def fields(self) -> Mapping[str, Any]:
        """The JSON object; an empty one where there is none."""
        found = self.json
        return found if isinstance(found, dict) else {}

    @property
    def errors(self) -> tuple[tuple[int, str], ...]:
        """Of a refusal the codes, each with KSeF's words: problem details, or the older shape."""
        try:
            if "errors" in self.fields:
                return tuple(
                    (int(one["code"]), _words(one.get("description"), one.get("details")))
                    for one in self.fields["errors"]
                )
            return tuple(
                (int(one["exceptionCode"]), _words(one.get("exceptionDescription"), one.get("details")))
                for one in self.fields["exception"]["exceptionDetailList"]
            )
        except (AttributeError, LookupError, TypeError, ValueError):
            return ()


def _words(description: object, details: object) -> str:
    several = details if isinstance(details, list) else []
    return " ".join(str(one) for one in (description, *several) if one)


class KsefCalls:
    """KSeF, let in when it is first needed and as long as that lasts.

    Args:
        api: Where it is, with its version.
        token: The token of KSeF.
        nip: Whose it is.
        clock: Gives moments.
    """

    def __init__(self, api: str, token: str, nip: str, clock: Callable[[], datetime]) -> None:
        self._api, self._token, self._nip, self._clock = api.rstrip("/"), token, nip, clock
        self._lock = threading.Lock()
        self._access: tuple[str, datetime] | None = None

    def key(self, usage: str = SYMMETRIC) -> PublicKey:
        """The ministry's key for something. Raises OSError."""
        said = self._ask("GET", "/security/public-key-certificates")
        if said.status != 200 or not isinstance(said.json, list):
            raise OSError(f"KSeF gave no keys ({said.status})")
        return newest(said.json, usage, self._clock())

    def ask(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Said:
        """Call as who we are; once more with a fresh token where KSeF does not take the one we have.

        Args:
            method: GET or POST.
            path: Below the API's address.
            fields: What is sent, as JSON.

        Returns:
            What it answered, a refusal too.

        Raises:
            Unwelcome: It does not take us.
            Busy: It asks to come back later.
            OSError: It is away.
        """
        for last in (False, True):
            said = self._ask(method, path, fields, bearer=self._let_in())
            if said.status == 401:
                self._access = None
                if not last:
                    continue
            if said.status in (401, 403):
                raise Unwelcome(f"KSeF refuses us ({said.status})")
            break
        return said

    def _let_in(self) -> str:
        with self._lock:
            now = self._clock()
            if self._access is None or now + _EARLY >= self._access[1]:
                self._access = self._new_access()
            return self._access[0]

    def _new_access(self) -> tuple[str, datetime]:
        key = self.key(TOKEN)
        challenge = self._ask("POST", "/auth/challenge").fields
        try:
            secret = f"{self._token}|{int(challenge['timestampMs'])}".encode()
            asked = {
                "challenge": str(challenge["challenge"]),
                "contextIdentifier": {"type": "Nip", "value": self._nip},
                "encryptedToken": key.encrypt(secret),
                "publicKeyId": key.id,
            }
        except (LookupError, TypeError, ValueError):
            raise OSError("KSeF gave no challenge") from None
        said = self._ask("POST", "/auth/ksef-token", asked)
        if said.status != 202:
            raise Unwelcome(f"KSeF does not take the token ({said.status})")
        try:
            reference, waiting = str(said.fields["referenceNumber"]), str(said.fields["authenticationToken"]["token"])
        except (LookupError, TypeError):
            raise OSError("KSeF's answer cannot be read") from None
        self._wait(reference, waiting)
        redeemed = self._ask("POST", "/auth/token/redeem", bearer=waiting)
        try:
            given = redeemed.fields["accessToken"]
            return str(given["token"]), datetime.fromisoformat(given["validUntil"]).astimezone(UTC)
        except (LookupError, TypeError, ValueError):
            raise OSError(f"KSeF gave no access ({redeemed.status})") from None

    def _wait(self, reference: str, waiting: str) -> None:
        for _ in range(_MOST_LOOKS):
            said = self._ask("GET", f"/auth/{reference}", bearer=waiting)
            state = said.fields.get("status")
            code = state.get("code") if isinstance(state, dict) else None
            if code == _LET_IN:
                return
            if code in _TRY_AGAIN or code is None:
                raise OSError(f"KSeF could not say who we are ({code or said.status})")
            if code != _WORKING:
                raise Unwelcome(f"KSeF does not take the token ({code})")
            time.sleep(_PAUSE)
        raise OSError("KSeF takes long to say who we are")

    def _ask(self, method: str, path: str, fields: Mapping[str, Any] | None = None, bearer: str = "") -> Said:
        headers = {
            "Accept": "application/json, application/xml",
            "User-Agent": "helpdesk-core",
            "X-Error-Format": "problem-details",
        }
        body = None if fields is None else json.dumps(fields).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        elif method == "POST":
            body = b""
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        asked = urllib.request.Request(self._api + path, body, headers, method=method)  # noqa: S310 - a configured host
        try:
            with opened(asked, _TIMEOUT) as answer:
                return Said(answer.status, answer.read(LARGEST))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 429:
                    raise Busy(_pause(error.headers.get("Retry-After", ""))) from None
                if error.code >= 500:
                    raise OSError(f"KSeF answers {error.code}") from None
                return Said(error.code, error.read(LARGEST))
        except HTTPException as error:
            raise OSError(f"KSeF broke off ({type(error).__name__})") from None


def _pause(said: str) -> float:
    seconds = float(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 60.0
    return min(_LONGEST_PAUSE, max(1.0, seconds))
