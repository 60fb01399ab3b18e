"""Messages that came in: kept, read, sorted."""

from __future__ import annotations

import itertools
from typing import Any

import journeys as j
import whatsapp_peer as w
from capabilities.scene import (
    ADMINS,
    AUTOMATION,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    row,
)
from helpdesk_core.base.reply_tokens import reply_token
from helpdesk_core.commands import (
    BringBack,
    EraseInbound,
    EraseRequest,
    FileInbound,
    ForgetInbound,
    KeepInbound,
    MakeRequest,
    PutAside,
    PutOnRequest,
    ReportOutage,
    TakeInbound,
    TakeReport,
)
from helpdesk_core.notifications.model import OF_SUBJECT
from helpdesk_core.ports import InboundRequest
from helpdesk_core.views import view_inbound, view_inbound_count, view_inbound_message, view_outages
from mail_in import shapes as s
from shops import Visitor

_KEPT = {"channel": "mail", "digest": "d1", "key": "0" * 32, "media": "message/rfc822"}
_OUTAGE = {"channel": "mail", "reason": "mailbox_refused"}
_FROM = "stranger@example.com"


_COUNT = itertools.count()


def kept(scene: Scene, channel: str = "mail") -> str:
    """Its bytes are kept."""
    fields = _KEPT | {"digest": f"digest{next(_COUNT)}", "channel": channel}
    return str(j.do(scene.desk, KeepInbound, j.BOT, **fields).inbound)


def _with_outage(scene: Scene) -> Any:
    """The mailbox is not read."""
    j.do(scene.desk, ReportOutage, j.BOT, **_OUTAGE)
    return (), {}


def _read(scene: Scene, **more: Any) -> dict[str, Any]:
    said = {"kind": "message", "sender": _FROM, "text": "Is it done?", "subject": "My phone", "device": "My phone"}
    said |= {"sender_name": "Jan Kern", "surname": "Kern", "given_name": "Jan", "quoted": "Earlier words"}
    return {"inbound": kept(scene), "fact": f"fact{next(_COUNT)}", "files": [{"name": "a.png"}], **said, **more}


def held(scene: Scene) -> str:
    """A stranger answers a mail of ours."""
    fields = _read(scene, tokens=[reply_token(scene.contact, scene.desk.keyring)])
    j.do(scene.desk, TakeInbound, j.BOT, **fields)
    return str(fields["inbound"])


def _aside(scene: Scene) -> str:
    """One that nobody waits for."""
    id = held(scene)
    j.do(scene.desk, PutAside, j.ANNA, inbound=id)
    return id


def _with_message(scene: Scene) -> dict[str, Any]:
    """The request of a message that waits."""
    held(scene)
    return {"request": scene.request}


def _own(scene: Scene) -> str:
    """The customer writes, and nothing proves where it belongs."""
    fields = _read(scene, sender=j.EMAIL)
    j.do(scene.desk, TakeInbound, j.BOT, **fields)
    return str(fields["inbound"])


def _answer(scene: Scene) -> dict[str, Any]:
    return _read(scene, sender=j.EMAIL, tokens=[reply_token(scene.contact, scene.desk.keyring)])


def _chatted(scene: Scene) -> dict[str, Any]:
    """The same by a chat."""
    scene.desk.channels = {"whatsapp": w.channel()}
    return _answer(scene) | {"inbound": kept(scene, "whatsapp")}


def _files(scene: Scene) -> dict[str, Any]:
    fields = _answer(scene)
    j.do(scene.desk, TakeInbound, j.BOT, **fields)
    file = {"name": "a.png", "key": "1" * 32, "media": "image/png", "size": 10, "sha256": "ab"} | {
        "key": f"{next(_COUNT):032x}"
    }
    return {"inbound": fields["inbound"], "files": [file]}


def _bounce(scene: Scene) -> dict[str, Any]:
    while scene.desk.deliver().total:
        pass
    with scene.desk.reading() as reader:
        rows: Any = reader.find(OF_SUBJECT, {"subject": scene.request}, limit=99)
    (ours, *_) = [one.provider_id for one in rows if one.provider_id and one.state.value == "done"]
    tokens = [reply_token(scene.contact, scene.desk.keyring)]
    return {
        "inbound": kept(scene),
        "fact": f"fact{next(_COUNT)}",
        "kind": "delivery",
        "state": "failed",
        "tokens": tokens,
        "reports_on": [ours.strip("<>")],
    }


def _reported(scene: Scene) -> dict[str, Any]:
    """The provider of a chat says that a message of ours was read."""
    while scene.desk.deliver().total:
        pass
    with scene.desk.reading() as reader:
        rows: Any = reader.find(OF_SUBJECT, {"subject": scene.request}, limit=99)
    ours = next(one for one in rows if one.provider_id and one.job == "notice" and one.state.value == "done")
    return {"about": ours.provider_id.strip("<>"), "key": ours.id, "state": "read"}


