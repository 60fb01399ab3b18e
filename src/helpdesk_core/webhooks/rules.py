"""Which changes other systems are told of, and when an address is set aside.

An address of the desk's own making that fails for days has failed with one job: staff see that among what was not
delivered. As long as it stands there nothing more is told; trying it again, or settling it, is what goes on. One that
staff keep is paused, and they are told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ..base.changes import Job, Touch
from ..base.commands import OpaqueId
from ..base.digests import digest
from ..base.records import Subject
from ..base.references import Reference
from ..base.time import utc_text
from ..context import Context
from ..conversations.model import ThreadMessage
from ..jobs import Call, Drop, Work, job
from ..notifications.model import FAILED, OutboxRow, State
from ..ports.notifier import Answer, Retry, Sent, Undeliverable
from ..ports.store import Reader
from ..ports.webhook import Webhook
from ..service_requests.model import ServiceRequest
from .endpoints import FailWebhook, hook_of, listeners
from .model import EndpointState, WebhookEndpoint

WEBHOOK = "webhook"
ASIDE = "webhook_aside"
"""Why nothing is told any more."""
LASTS = timedelta(days=3)
"""For how long an address is tried again."""
_ALL, _MOST_FAILED = "*", 500


def webhook_jobs(reader: Reader, touched: Sequence[Touch], context: Context) -> tuple[Job, ...]:
    """The jobs that tell other systems of a command's changes.

    Args:
        reader: Finds the addresses that staff keep; it is asked only where a request was touched.
        touched: The subjects with their changes.
        context: Who did it, and whom the shop tells.

    Returns:
        A job for each change of a request and each address that is told of it.
    """
    told = [touch for touch in touched if isinstance(touch.after, ServiceRequest)]
    found = [
        (touch, place, change, name)
        for name, actions in (_told_now(reader, context) if told else ())
        for touch in told
        for place, change in enumerate(touch.changes)
        if _ALL in actions or change.action in actions
    ]
    return tuple(
        Job(
            name=WEBHOOK,
            subject=touch.after,
            payload={
                "webhook": name,
                "id": digest(name, touch.after.id, str(touch.after.chain_length), str(place), utc_text(context.now))[
                    :32
                ],
                "action": change.action,
                "at": utc_text(context.now),
                "by": context.actor.kind.value,
                "status": str(getattr(touch.after, "status", "")),
                "message": str(getattr(change, "message", None) or ""),
            },
        )
        for touch, place, change, name in found
    )


def _told_now(reader: Reader, context: Context) -> Sequence[tuple[str, Collection[str]]]:
    """Names with the changes that they are told."""
    kept = ((one.id, one.actions) for one in listeners(reader, context))
    return (*((hook.name, hook.actions) for hook in context.webhooks), *kept)


@job(WEBHOOK)
def tell_webhook(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Ids, kinds and times, and the status that it had then; words only where the shop lets them go."""
    hook = next((one for one in context.webhooks if one.name == payload["webhook"]), None)
    if not isinstance(subject, ServiceRequest):
        return Drop(reason="no_webhook")
    if hook is None:
        return _tell_kept(reader, subject, payload, context)
    if any(row.job == WEBHOOK and row.payload["webhook"] == hook.name for row in _failed(reader)):
        return Drop(reason=ASIDE)
    return Call(
        work=partial(_told, hook, payload["id"], _event(reader, hook, subject, payload), _is_late(payload, context))
    )


def _tell_kept(reader: Reader, subject: ServiceRequest, payload: dict[str, str], context: Context) -> Work:
    """What waits for one that was paused or removed meanwhile is not told any more."""
    kept = reader.load(WebhookEndpoint, payload["webhook"])
    hook = None if kept is None or kept.removed_at is not None else hook_of(kept, context)
    if kept is None or hook is None:
        return Drop(reason="no_webhook")
    if kept.state is not EndpointState.ACTIVE:
        return Drop(reason=ASIDE)
    event = _event(reader, hook, subject, payload)
    return Call(work=partial(_told_kept, hook, payload["id"], event, _is_late(payload, context)))


def _told_kept(hook: Webhook, id: str, event: Mapping[str, Any], is_late: bool) -> Answer | FailWebhook:
    answer = _told(hook, id, event, is_late)
    return FailWebhook(webhook=OpaqueId(hook.name)) if isinstance(answer, Undeliverable) else answer


def _is_late(payload: Mapping[str, str], context: Context) -> bool:
    return context.now - datetime.fromisoformat(payload["at"]) > LASTS


def _failed(reader: Reader) -> Sequence[Any]:
    return reader.find(FAILED, {}, limit=_MOST_FAILED)


def _event(reader: Reader, hook: Webhook, request: ServiceRequest, payload: Mapping[str, str]) -> dict[str, Any]:
    about = {"id": request.id, "reference": Reference.stored(request.reference).grouped, "status": payload["status"]}
    event: dict[str, Any] = {
        "type": payload["action"],
        "timestamp": payload["at"],
        "data": {"request": about, "by": payload["by"]},
    }
    message = reader.load(ThreadMessage, payload["message"]) if hook.with_texts and payload["message"] else None
    if message is not None and message.request == request.id:
        event["data"]["message"] = {"id": message.id, "side": message.side.value, "text": str(message.text)}
    return event


def is_taken(row: OutboxRow) -> bool:
    """Whether the other system took what a job told: then it is done with the event's id. One that gave up ended by a
    command, and has another mark."""
    return row.state is State.DONE and row.provider_id == row.payload["id"]


def _told(hook: Webhook, id: str, event: Mapping[str, Any], is_late: bool) -> Answer:
    answer = hook.tell(id, event)
    if isinstance(answer, Sent):
        return Sent(id)
    if isinstance(answer, Undeliverable) or is_late:
        return Undeliverable(ASIDE)
    return answer if isinstance(answer, Retry) else Retry(answer.reason)
