"""Labels of a shipment's parcels: staff have the carrier asked for them, and cancel them, where there is a carrier.

Nothing is asked here: jobs do it, and go on until the carrier has answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Job, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, number
from ..base.messages import define
from ..base.results import Result, result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..jobs import job_id
from ..ports.store import Reader
from ..service_requests.access import RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import WRONG_PHASE, done, touch
from ..settings import is_point_code
from ..subjects import NOT_FOUND, get_visible
from .changes import LabelAsked, LabelCancelAsked
from .model import (
    MOST_PARCELS,
    PARCELS_OF_REQUEST,
    PARCELS_OF_SHIPMENTS,
    UNLABELLED,
    Parcel,
    ParcelSize,
    ParcelState,
    Shipping,
    ShippingState,
    parcel_id,
    shipping_id,
)

LABELS = right("shipments.labels", "Ask the carrier for labels of parcels, and cancel them.")
ORDER, CANCEL = "parcel_order", "parcel_cancel"
_MOST = 200
MOST_GRAMS = 50_000
NO_CARRIER = Refusal(
    define("refusal.no_carrier", "No carrier is set up here, so that labels cannot be asked for."),
    kind=RefusalKind.NOT_FOUND,
)
NO_PARCELS = Refusal(
    define("refusal.no_parcels", "This order is in no shipment now. Its sender has to create one first."),
    kind=RefusalKind.CONFLICT,
)
LABELS_THERE = Refusal(
    define("refusal.labels_there", "There is a label already, or one has been asked for. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
NO_CODE = Refusal(
    define(
        "refusal.point_code",
        "Please write the code of the locker or drop-off point as it stands there: letters and digits, such as "
        "WAW123M.",
    ),
    field="point",
)
UNREADABLE_POINT = Refusal(
    define(
        "refusal.parcel_point",
        "The drop-off point is no code that a carrier knows. Ask whoever sends it to undo the shipment, choose the "
        "point again, and pack anew.",
    ),
    kind=RefusalKind.CONFLICT,
)
IS_SENT = Refusal(
    define(
        "refusal.parcel_sent",
        "The label cannot be cancelled any more: the parcel is on its way, or the label is being cancelled already.",
    ),
    kind=RefusalKind.CONFLICT,
)


@result
class LabelsAsked(Result):
    """What was asked for.

    Attributes:
        labels: How many labels.
    """

    labels: int


@command
class AskForLabels(RequestCommand[LabelsAsked]):
    """Staff have the carrier asked for labels: for all parcels of the order's shipment that have none, or for one.

    Args:
        place: Which parcel, from 1; 0 for all.
        grams: How heavy each of them is; None where nobody knows.
        size: How large each of them is.
    """

    place: int = number(0, MOST_PARCELS, default=0)
    grams: int | None = number(1, MOST_GRAMS, optional=True, default=None)
    size: ParcelSize | None = None


@command
class CancelLabel(RequestCommand[Result]):
    """Staff have a label cancelled, as long as its parcel has not left.

    Args:
        parcel: The parcel's id.
    """

    parcel: OpaqueId


@attrs.frozen(kw_only=True)
class ParcelsOf(Loaded):
    """An order with how it is sent, and the parcels of its shipment that are known by their places.

    Attributes:
        about: The orders that are written: of each parcel the one whose history vouches for it.
    """

    request: ServiceRequest
    shipping: Shipping | None
    parcels: tuple[Parcel, ...]
    about: dict[str, ServiceRequest]


def find_parcels(reader: Reader, shipments: Iterable[str]) -> dict[str, list[Parcel]]:
    """The parcels of shipments, by the shipment's number, each in the order of their places."""
    numbers, found = tuple(dict.fromkeys(shipments)), dict[str, list[Parcel]]()
    if numbers:
        rows = reader.find(PARCELS_OF_SHIPMENTS, {"shipment": numbers}, limit=len(numbers) * MOST_PARCELS)
        for one in sorted(rows, key=lambda row: row.place):
            found.setdefault(one.shipment, []).append(one)
    return found


def parcels_of(reader: Reader, request: ServiceRequest, shipping: Shipping | None) -> tuple[Parcel, ...]:
    """The parcels that an order's page shows: those of its shipment, and of undone ones those that may still come."""
    shipment = "" if shipping is None else shipping.shipment or ""
    own = tuple(find_parcels(reader, (shipment,)).get(shipment, ())) if shipment else ()
    if "parcels" not in request.has:
        return own
    rows = reader.find(PARCELS_OF_REQUEST, {"request": request.id}, limit=_MOST)
    over = (*UNLABELLED, ParcelState.RETURNED)
    return own + tuple(one for one in rows if one.shipment != shipment and one.state not in over)


