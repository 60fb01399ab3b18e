"""Counting whether a guide helped: an answer says which guide and when, and nothing of who gave it."""

from __future__ import annotations

import attrs

from ..base.actors import CUSTOMERS, Customer, Guest
from ..base.changes import Save, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command
from ..base.results import Result
from ..contacts.limits import Counter, Limit, count
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from .model import Guide, GuideAnswer, guide_id
from .rules import NO_GUIDE

#: Answers from one network, and altogether: they need no proof of anything.
FROM_CLIENT = Limit("guide_answers_client", 60)
FROM_EVERYBODY = Limit("guide_answers_site", 2_000)


@command
class AnswerGuide(Command[Result]):
    """Say whether a guide helped.

    Args:
        slug: The guide's name.
        language: In which language it was read.
        helped: Whether it did.
    """

    slug: OpaqueId
    language: Language
    helped: bool


@attrs.frozen(kw_only=True)
class Answering(Loaded):
    """Whether there is such a guide, and how many answers there were within the hour."""

    guide: Guide | None
    counter: Counter


def load_answering(reader: Reader, command: AnswerGuide, context: Context) -> Answering:
    """The guide and the counters."""
    actor = context.actor
    client = actor.client if isinstance(actor, Guest | Customer) else None
    guide = reader.load(Guide, guide_id(context.tenant, command.slug))
    return Answering(guide=guide, counter=count(reader, context, {FROM_CLIENT: client, FROM_EVERYBODY: "site"}))


@handles(AnswerGuide, actors=CUSTOMERS, load=load_answering)
def answer_guide(loaded: Answering, command: AnswerGuide, context: Context) -> Verdict[Result]:
    """One row an answer. Too many within an hour are not counted, and their senders are told so."""
    if loaded.guide is None:
        return refused(NO_GUIDE)
    if (refusal := loaded.counter.refusal) is not None:
        return refused(refusal)
    made = context.make(
        GuideAnswer,
        slug=loaded.guide.slug,
        language=str(command.language),
        helped=command.helped,
        at=context.now,
    )
    return Verdict(result=Result(), saves=(Save(after=made), *loaded.counter.one_more(context)))
