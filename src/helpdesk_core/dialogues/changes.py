"""What happens in dialogues, as histories tell it, and the automatic answers, each switched off by itself."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import by_chat, to_staff

_SUBJECT = "Automatic answer from {shop}"
WELCOME = by_chat("chat_welcome", _SUBJECT)
STATUS = by_chat("chat_status", _SUBJECT)
PERSON = by_chat("chat_person", _SUBJECT)


class AnsweredByChat(Change, action="answered_by_chat", label="Answered automatically, by chat", tells=NOBODY):
    """An automatic answer about the request went out by a chat."""

    say: str


class StatusAskedByChat(
    Change, action="status_asked_by_chat", label="Status asked for and told automatically, by chat", tells=NOBODY
):
    """The customer asked by a chat how it stands, and was told."""


class ChatResumed(Change, action="chat_resumed", label="Automatic answers in the chat switched back on", tells=NOBODY):
    """A person who had taken over let the program answer again."""


class PersonWanted(
    Change,
    action="person_wanted",
    label="Asks for a person, by chat",
    by_automation=to_staff(
        "person_wanted",
        "Request {reference}: the customer asks for a person",
        "The customer asks for a person in the chat. Nothing is answered there automatically for a day.",
    ),
):
    """The customer asked for a person, or was not understood twice."""


class StrangerWantsPerson(
    Change,
    action="stranger_wants_person",
    label="Somebody unknown asks for a person, by chat",
    by_automation=to_staff(
        "stranger_wants_person",
        "Somebody asks for a person in the chat",
        "The message waits among those to be sorted. Nothing is answered there automatically for a day.",
    ),
):
    """Somebody without a request of theirs asked for a person."""
