"""What jobs ask of the carrier, and what is written down of its answers: a label's number, or that it made none."""

from __future__ import annotations

import logging
import re
from functools import partial
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Job, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.contacts import ContactKind
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..errors import FieldError
from ..handlers import Loaded, handles
from ..jobs import Call, Drop, Wait, Work, job
from ..ports.carriers import Carrier, ParcelOrder, ParcelRefused, Receiver
from ..ports.notifier import Answer, Retry
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..settings import Settings
from ..subjects import NOT_FOUND, get_visible
from .changes import LabelCancelled, LabelMade, LabelNotCancelled, LabelRefused
from .model import NEWS_ABOUT, Parcel, ParcelNews, ParcelState, Shipping, news_about, shipping_id
from .parcels import CANCEL, ORDER, cancel_asked, cancel_job
from .tracking import happened, newest

_log = logging.getLogger("helpdesk_core.shipments")
AWAY, NOT_CONFIGURED = "carrier_away", "carrier_not_set_up"
AUTOMATION = frozenset({ActorKind.AUTOMATION})
_MOST_NEWS = 100


@command
class LabelCommand(Command[R_co]):
    """A command about one label of a parcel.

    Args:
        parcel: The parcel's id.
        attempt: Which of its labels.
    """

    parcel: OpaqueId
    attempt: int


@command
class RecordLabel(LabelCommand[Result]):
    """Write down that the carrier made a label.

    Args:
        number: The carrier's number of the parcel.
        link: Where anybody can follow it.
    """

    number: OpaqueId
    link: OpaqueId | None = None


@command
class RecordNoLabel(LabelCommand[Result]):
    """Write down that the carrier takes no such parcel."""


@command
class RecordLabelCancelled(LabelCommand[Result]):
    """Write down whether the carrier took a label back.

    Args:
        cancelled: Whether it counts no more.
    """

    cancelled: bool = False


@attrs.frozen(kw_only=True)
class LabelOf(Loaded):
    """A parcel with its order, and what the carrier said of its number before we knew it."""

    request: ServiceRequest
    parcel: Parcel
    news: tuple[ParcelNews, ...] = ()


def load_label(
    reader: Reader, command: RecordLabel | RecordNoLabel | RecordLabelCancelled, context: Context
) -> LabelOf | Refusal:
    """What a job is about."""
    parcel = reader.load(Parcel, command.parcel)
    request = None if parcel is None else get_visible(reader, ServiceRequest, parcel.request, context)
    if parcel is None or request is None:
        return NOT_FOUND
    news: tuple[ParcelNews, ...] = ()
    if isinstance(command, RecordLabel):
        about = news_about(context.tenant, parcel.carrier, command.number)
        news = tuple(reader.find(NEWS_ABOUT, {"about": about}, limit=_MOST_NEWS))
    return LabelOf(request=request, parcel=parcel, news=news)