def load_parcels(reader: Reader, command: AskForLabels | CancelLabel, context: Context) -> ParcelsOf | Refusal:
    """The order's shipping and parcels, for staff who may see every order that is written."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    shipping = reader.load(Shipping, shipping_id(context.tenant, loaded.request.id))
    parcels = parcels_of(reader, loaded.request, shipping)
    about = {loaded.request.id: loaded.request}
    for id in sorted({one.request for one in parcels} - about.keys()):
        other = get_visible(reader, ServiceRequest, id, context)
        if other is not None:
            about[id] = other
    return ParcelsOf(request=loaded.request, shipping=shipping, parcels=parcels, about=about)


@handles(AskForLabels, actors=STAFF, load=load_parcels, right=LABELS)
def ask_for_labels(loaded: ParcelsOf, command: AskForLabels, context: Context) -> Verdict[LabelsAsked]:
    """A label for each parcel that has none, once: what waits or is there is never asked for again. One that came back
    to its sender gets another where it is named."""
    shipping = loaded.shipping
    if context.carrier is None:
        return refused(NO_CARRIER)
    if shipping is None or shipping.shipment is None or shipping.state is ShippingState.TAKEN_BACK:
        return refused(NO_PARCELS)
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    if shipping.point is not None and not is_point_code(shipping.point):
        return refused(UNREADABLE_POINT)
    known = {one.place: one for one in loaded.parcels if one.shipment == shipping.shipment}
    places = (command.place,) if command.place else range(1, shipping.parcels + 1)
    renewable = (*UNLABELLED, ParcelState.RETURNED) if command.place else UNLABELLED
    wanted = [place for place in places if place not in known or known[place].state in renewable]
    if not wanted or max(wanted) > shipping.parcels:
        return refused(LABELS_THERE)
    saves = [_asked(known.get(place), place, shipping.shipment, loaded, command, context) for place in wanted]
    rows = [save.after for save in saves if isinstance(save.after, Parcel)]
    if any(one.request not in loaded.about for one in rows):
        return refused(NOT_FOUND)
    touched = touches(loaded.about, [(one, LabelAsked(parcel=one.id, attempt=one.attempt)) for one in rows], context)
    jobs = tuple(order_job(one, loaded.about[one.request], context) for one in rows)
    return Verdict(result=LabelsAsked(labels=len(rows)), touched=touched, saves=tuple(saves), jobs=jobs)


def _asked(
    before: Parcel | None, place: int, shipment: str, loaded: ParcelsOf, command: AskForLabels, context: Context
) -> Save:
    """A parcel that is new, or one whose label counts no more and that has another key from now on."""
    assert context.carrier is not None
    values: dict[str, Any] = {
        "carrier": context.carrier.name,
        "state": ParcelState.ASKED,
        "state_at": context.now,
        "grams": command.grams or (before and before.grams),
        "size": command.size or (before and before.size),
        "asked_by": context.actor.id,
        "asked_by_name": context.staff_name,
        "asked_at": context.now,
    }
    if before is None:
        id = parcel_id(context.tenant, shipment, place)
        made = context.make(Parcel, id=id, request=loaded.request.id, shipment=shipment, place=place, **values)
        return Save(after=made)
    fresh = dict.fromkeys(("number", "link", "said_at", "cancel_asked_at")) | {"not_cancelled": False}
    return Save(before=before, after=before.changed(attempt=before.attempt + 1, **fresh, **values))


@handles(CancelLabel, actors=STAFF, load=load_parcels, right=LABELS)
def cancel_label(loaded: ParcelsOf, command: CancelLabel, context: Context) -> Verdict[Result]:
    """Before its parcel leaves. One that was asked for is cancelled as soon as it has its number."""
    before = next((one for one in loaded.parcels if one.id == command.parcel), None)
    request = None if before is None else loaded.about.get(before.request)
    if before is None or request is None:
        return refused(NOT_FOUND)
    if not can_be_cancelled(before):
        return refused(IS_SENT)
    save, jobs = cancelling(before, request, context)
    verdict = done(request, context, cancel_asked(before), result=Result(), saves=(save,))
    return attrs.evolve(verdict, jobs=jobs)


def can_be_cancelled(parcel: Parcel) -> bool:
    """Whether a label counts, its parcel has not left, and nobody is cancelling it."""
    return parcel.state in (ParcelState.ASKED, ParcelState.ORDERED) and parcel.cancel_asked_at is None


def cancelling(before: Parcel, request: ServiceRequest, context: Context) -> tuple[Save, tuple[Job, ...]]:
    """A parcel whose label is to be cancelled, and the job where there is one already: one that was asked for may be
    made at any moment, so that it is waited for."""
    after = before.changed(cancel_asked_at=context.now, not_cancelled=False)
    jobs = () if after.number is None else (cancel_job(after, request, context),)
    return Save(before=before, after=after), jobs


def cancel_asked(parcel: Parcel) -> Change:
    """The change that says that the carrier is asked to take a label back."""
    return LabelCancelAsked(parcel=parcel.id, attempt=parcel.attempt)


def touches(
    about: dict[str, ServiceRequest], changes: Sequence[tuple[Parcel, Change]], context: Context
) -> tuple[Touch, ...]:
    """The orders whose histories vouch for parcels, each once with all that happened to its own."""
    by_request: dict[str, list[Change]] = {}
    for parcel, change in changes:
        by_request.setdefault(parcel.request, []).append(change)
    return tuple(touch(about[id], context, *happened) for id, happened in by_request.items())


def order_job(parcel: Parcel, request: ServiceRequest, context: Context) -> Job:
    """The job that orders its label."""
    return Job(name=ORDER, subject=request, payload=_payload(parcel), id=order_job_id(context.tenant, parcel))


def cancel_job(parcel: Parcel, request: ServiceRequest, context: Context) -> Job:
    """The job that cancels its label."""
    return Job(name=CANCEL, subject=request, payload=_payload(parcel), id=cancel_job_id(context.tenant, parcel))


def _payload(parcel: Parcel) -> dict[str, str]:
    return {"parcel": parcel.id, "attempt": str(parcel.attempt)}


def order_job_id(tenant: str, parcel: Parcel) -> str:
    """The one id that the job can have, so that a label is ordered once."""
    return job_id(tenant, ORDER, parcel.key)


def cancel_job_id(tenant: str, parcel: Parcel) -> str:
    """The one id that the job of this cancelling can have."""
    return job_id(tenant, CANCEL, f"{parcel.key} {parcel.cancel_asked_at}")
