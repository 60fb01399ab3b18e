"""What a version of an incident says, read from what was typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..base.calendar import read_time
from ..base.changes import Refusal
from ..context import Context
from ..guardrails.rights import works_in
from .commands import EARLY, NO_LANGUAGE, NO_PLACE, NOT_THEN, SaveIncident
from .model import IncidentWords


def facts_of(command: SaveIncident, context: Context) -> dict[str, Any] | Refusal:
    """What a version says, from what was typed."""
    place, settings = command.location, context.settings
    if (place is not None and settings.location(place) is None) or not works_in(context.actor, place):
        return NO_PLACE
    languages = [str(one.language) for one in command.words]
    if len(set(languages)) != len(languages) or not set(languages) <= set(settings.languages):
        return Refusal(NO_LANGUAGE, field="words")
    began = _moment(command.began_day, command.began_time, context)
    if began is None:
        return Refusal(NOT_THEN, field="began_time")
    ended: datetime | None = None
    if not command.stage.is_open:
        ended = context.now
        if command.ended_day is not None:
            ended = _moment(command.ended_day, command.ended_time or "", context)
        if ended is None or ended < began:
            return Refusal(NOT_THEN, field="ended_time")
    words = tuple(
        IncidentWords(
            language=language,
            title=context.texts[f"words.{place}.title"],
            affected=context.texts.get(f"words.{place}.affected"),
            text=context.texts[f"words.{place}.text"],
            report=context.texts.get(f"words.{place}.report"),
        )
        for place, language in enumerate(languages)
    )
    if command.stage.is_open and any(one.report is not None for one in words):
        return Refusal(EARLY, field="stage")
    order = settings.languages.index
    return {
        "began_at": began,
        "ended_at": ended,
        "location": None if place is None else str(place),
        "words": tuple(sorted(words, key=lambda one: order(one.language))),
    }


def _moment(day: date, time: str, context: Context) -> datetime | None:
    """A time of a day by the shop's clock; None for what is none, or has not come yet."""
    minutes = read_time(time)
    at = None if minutes is None else context.settings.calendar().moment(day, minutes)
    return at if at is not None and at <= context.now else None
