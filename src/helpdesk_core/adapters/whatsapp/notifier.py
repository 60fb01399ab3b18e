"""The notifier: words within a day after the customer wrote, a template that its maker approved afterwards."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

import attrs

from ...base.asked import Text
from ...base.contacts import Contact, ContactKind
from ...base.given import check_made
from ...ports import Answer, Outgoing, Sent, Unavailable, Undeliverable, Unsure
from .calls import NOT_REACHED, Answered, GraphApi
from .failures import WINDOW_CLOSED, of_answer

_log = logging.getLogger("helpdesk_core.whatsapp")
WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""For how long after a customer's message words of one's own may be sent; what is on its way meanwhile arrives too."""
LONGEST = 4096
"""How many characters a message can have: longer ones become several."""
_LONGEST_PARAMETER, _LONGEST_BODY = 500, 1024
_MOST_BUTTONS, _BUTTON = 3, 20
_MOST_ROWS, _ROW = 10, 24


@attrs.frozen(kw_only=True)
class Template:
    """A template that was approved: its body has three variables, the shop's name, what the message is about and the
    private link, ``{{1}}``, ``{{2}}``, ``{{3}}``.

    Attributes:
        name: Its name.
        code: The language that it was approved in, as `pl` or `en_US`.
    """

    name: Text
    code: Text

    def __attrs_post_init__(self) -> None:
        check_made(self)


def _no_templates() -> Mapping[str, Template]:
    return {}


