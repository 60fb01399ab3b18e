"""The checklists of a request's devices, for staff."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..devices.model import RequestDevice
from ..devices.several import devices_on, stored_devices
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..settings import Checklist, Moment, checklists_for
from .model import MOST_WORKED, OF_REQUEST, CheckedItem, CheckOutcome, WorkedChecklist
from .rules import names_of


@staff_view
class CheckRow:
    """An item of a checklist as it stands now.

    Attributes:
        labels: Its words by language.
        answer: The answer that holds; None as long as nobody gave one.
        earlier: Answers in whose place it came, the newest first.
    """

    item: str
    labels: Mapping[str, str]
    answer: CheckedItem | None
    earlier: tuple[CheckedItem, ...]


@staff_view
class DeviceChecklist:
    """A checklist on one device.

    Attributes:
        device: The id of the device.
        number: Tells it from others of the same name.
        description: As it was written down last.
        labels: The checklist's name by language; none for one that is worked no more.
        title: What it was called when it was answered last.
        rows: Its items as they are now; none for one that is worked no more.
        past: Answers to items that it has not got any more, in the words of then.
        answered: How many answers there are in all.
    """

    device: str
    number: int
    description: SafeText
    checklist: str
    moment: Moment
    labels: Mapping[str, str]
    title: SafeText | None
    rows: tuple[CheckRow, ...]
    past: tuple[CheckedItem, ...]
    answered: int

    @property
    def open(self) -> tuple[CheckRow, ...]:
        """Items that nobody answered."""
        return tuple(one for one in self.rows if one.answer is None)

    @property
    def failing(self) -> tuple[CheckRow, ...]:
        """Items that fail."""
        return tuple(one for one in self.rows if one.answer and one.answer.outcome is CheckOutcome.FAILS)


@staff_view
class RequestChecklists:
    """The checklists of a request, device by device, in the shop's order.

    Attributes:
        can_work: Whether they can be answered now.
        are_several: Whether the request is about several devices.
    """

    rows: tuple[DeviceChecklist, ...]
    can_work: bool
    are_several: bool

    @property
    def unfinished(self) -> tuple[DeviceChecklist, ...]:
        """Those with an item that is open or fails."""
        return tuple(one for one in self.rows if one.open or one.failing)

    @property
    def are_answered(self) -> bool:
        """Whether anybody answered any of them."""
        return any(one.answered for one in self.rows)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_checklists(reader: Reader, context: Context, request: ServiceRequest) -> RequestChecklists:
    """The checklists of a request's devices, and what was answered to them.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    is_over = request.merged_into is not None or request.phase in ENDED or request.erased_at is not None
    kept: tuple[WorkedChecklist, ...] = ()
    if WorkedChecklist.record_type.name in request.has:
        kept = tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST_WORKED))
    stored = stored_devices(reader, request)
    there = devices_on(stored, request, context)
    worked = {(one.device, one.checklist): one for one in kept if one.answers}
    rows: list[DeviceChecklist] = []
    for device in there:
        for one in checklists_for(context.settings.checklists, names_of(device, there, request)):
            answered = worked.pop((device.id, one.id), None)
            if answered is not None or not is_over:
                rows.append(_row(device, one, answered, context))
    known = {one.id: one for one in (*stored, *there)}
    rows += [_row(known[one.device], None, one, context) for one in worked.values() if one.device in known]
    return RequestChecklists(rows=tuple(rows), can_work=not is_over, are_several=len(there) > 1)


def _row(
    device: RequestDevice, checklist: Checklist | None, worked: WorkedChecklist | None, context: Context
) -> DeviceChecklist:
    """One of them; without a checklist it is worked no more, and everything is past."""
    items = () if checklist is None else checklist.listed(context.settings.languages)
    answers, latest = (worked.answers, worked.latest) if worked is not None else ((), {})
    ids = {one.id for one in items}
    rows = tuple(
        CheckRow(
            item=one.id,
            labels=one.labels,
            answer=latest.get(one.id),
            earlier=tuple(past for past in reversed(answers) if past.item == one.id)[1:],
        )
        for one in items
    )
    if checklist is not None:
        id, moment, labels = checklist.id, checklist.moment, checklist.labels
    else:
        assert worked is not None
        id, moment, labels = worked.checklist, worked.moment, {}
    return DeviceChecklist(
        device=device.id,
        number=device.number,
        description=device.description,
        checklist=id,
        moment=moment,
        labels=labels,
        title=None if worked is None else worked.title,
        rows=rows,
        past=tuple(one for one in answers if one.item not in ids),
        answered=len(answers),
    )