@job(ORDER)
def order(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Order the label that waits. The carrier knows it by its key: asking again makes no second one."""
    parcel = _waiting(reader, payload)
    if parcel is None or parcel.state is not ParcelState.ASKED or not isinstance(subject, ServiceRequest):
        return Drop(reason="not_waiting")
    carrier = context.carrier
    if carrier is None or carrier.name != parcel.carrier:
        return Wait(reason=NOT_CONFIGURED)
    shipping = reader.load(Shipping, shipping_id(context.tenant, subject.id))
    wanted = _order_of(parcel, subject, shipping, context)
    return Call(work=partial(_ordered, carrier, parcel, wanted))


@job(CANCEL)
def cancel(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Take a label back, once it has a number."""
    parcel = _waiting(reader, payload)
    if parcel is None or parcel.number is None or parcel.cancel_asked_at is None:
        return Drop(reason="not_waiting")
    carrier = context.carrier
    if carrier is None or carrier.name != parcel.carrier:
        return Wait(reason=NOT_CONFIGURED)
    return Call(work=partial(_cancelled, carrier, parcel))


def _waiting(reader: Reader, payload: dict[str, str]) -> Parcel | None:
    parcel = reader.load(Parcel, payload["parcel"])
    return parcel if parcel is not None and str(parcel.attempt) == payload["attempt"] else None


def _ordered(carrier: Carrier, parcel: Parcel, wanted: ParcelOrder) -> Command[Result] | Answer:
    about: dict[str, Any] = {"parcel": OpaqueId(parcel.id), "attempt": parcel.attempt}
    try:
        label = carrier.order(wanted)
    except ParcelRefused:
        return RecordNoLabel(**about)
    except OSError as error:
        return _later(error)
    try:
        number = OpaqueId(label.number)
    except FieldError:
        return Retry(AWAY)
    try:
        link = OpaqueId(label.link) if label.link.startswith("https://") else None
    except FieldError:  # too long for us: the number is what counts
        link = None
    return RecordLabel(**about, number=number, link=link)


def _cancelled(carrier: Carrier, parcel: Parcel) -> Command[Result] | Answer:
    try:
        cancelled = carrier.cancel(parcel.number or "")
    except OSError as error:
        return _later(error)
    return RecordLabelCancelled(parcel=OpaqueId(parcel.id), attempt=parcel.attempt, cancelled=cancelled)


def _later(error: OSError) -> Answer:
    _log.warning("the carrier could not be asked now: %s", type(error).__name__)
    return Retry(AWAY)


def _order_of(parcel: Parcel, request: ServiceRequest, shipping: Shipping | None, context: Context) -> ParcelOrder:
    """One parcel for the carrier: from whom to which place, and nothing of what is inside."""
    point = "" if shipping is None or shipping.point is None else str(shipping.point).strip().upper()
    made = ParcelOrder(
        key=parcel.key,
        receiver=_shop(context.settings),
        sender=_sender(None if shipping is None else shipping.customer, context),
        handed_in=point,
        place=request.location or "",
        method="" if shipping is None else shipping.method,
        reference=f"{parcel.shipment}/{parcel.place}",
        size="" if parcel.size is None else parcel.size.value,
    )
    return made if parcel.grams is None else attrs.evolve(made, grams=parcel.grams)


def _shop(settings: Settings) -> Receiver:
    """The shop, with its address taken apart where it is written as in its country; else as it stands in one line."""
    shape = settings.law.address
    found = re.fullmatch(shape, settings.address.strip(), re.S) if shape else None
    parts = {"street": " ".join(settings.address.split())}
    if found is not None:
        parts = {"street": found["street"].strip(), "postal_code": found["code"], "city": found["city"].strip()}
    return Receiver(name=settings.company or settings.shop_name, phone=settings.phone, **parts)


def _sender(account: str | None, context: Context) -> Receiver | None:
    found = context.directory.account(account)
    if found is None:
        return None
    first = {one.kind: one.value for one in reversed(found.contacts)}
    return Receiver(
        name=" ".join(filter(None, (found.given_name, found.surname))),
        phone=first.get(ContactKind.PHONE, ""),
        email=first.get(ContactKind.EMAIL, ""),
    )


@handles(RecordLabel, actors=AUTOMATION, load=load_label)
def record_label(loaded: LabelOf, command: RecordLabel, context: Context) -> Verdict[Result]:
    """Once for each label. What the carrier said of it meanwhile counts now; where staff want it cancelled, the carrier
    is asked at once."""
    before = loaded.parcel
    if before.state is not ParcelState.ASKED or before.attempt != command.attempt:
        return Verdict(result=Result())
    after = before.changed(
        state=ParcelState.ORDERED, number=str(command.number), link=command.link, state_at=context.now
    )
    changes: list[Change] = [LabelMade(parcel=after.id, attempt=after.attempt)]
    after, told = newest(after, loaded.news, context)
    if told:
        changes.append(happened(after))
    jobs: tuple[Job, ...] = ()
    if after.cancel_asked_at is not None:
        changes.append(cancel_asked(after))
        jobs = (cancel_job(after, loaded.request, context),)
    verdict = done(loaded.request, context, *changes, result=Result(), saves=(Save(before=before, after=after),))
    return attrs.evolve(verdict, jobs=jobs)


@handles(RecordNoLabel, actors=AUTOMATION, load=load_label)
def record_no_label(loaded: LabelOf, command: RecordNoLabel, context: Context) -> Verdict[Result]:
    """A person reads what to do; where staff wanted it cancelled there is nothing to do."""
    before = loaded.parcel
    if before.state is not ParcelState.ASKED or before.attempt != command.attempt:
        return Verdict(result=Result())
    is_wanted = before.cancel_asked_at is None
    state = ParcelState.REFUSED if is_wanted else ParcelState.CANCELLED
    kind = LabelRefused if is_wanted else LabelCancelled
    after = before.changed(state=state, state_at=context.now, cancel_asked_at=None)
    change = kind(parcel=after.id, attempt=after.attempt)
    return done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))


@handles(RecordLabelCancelled, actors=AUTOMATION, load=load_label)
def record_label_cancelled(loaded: LabelOf, command: RecordLabelCancelled, context: Context) -> Verdict[Result]:
    """What the carrier reported while it was asked counts more than its answer."""
    before = loaded.parcel
    if before.cancel_asked_at is None or before.attempt != command.attempt:
        return Verdict(result=Result())
    values: dict[str, Any] = {"cancel_asked_at": None, "not_cancelled": not command.cancelled}
    if command.cancelled and before.state is ParcelState.ORDERED:
        values |= {"state": ParcelState.CANCELLED, "state_at": context.now}
    after = before.changed(**values)
    kind = LabelCancelled if command.cancelled else LabelNotCancelled
    change = kind(parcel=after.id, attempt=after.attempt)
    return done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))
