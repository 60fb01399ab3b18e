"""The words of automatic answers, made when they are sent. None of them promises anything."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..base.messages import Message, define
from ..base.references import Reference
from ..context import Context
from ..customer_rooms.shown import status_view
from ..jobs import Spoken, spoken
from ..ports.store import Reader
from ..queue_place.views import view_usual_time
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.waiting import PRIORITY, USUAL_PRIORITY, due_at
from ..status_notes.model import NOTES_OF_STATUS
from ..urgencies.views import taken
from .changes import PERSON, STATUS, WELCOME
from .model import ChatDialogue
from .script import KIND, NEW, Say, options
from .script import PERSON as PERSON_CODE
from .script import STATUS as STATUS_CODE
from .shop import shop_of

HELLO = define("chat.hello", "Hello, this is {shop}.")
OPEN = define("chat.open", "We are open now, until {time}.")
OPENS = define("chat.opens", "We are closed now. We open on {time}.")
HOURS = define("chat.hours", "We are open: {hours}.")
USUAL_HOURS = define(
    "chat.usual.hours", "An answer of a person usually took {shortest} to {longest} working hours lately."
)
USUAL_MINUTES = define(
    "chat.usual.minutes",
    "An answer of a person usually took {shortest} to {longest} minutes lately, while we were open.",
)
AIM = define("chat.aim", "We aim to answer by {time}.")
NO_TIME = define("chat.no_time", "A person answers you here. We cannot say yet when.")
NO_PROMISE = define("chat.no_promise", "That is an estimate, and no promise.")
CHOOSE_KIND = define("chat.choose_kind", "What is it about? Please choose, or write at once what is wrong.")
WRITE = define("chat.write", "Please write what is wrong.")
DESCRIBE = define("chat.describe", "{kind}: please describe what is wrong. You can add photos.")
NO_SECRETS = define("chat.no_secrets", "Please send no passwords, codes or card numbers.")
NOTED = define("chat.noted", "We have noted it as request {reference}.")
PHOTOS = define("chat.photos", "You can send photos and more details here; they are kept with the request.")
WHICH = define("chat.which", "Is it about one of these? Please choose.")
PUT = define("chat.put", "Thank you. It is now with your request {reference}.")
PUT_ENDED = define("chat.put_ended", "That request has ended. A person looks whether it goes on, and answers you here.")
WHICH_STATUS = define("chat.which_status", "Which request do you ask about?")
STATUS_IS = define("chat.status", "Request {reference}: {status}.")
NOTE = define("chat.status.note", "Last update, {time}: {note}")
WE_WROTE = define("chat.status.we_wrote", "Last update: we wrote to you, {time}.")
UPDATED = define("chat.status.updated", "Last update: {time}.")
ESTIMATE = define("chat.status.estimate", "Expected to be done: {day}. That is an estimate, and no promise.")
NO_DATE = define("chat.status.no_date", "There is no date yet.")
NO_STATUS = define(
    "chat.no_status",
    "We tell how a request stands only to the person whose it is. Please open the private link from our message, or "
    "check the status on our site with your reference and surname. A person can help you as well.",
)
PERSON_COMES = define("chat.person", "A person answers you here. Until then nothing is answered automatically.")
STATUS_CHOICE = define("chat.choice.status", "Status")
PERSON_CHOICE = define("chat.choice.person", "A person")
NEW_CHOICE = define("chat.choice.new", "Something new")
_LONGEST_NAME = 12


@attrs.frozen
class _Speaker:
    reader: Reader
    context: Context
    language: str
    about: str

    def request(self, id: str) -> ServiceRequest | None:
        """The request that is told of."""
        return self.reader.load(ServiceRequest, id)

    def hello(self) -> Iterator[Message]:
        """Who this is, and whether somebody works now."""
        yield Message(HELLO, {"shop": self.context.settings.shop_name})
        yield from self.hours()

    def hours(self) -> Iterator[Message]:
        """Whether somebody works now."""
        settings, now = self.context.settings, self.context.now
        calendar = settings.calendar()
        if not calendar.is_open(now):
            opens = calendar.next_opening(now)
            if opens is not None:
                yield Message(OPENS, {"time": opens})
        elif settings.working_hours and (closes := calendar.closing(calendar.day_of(now))) is not None:
            yield Message(OPEN, {"time": closes})
        elif hours := settings.hours_in_words(self.language):
            yield Message(HOURS, {"hours": hours})

    def answer_time(self, request: ServiceRequest | None = None) -> Iterator[Message]:
        """How long answers took lately; else by when the shop aims to answer; else that nobody can say."""
        yield from tuple(self.known_time(request)) or (Message(NO_TIME),)

    def known_time(self, request: ServiceRequest | None = None) -> Iterator[Message]:
        """The same, and nothing where nobody can say."""
        settings = self.context.settings
        priority = USUAL_PRIORITY if request is None else request.priority
        location = None if request is None else request.location
        usual = view_usual_time(self.reader, self.context, location=location, priority=priority)
        if usual is not None:
            shortest, longest = usual.span
            yield Message(
                USUAL_MINUTES if usual.in_minutes else USUAL_HOURS, {"shortest": shortest, "longest": longest}
            )
            yield Message(NO_PROMISE)
            return
        urgency = next((one for one, its in PRIORITY.items() if its == priority), None)
        due = None if urgency is None else due_at(self.context.now, urgency, settings, location)
        if due is not None and due.year < self.context.now.year + 2:
            yield Message(AIM, {"time": due})
            yield Message(NO_PROMISE)

    def person(self) -> tuple[tuple[str, Message | str], ...]:
        """The quick reply that asks for a person, where the shop has it."""
        return ((PERSON_CODE, Message(PERSON_CHOICE)),) if self.context.settings.sends(PERSON.name) else ()

    def choices(self, step: str, offered: tuple[str, ...] = ()) -> tuple[tuple[str, Message | str], ...]:
        """The quick replies of a question, each with its words."""
        return tuple((code, self._words(code)) for code in options(step, offered, shop_of(self.context)))

    def _words(self, code: str) -> Message | str:
        if code == PERSON_CODE:
            return Message(PERSON_CHOICE)
        if code == NEW:
            return Message(NEW_CHOICE)
        kind, _, id = code.partition(":")
        return self.kind(id) if f"{kind}:" == KIND else self._name(id)

    def kind(self, id: str) -> str:
        """What a kind of problem is called."""
        settings = self.context.settings
        found = next((one for one in settings.problem_kinds if one.id == id), None)
        return id if found is None else settings.label(found.labels, self.language)

    def _name(self, id: str) -> str:
        request = self.request(id)
        if request is None:
            return id[:_LONGEST_NAME]
        return f"{Reference.stored(request.reference).grouped} {request.device.beginning(_LONGEST_NAME)}"


def before_writing(reader: Reader, context: Context, language: str) -> Iterator[Message]:
    """What is said before a first message: whether somebody works now, when the shop is open, how long answers take.

    Args:
        reader: Reads how long answers took.
        context: Of the shop.
        language: The reader's.

    Yields:
        A line each.
    """
    speaker = _Speaker(reader, context, language, "")
    now = tuple(speaker.hours())
    yield from now
    if (hours := context.settings.hours_in_words(language)) and not any(one.code == HOURS for one in now):
        yield Message(HOURS, {"hours": hours})
    yield from speaker.known_time()


def _welcome(speaker: _Speaker) -> Spoken:
    kinds = speaker.choices("kind")
    asks = Message(CHOOSE_KIND if len(kinds) > 1 else WRITE)
    return Spoken(lines=(*speaker.hello(), *speaker.answer_time(), asks, Message(NO_SECRETS)), choices=kinds)


def _describe(speaker: _Speaker) -> Spoken:
    if not speaker.about:
        return Spoken(lines=(*speaker.hello(), *speaker.answer_time(), Message(WRITE), Message(NO_SECRETS)))
    lines = (Message(DESCRIBE, {"kind": speaker.kind(speaker.about)}), Message(NO_SECRETS))
    return Spoken(lines=lines, choices=speaker.person())


def _noted(speaker: _Speaker) -> Spoken:
    request = speaker.request(speaker.about)
    if request is None:
        return Spoken(lines=())
    noted = Message(NOTED, {"reference": Reference.stored(request.reference).grouped})
    hello, *hours = speaker.hello()
    urgent = taken(speaker.reader, request, speaker.context)
    if urgent is None:
        expects = (*hours, noted, *speaker.answer_time(request))
    else:
        expects = (noted, *urgent.lines(speaker.language), *urgent.call)
    lines = (hello, *expects, Message(PHOTOS))
    status: tuple[tuple[str, Message | str], ...] = ((STATUS_CODE, Message(STATUS_CHOICE)),)
    told = status if speaker.context.settings.sends(STATUS.name) else ()
    return Spoken(lines=lines, choices=(*told, *speaker.person()))


def _put(speaker: _Speaker) -> Spoken:
    request = speaker.request(speaker.about)
    if request is None:
        return Spoken(lines=())
    if request.phase in ENDED or request.closed_at is not None:
        return Spoken(lines=(Message(PUT_ENDED),))
    reference = Reference.stored(request.reference).grouped
    return Spoken(lines=(Message(PUT, {"reference": reference}), *speaker.answer_time(request)))


def _which(speaker: _Speaker) -> Spoken:
    row = speaker.reader.load(ChatDialogue, speaker.about)
    lines = (*speaker.hello(), Message(WHICH))
    return Spoken(lines=lines, choices=speaker.choices("which", () if row is None else row.offered))


def _which_status(speaker: _Speaker) -> Spoken:
    row = speaker.reader.load(ChatDialogue, speaker.about)
    return Spoken(lines=(Message(WHICH_STATUS),), choices=speaker.choices("status", () if row is None else row.offered))


def _status(speaker: _Speaker) -> Spoken:
    """Status, last update, expected day: what its customer may read in the room."""
    request = speaker.request(speaker.about)
    if request is None:
        return Spoken(lines=())
    status = status_view(request.status, request.phase, speaker.context)
    said = status.label(speaker.language) or Message(status.code)
    reference = Reference.stored(request.reference).grouped
    lines = [Message(STATUS_IS, {"reference": reference, "status": said}), _last_update(speaker, request)]
    if request.phase not in ENDED:
        day = request.estimate
        lines.append(Message(NO_DATE) if day is None else Message(ESTIMATE, {"day": day}))
    return Spoken(lines=tuple(lines), choices=speaker.person())


def _last_update(speaker: _Speaker, request: ServiceRequest) -> Message:
    """The note for the customer, where the shop lets texts go by this way; else who said something last, and when."""
    context = speaker.context
    note = next(iter(speaker.reader.find(NOTES_OF_STATUS, {"request": request.id}, limit=1)), None)
    may = "phone" in context.settings.send_replies_to
    if note is not None and note.text is not None and may:
        return Message(NOTE, {"note": str(note.text.safe), "time": note.at})
    if request.last_side is Side.SHOP:
        return Message(WE_WROTE, {"time": request.last_at})
    return Message(UPDATED, {"time": request.updated_at})


def _no_status(speaker: _Speaker) -> Spoken:
    return Spoken(lines=(Message(NO_STATUS),), choices=speaker.person())


def _person(speaker: _Speaker) -> Spoken:
    request = speaker.request(speaker.about) if speaker.about else None
    return Spoken(lines=(Message(PERSON_COMES), *speaker.hours(), *speaker.answer_time(request)))


_SPEECHES = {
    Say.WELCOME: _welcome,
    Say.DESCRIBE: _describe,
    Say.NOTED: _noted,
    Say.WHICH: _which,
    Say.PUT: _put,
    Say.WHICH_STATUS: _which_status,
    Say.STATUS: _status,
    Say.NO_STATUS: _no_status,
    Say.PERSON: _person,
}


@spoken(WELCOME.name, STATUS.name, PERSON.name)
def words_of_answer(reader: Reader, about: str, context: Context, language: str) -> Spoken:
    """The words of an answer.

    Args:
        reader: Reads what it tells.
        about: Which answer, a colon, and what it is about.
        context: Of the shop.
        language: The reader's.

    Returns:
        The words; none for an answer that this release does not know.
    """
    say, _, of = about.partition(":")
    if say not in set(Say):
        return Spoken(lines=())
    return _SPEECHES[Say(say)](_Speaker(reader, context, language, of))
