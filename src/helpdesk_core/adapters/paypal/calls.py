"""Calls to PayPal, each with a token that is asked for as long as it is needed."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from ..web_calls import Answered, call

_TIMEOUT = 15
_EARLY = 60
"""Seconds before its end from which on a token is not used any more."""


class PayPalCalls:
    """What is asked of PayPal.

    Args:
        client: The app's client id.
        secret: Its secret.
        api: Where PayPal is.
        clock: Seconds since 1970.
    """

    def __init__(self, client: str, secret: str, api: str, clock: Callable[[], float]) -> None:
        self._proof = "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()
        self._api, self._clock = api.rstrip("/"), clock
        self._token, self._until = "", 0.0

    def ask(self, path: str, said: Mapping[str, Any] | bytes | None = None, once: str = "") -> Answered:
        """What PayPal answers.

        Args:
            path: What is asked for.
            said: What is sent, as JSON; None only asks.
            once: By what PayPal knows that it was asked for this before.

        Returns:
            The answer, also a refusal; of a token that PayPal takes no more, that of a fresh one.

        Raises:
            OSError: PayPal was not reached, or gives no token.
        """
        for is_last in (False, True):
            answered = self._ask(path, said, once)
            if answered.status != 401 or is_last:
                break
            self._until = 0.0
        return answered

    def _ask(self, path: str, said: Mapping[str, Any] | bytes | None, once: str) -> Answered:
        headers = {
            "Authorization": f"Bearer {self.token()}",
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Prefer": "return=representation",
            "User-Agent": "helpdesk-core",
        }
        if once:
            headers["PayPal-Request-Id"] = once
        body = said if isinstance(said, bytes) or said is None else json.dumps(said).encode()
        return _called(urllib.request.Request(self._api + path, data=body, headers=headers))  # noqa: S310 - configured

    def token(self) -> str:
        """The token that is good now.

        Returns:
            The token, a fresh one where there is none any more.

        Raises:
            OSError: PayPal was not reached, or does not know the client and its secret.
        """
        if self._token and self._clock() < self._until:
            return self._token
        headers = {"Authorization": self._proof, "Accept": "application/json", "User-Agent": "helpdesk-core"}
        body = urlencode({"grant_type": "client_credentials"}).encode()
        asked = urllib.request.Request(f"{self._api}/v1/oauth2/token", data=body, headers=headers)  # noqa: S310
        answered = _called(asked)
        token, lasts = answered.content.get("access_token"), answered.content.get("expires_in")
        if answered.status != 200 or not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise OSError(f"PayPal gives no token ({answered.status})")
        self._token = token
        self._until = self._clock() + (lasts - _EARLY if isinstance(lasts, int) else 0)
        return token


def _called(asked: urllib.request.Request) -> Answered:
    try:
        return call(asked, _TIMEOUT)
    except HTTPException as error:
        raise OSError(f"PayPal's answer broke off ({type(error).__name__})") from None
