"""The mail with the link that sets a password, for who has lost theirs or is new here."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request

from helpdesk_core import Contact, ContactKind
from helpdesk_core.ports import Outgoing, Retry, Sent, Unavailable

from ..web import Web
from .model import StaffMember

_log = logging.getLogger("reference_app")
_PAUSE = 30.0
"""Seconds until a link that could not go out is tried again."""
_PATIENCE = timedelta(hours=24)
"""For how long; who still cannot sign in then asks again."""


class LinkMails:
    """Sends links beside the pages. While the mail server is away they wait here, one of each member: it is made when
    it goes out, so that no token lies anywhere and its time begins then.

    Args:
        web: The app's parts.
        new_link: Who has an address, and a token for them; None when nobody has it.
        words: What the codes of the mail's words begin with.
        title: The code of the words on its button.
    """

    def __init__(
        self,
        web: Web,
        new_link: Callable[[str], tuple[StaffMember, str] | None],
        words: str = "staff.link.mail",
        title: str = "password.title",
    ) -> None:
        self._web, self._new_link, self._words, self._title = web, new_link, words, title
        self._waiting: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()

    def send(self, request: Request, email: str) -> None:
        """To an address that somebody typed, if an active account has it.

        Args:
            request: Who asked; only what the app knows itself is taken from it.
            email: The address.
        """
        self._try(request, email, self._web.desk.clock() + _PATIENCE)

    def _try(self, request: Request, email: str, until: datetime) -> None:
        if (found := self._new_link(email)) is not None:
            self.deliver(request, *found, until=until)

    def deliver(self, request: Request, member: StaffMember, token: str, *, until: datetime | None = None) -> bool:
        """Send a link that is made already; where it cannot go out just now, a fresh one goes out later.

        Args:
            request: Who asked; only what the app knows itself is taken from it.
            member: To whom.
            token: The link's.
            until: When no more is tried; None for a day from now.

        Returns:
            Whether it went out.
        """
        until = until or self._web.desk.clock() + _PATIENCE
        outgoing = self._mail(request, member, token)
        notifier = self._web.desk.notifiers.reaching(outgoing.contact)
        if notifier is None:
            return False
        answer = notifier.send(outgoing)
        if isinstance(answer, Sent):
            return True
        _log.error("a link that sets a password was not sent: %s", answer.reason)
        if isinstance(answer, Retry | Unavailable) and self._web.desk.clock() < until:
            self._later(request, member, until, answer.seconds or _PAUSE)
        return False

    def _later(self, request: Request, member: StaffMember, until: datetime, seconds: float) -> None:
        timer = threading.Timer(seconds, self._again, (request, member, until))
        timer.daemon = True  # a shop that stops does not wait for its mail server
        with self._lock:
            if before := self._waiting.pop(member.id, None):
                before.cancel()
            self._waiting[member.id] = timer
        timer.start()

    def _again(self, request: Request, member: StaffMember, until: datetime) -> None:
        with self._lock:
            if self._waiting.get(member.id) is not threading.current_thread():
                return  # asked for again meanwhile
            del self._waiting[member.id]
        try:
            self._try(request, member.email, until)
        except Exception as error:  # noqa: BLE001 - the database may be away just now
            _log.error("a link that sets a password was not sent: %s", type(error).__name__)
            self._later(request, member, until, _PAUSE)

    def _mail(self, request: Request, member: StaffMember, token: str) -> Outgoing:
        desk, t = self._web.desk, self._web.translator(request, member.language)
        return Outgoing(
            key=secrets.token_hex(16),
            tenant=desk.tenant,
            contact=Contact(ContactKind.EMAIL, member.email),
            language=t.language,
            subject=t(f"{self._words}.subject", shop=desk.settings.shop_name),
            lines=(t("notice.greeting"), t(f"{self._words}.text"), t(f"{self._words}.not_you")),
            closing=(t("notice.close", shop=desk.settings.shop_name),),
            link_text=t(self._title),
            shop=desk.settings.shop_name,
            whereabouts=desk.settings.whereabouts,
            thread=f"staff-{member.id}",
            # Not from the request: its Host header says what a stranger wants it to say.
            link=f"{desk.base_url.rstrip('/')}{request.app.url_path_for('staff_password', token=token)}",
            first=True,
        )
