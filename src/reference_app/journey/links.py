"""Whether a link into the shop's own site leads somewhere: asked in the background, remembered for a while."""

from __future__ import annotations

import http.client
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

import attrs

_log = logging.getLogger("reference_app")
_SECONDS = 5.0
_FRESH = 600.0
"""How long, in seconds, what was found is believed."""
_MOST_REDIRECTS = 5


class _Redirected(Exception):
    """To an address that is not followed."""


class _OnThisSite(urllib.request.HTTPRedirectHandler):
    """Follows redirects as long as they stay on one site: a link must not lead customers elsewhere by a detour."""

    max_redirections = _MOST_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, where it is to the same site."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise _Redirected
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def answers(address: str) -> bool | None:
    """Ask for a page, once.

    Args:
        address: Of this site, with ``http://`` or ``https://``.

    Returns:
        Whether there is a page; None when nobody answered, which says nothing about the page.
    """
    asked = urllib.request.Request(address, headers={"User-Agent": "helpdesk link check"})  # noqa: S310 - settings allow http(s)
    try:
        with urllib.request.build_opener(_OnThisSite).open(asked, timeout=_SECONDS) as answer:
            return bool(answer.status < 400)
    except _Redirected:
        return False
    except urllib.error.HTTPError as error:
        return error.code in (401, 403, 429)  # a page that wants to know who asks is a page
    except (OSError, http.client.HTTPException, ValueError):
        return None


@attrs.define
class Links:
    """What is known about links. Nothing waits for an answer: until there is one, a link leads nowhere.

    Args:
        ask: Asks for one page, as `answers` does.
        clock: Seconds that only grow.
    """

    ask: Callable[[str], bool | None] = answers
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, bool]] = attrs.field(factory=dict, init=False)
    _asking: set[str] = attrs.field(factory=set, init=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)

    def lead_to(self, address: str) -> bool:
        """Whether a page was there when last asked for; asks again when that is a while ago.

        Args:
            address: Of this site.

        Returns:
            False also for an address that was never asked for.
        """
        at, found = self._known.get(address, (-_FRESH, False))
        if self.clock() - at >= _FRESH:
            self._look(address)
        return found

    def _look(self, address: str) -> None:
        with self._lock:
            if address in self._asking:
                return
            self._asking.add(address)
        threading.Thread(target=self._ask, args=(address,), name="helpdesk-links", daemon=True).start()

    def _ask(self, address: str) -> None:
        found = self.ask(address)
        if found is None:  # a server that cannot reach its own site would hold back every step for ever
            _log.warning("nobody answers at %s: its links are not checked", urlsplit(address).netloc)
        with self._lock:
            self._known[address] = self.clock(), found is not False
            self._asking.discard(address)
