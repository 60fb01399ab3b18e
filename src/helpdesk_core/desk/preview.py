"""Deciding without saving: what would happen if a command were sent now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..base.actors import STAFF, Actor
from ..base.changes import Job, Refusal
from ..base.commands import Command
from ..base.notices import Audience, notices
from ..base.text import SafeText
from ..context import Context
from ..guardrails.rights import may
from ..handlers import Handler
from ..jobs import NOTICE
from ..ports import Reader
from ..reach import Way, way_to
from ..subjects import NOT_ALLOWED, joint_of, policy_of
from .pipeline import Decided, Pipeline, Stranger, Task


@attrs.frozen(kw_only=True)
class Told:
    """One person who would be told.

    ``contact`` is masked; None means that nobody can be reached.
    """

    audience: Audience
    notice: str
    language: str | None
    contact: str | None
    medium: str = ""
    """What kind of channel takes it, where that is one whose messages are paid for by their length: "sms"."""
    carries_text: bool = False
    """Whether the text of a reply goes along, and not only the notice."""


@attrs.frozen(kw_only=True)
class Preview:
    """What a command would do.

    Attributes:
        texts: Its texts as they would be stored, by path.
        removed: Kinds of secrets that would be taken out of them.
        changes: Labels of what would stand in the history, as message codes.
        told: Who would be told.
    """

    texts: Mapping[str, SafeText]
    removed: tuple[str, ...]
    changes: tuple[str, ...]
    told: tuple[Told, ...]


def previewed(
    pipeline: Pipeline, handler: Handler, command: Command[Any], actor: Actor, tenant: str
) -> Preview | Refusal:
    """Decide a command and describe the verdict; nothing is saved, and no plugin is told.

    Returns:
        The preview, or the refusal that sending it would give; `NOT_ALLOWED` for commands that count tries.
    """
    current = pipeline.current(actor)
    if current is None or not handler.keyed or current.kind not in handler.actors:
        return NOT_ALLOWED
    if current.kind in STAFF and not may(current, handler.right or ""):
        return NOT_ALLOWED
    task = Task(handler=handler, command=command, actor=current, tenant=tenant)
    with pipeline.store.read(tenant) as reader:
        try:
            decided = pipeline.decide(task, reader)
        except Stranger as stranger:
            return stranger.refusal
        if decided.verdict.refusal is not None:
            return decided.verdict.refusal
        preview = _described(reader, decided)
    return pipeline.objection(task, decided) or preview


def _described(reader: Reader, decided: Decided) -> Preview:
    verdict, context = decided.verdict, decided.context
    jobs = [job for job in (*verdict.jobs, *decided.notices) if job.name == NOTICE]
    return Preview(
        texts=context.texts.all,
        removed=context.texts.removed,
        changes=tuple(change.label for change in verdict.changes),
        told=tuple(_told(reader, job, context) for job in jobs),
    )


def _told(reader: Reader, job: Job, context: Context) -> Told:
    subject: Any = job.subject
    name = job.payload["notice"]
    notice, policy = notices[name], policy_of(subject)
    if notice.audience is Audience.STAFF:
        return Told(audience=notice.audience, notice=name, language=None, contact=None)
    language, people = policy.language(subject), policy.reachable(reader, subject)
    if notice.audience is Audience.JOINED:
        joint = joint_of(reader, subject, job.payload["contact"], context)
        language, people = (language, ()) if joint is None else (joint.language or language, joint.people)
    if notice.audience is Audience.CONTACT:
        person = next((one for one in people if one.id == job.payload.get("contact")), None)
    else:
        way = way_to(people, context.notifiers)
        person = way.person if isinstance(way, Way) else next((one for one in people if one.verified), None)
    notifier = None if person is None else context.notifiers.reaching(person.contact)
    texts = person is not None and person.contact.kind.value in context.settings.send_replies_to
    return Told(
        audience=notice.audience,
        notice=name,
        language=language,
        contact=None if person is None else person.contact.masked,
        medium=str(getattr(notifier, "medium", "")),
        carries_text=notice.carries_text and texts,
    )
