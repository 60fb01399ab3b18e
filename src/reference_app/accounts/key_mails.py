"""Tells a member of staff by mail what happened to a passkey of theirs."""

from __future__ import annotations

import logging
import secrets
from functools import partial

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request

from helpdesk_core import Contact, ContactKind
from helpdesk_core.ports import Outgoing, Sent

from ..limiters import MAILING
from ..web import Web
from .model import StaffMember

_log = logging.getLogger("reference_app")


def telling(web: Web, request: Request, member: StaffMember, what: str) -> BackgroundTask:
    """A task that sends the mail beside the answer.

    Args:
        web: The app's parts.
        request: Only what the app knows itself is taken from it.
        member: Whose key it is.
        what: "added", "removed" or "refused".
    """
    send = partial(_send, web, request, member, what)
    return BackgroundTask(partial(to_thread.run_sync, send, limiter=MAILING()))


def _send(web: Web, request: Request, member: StaffMember, what: str) -> None:
    desk, t = web.desk, web.translator(request, member.language)
    code = f"staff.passkey.mail.{what}"
    outgoing = Outgoing(
        key=secrets.token_hex(16),
        tenant=desk.tenant,
        contact=Contact(ContactKind.EMAIL, member.email),
        language=t.language,
        subject=t(code),
        lines=(t("notice.greeting"), t(f"{code}.text"), t("staff.passkey.mail.not_you")),
        closing=(t("notice.close", shop=desk.settings.shop_name),),
        link_text=t("staff.account"),
        shop=desk.settings.shop_name,
        whereabouts=desk.settings.whereabouts,
        thread=f"staff-{member.id}",
        link=f"{desk.base_url.rstrip('/')}{request.app.url_path_for('staff_account')}",
        first=True,
    )
    notifier = desk.notifiers.reaching(outgoing.contact)
    answer = None if notifier is None else notifier.send(outgoing)
    if answer is not None and not isinstance(answer, Sent):
        _log.error("a mail about a passkey was not sent: %s", answer.reason)