@attrs.frozen(kw_only=True)
class WhatsAppNotifier:
    """Sends to numbers whose holders wrote to the shop by WhatsApp, and to nobody else.

    Attributes:
        api: The shop's number.
        templates: For each language of the shop's the template that is sent when the day is over; without one, such a
            message is not sent, and staff are told.
        channel: The name of the channel that brings what these customers write.
        clock: Seconds since 1970.
        name: Its name in logs.
    """

    api: GraphApi
    templates: Mapping[str, Template] = attrs.field(factory=_no_templates)
    channel: Text = "whatsapp"
    clock: Callable[[], float] = time.time
    name: Text = "whatsapp"
    takes_answers: bool = True

    def __attrs_post_init__(self) -> None:
        check_made(self)

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`."""
        return contact.kind is ContactKind.PHONE and contact.channel == self.channel

    def send(self, outgoing: Outgoing) -> Answer:
        """See `ports.notifier.Notifier.send`. The desk's key goes along where no person sees it, and comes back with
        every report."""
        if not self.accepts(outgoing.contact):
            return Undeliverable("address_not_supported")
        if not self._is_open(outgoing):
            return self._by_template(outgoing)
        answer = self._all(outgoing, _messages(outgoing))
        closed = isinstance(answer, Undeliverable) and answer.reason == WINDOW_CLOSED
        return self._by_template(outgoing) if closed else answer

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`: whether the token may send from this number. Nothing is sent."""
        try:
            found = self.api.about()
        except (OSError, HTTPException) as error:
            return (f"WhatsApp was not reached: {type(error).__name__}",)
        if found.status != 200:
            said = of_answer(found.status, found.content)
            return (f"WhatsApp refuses the token or the phone number ID: {getattr(said, 'reason', found.status)}",)
        if not self.templates:
            return ("there are no templates: a day after a customer's last message nothing reaches them by WhatsApp",)
        return ()

    def _is_open(self, outgoing: Outgoing) -> bool:
        now = datetime.fromtimestamp(self.clock(), UTC)
        return outgoing.heard_at is not None and now - outgoing.heard_at < WINDOW

    def _by_template(self, outgoing: Outgoing) -> Answer:
        """A code has no place in a template like this, and a link is needed for it."""
        template = self.templates.get(outgoing.language)
        if template is None or outgoing.code or outgoing.link is None:
            return Undeliverable(WINDOW_CLOSED)
        said = (outgoing.shop or "–", outgoing.subject, outgoing.link)
        parameters = [{"type": "text", "text": _parameter(one)} for one in said]
        body = {
            "name": template.name,
            "language": {"code": template.code},
            "components": [{"type": "body", "parameters": parameters}],
        }
        return self._all(outgoing, [{"type": "template", "template": body}])

    def _all(self, outgoing: Outgoing, messages: Sequence[Mapping[str, Any]]) -> Answer:
        """One after the other. Where the first was taken and another was not, nobody can say that it arrived."""
        about = {"recipient_type": "individual", "to": outgoing.contact.value.removeprefix("+")}
        taken: list[str] = []
        for message in messages:
            try:
                found = self.api.send({**about, "biz_opaque_callback_data": outgoing.key, **message})
            except NOT_REACHED:
                return Unsure("line_broke") if taken else Unavailable("whatsapp_not_reached")
            except (OSError, HTTPException) as error:
                _log.warning("the line to WhatsApp broke within a message: %s", type(error).__name__)
                return Unsure("line_broke")
            id = _id(found)
            if id is None:
                return Unsure("whatsapp_unreadable") if found.status == 200 else _refused(found, taken)
            taken.append(id)
        return Sent(" ".join(taken))


def _refused(found: Answered, taken: Sequence[str]) -> Answer:
    answer = of_answer(found.status, found.content)
    _log.warning("WhatsApp refused a message: %s", getattr(answer, "reason", ""))
    return Unsure("line_broke") if taken and not isinstance(answer, Undeliverable) else answer


def _id(found: Answered) -> str | None:
    messages = found.content.get("messages")
    first = messages[0] if found.status == 200 and isinstance(messages, list) and messages else None
    id = first.get("id") if isinstance(first, dict) else None
    return id if isinstance(id, str) and id.isascii() and not id.isspace() and 0 < len(id) <= 200 else None


def _messages(outgoing: Outgoing) -> Sequence[Mapping[str, Any]]:
    """Quick replies as buttons, more of them as a list; as numbers in the text, where it is too long or they are too
    many for both."""
    (body, *more) = _parts(attrs.evolve(outgoing, choices=()))
    if not 0 < len(outgoing.choices) <= _MOST_ROWS or more or len(body) > _LONGEST_BODY:
        return [{"type": "text", "text": _text(part)} for part in _parts(outgoing)]
    if len(outgoing.choices) <= _MOST_BUTTONS:
        buttons = [
            {"type": "reply", "reply": {"id": one.code, "title": _cut(one.words, _BUTTON)}} for one in outgoing.choices
        ]
        asked: dict[str, Any] = {"type": "button", "action": {"buttons": buttons}}
    else:
        rows = [{"id": one.code, "title": _cut(one.words, _ROW)} for one in outgoing.choices]
        action = {"button": _cut(outgoing.choose or "…", _BUTTON), "sections": [{"rows": rows}]}
        asked = {"type": "list", "action": action}
    return [{"type": "interactive", "interactive": {**asked, "body": {"text": body}}}]


def _cut(words: str, most: int) -> str:
    said = " ".join(words.split())
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def _text(part: str) -> dict[str, Any]:
    return {"body": part, "preview_url": False}


def _parts(outgoing: Outgoing) -> Iterator[str]:
    """The subject in bold and everything else, each part as long as it may be, cut between lines if there are any."""
    left = f"*{' '.join(outgoing.subject.split())}*\n\n{outgoing.text}"
    while len(left) > LONGEST:
        cut = max(left.rfind("\n", 1, LONGEST), left.rfind(" ", 1, LONGEST) if "\n" not in left[1:LONGEST] else -1)
        cut = cut if cut > 0 else LONGEST
        if left[:cut].strip():  # a message of blanks is refused
            yield left[:cut]
        left = left[cut:].lstrip("\n")
    if left.strip():
        yield left


def _parameter(said: str) -> str:
    """A variable of a template has one line, and no row of blanks."""
    return " ".join(said.split())[:_LONGEST_PARAMETER] or "–"