def _of(make: Any, **more: Any) -> Any:
    return lambda scene: {"inbound": make(scene), **more}


def _put(make: Any) -> Any:
    return lambda scene: {"inbound": make(scene), "request": scene.request}


ANSWERED = Example(TakeInbound, AUTOMATION, fields=_answer, stranger=None, phase="waiting_for_customer")
CHATTED = Example(TakeInbound, AUTOMATION, fields=_chatted, stranger=None, phase="waiting_for_customer")
BOUNCED = Example(TakeInbound, AUTOMATION, fields=_bounce, stranger=None)
ERASED = Example(EraseRequest, ("customer", *ADMINS), right="requests.erase", fields=_with_message)
OWN = Example(PutOnRequest, STAFF, right="inbound.sort", fields=_put(_own))
EXAMPLES = by_command(
    Example(KeepInbound, AUTOMATION, fields=lambda scene: _KEPT, stranger=None, is_try=True),
    Example(TakeInbound, AUTOMATION, fields=_read, stranger=None),
    Example(ReportOutage, AUTOMATION, fields=lambda scene: _OUTAGE, stranger=None),
    Example(TakeReport, AUTOMATION, fields=_reported, stranger=None),
    Example(FileInbound, AUTOMATION, fields=_files, stranger=None),
    Example(PutOnRequest, STAFF, right="inbound.sort", fields=_put(held)),
    Example(
        MakeRequest,
        STAFF,
        right="inbound.sort",
        fields=_of(held, device="Phone", surname="Kern"),
        stranger=None,
    ),
    Example(PutAside, STAFF, right="inbound.sort", fields=_of(held), stranger=None),
    Example(BringBack, STAFF, right="inbound.sort", fields=_of(held), stranger=None),
    Example(ForgetInbound, AUTOMATION, fields=_of(_aside), stranger=None),
    Example(EraseInbound, ADMINS, right="inbound.erase", fields=_of(held), stranger=None),
)
_HERE = "it heads a history of its own: erasing its request, its time and an admin erase it"
KEPT = {
    f"inbound_messages.{name}": _HERE
    for name in ("key", "sender", "sender_name", "subject", "text", "quoted", "files", "left_out")
} | {
    "inbound_messages.media": "a media type",
    "inbound_messages.handled_by": "staff stand by what they did",
    "contact_stops.words": "words of a short list; whose they are stands nowhere, and a STOP outlasts the request",
}
CHANGES = {
    "inbound_kept": row(AUTOMATION, KeepInbound),
    "inbound_taken": row((*AUTOMATION, *STAFF), TakeInbound, PutAside),
    "inbound_files_taken": row(AUTOMATION, FileInbound),
    "inbound_erased": row(("customer", *ADMINS, *AUTOMATION), EraseInbound, ForgetInbound, ERASED),
    "customer_mailed": row((*AUTOMATION, *STAFF), ANSWERED, OWN, automation="staff"),
    "customer_chatted": row(AUTOMATION, CHATTED, automation="staff"),
    "inbound_kept_as_note": row(STAFF, PutOnRequest),
    "mail_bounced": row(AUTOMATION, BOUNCED),
}
VIEWS = {
    view_inbound: Look(by=STAFF, right="inbound.sort", ask=lambda scene: (held(scene) and (), {}), of_nobody=True),
    view_inbound_count: Look(
        by=STAFF, right="inbound.sort", ask=lambda scene: (held(scene) and (), {}), of_nobody=True
    ),
    view_inbound_message: Look(by=STAFF, right="inbound.sort", ask=lambda scene: ((held(scene),), {}), of_nobody=True),
    view_outages: Look(by=STAFF, right="deliveries.retry", ask=_with_outage, of_nobody=True),
}


def came_in(visitor: Visitor, raw: bytes) -> str:
    """A mail arrives and is read; the path of its page."""
    answer: Any = visitor.shop.desk.receive("mail", InboundRequest(body=raw))
    while visitor.shop.desk.deliver(500).total:
        pass
    return f"/staff/messages/{answer.inbound}"


def _one(visitor: Visitor) -> None:
    path = came_in(visitor, s.mail(headers={"From": "x@example.com, y@example.com"}, Subject="Pralka"))
    at_desk(path)(visitor)


def _list(visitor: Visitor) -> None:
    came_in(visitor, s.mail(headers={"From": "x@example.com, y@example.com"}, Subject="Pralka"))
    at_desk("/staff/messages")(visitor)


PAGES = {
    "staff_inbound": {"held": _list, "automatic": at_desk("/staff/messages?state=automatic")},
    "staff_inbound_message": {"held": _one},
}
