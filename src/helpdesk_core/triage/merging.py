"""Joining two requests of one customer, and taking them apart again.

The one that is joined ends, and says where it continues; nothing of it is moved, so that both histories stay what they
were: a device that is lent goes on there as another loan. Its link, its room and its reference lead to the one that
remains.
"""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result
from ..contacts.model import CONTACTS
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..loans.following import Followed, Lent, followed, lent_to
from ..ports.store import Reader
from ..pushes.following import ToldBrowsers, gone_on, told_of
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, is_fresh, load_request
from ..service_requests.lifecycle import CANCEL, ENDED, REOPEN
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, WRONG_PHASE, phase_fields, touch
from ..subjects import NOT_FOUND, get_visible
from .related import related

MERGE = right("requests.merge", "Join requests of one customer, take them apart, and split one.")
NOT_THEIRS = Refusal(
    define(
        "refusal.not_one_customer",
        "These are not requests of one customer: neither the account nor a confirmed contact is the same.",
    ),
    field="into",
    kind=RefusalKind.CONFLICT,
)
HAS_ENDED = Refusal(
    define("refusal.merge_ended", "Only open requests can be joined."), field="into", kind=RefusalKind.CONFLICT
)
IS_COMPLAINT = Refusal(
    define(
        "refusal.merge_complaint",
        "This is a complaint that waits for its answer: it stays a request of its own until it is answered.",
    ),
    kind=RefusalKind.CONFLICT,
)
IS_WITHDRAWN = Refusal(
    define(
        "refusal.merge_withdrawal",
        "A withdrawal from its contract waits for an answer: this stays a request of its own until it is answered.",
    ),
    kind=RefusalKind.CONFLICT,
)
NOT_JOINED = Refusal(
    define("refusal.not_joined", "This request is not joined with another one."), kind=RefusalKind.CONFLICT
)


@command
class MergeRequest(SeenCommand[Result]):
    """Join a request with another one of the same customer, in which it continues.

    Args:
        into: The id of the request that remains.
    """

    into: OpaqueId


@command
class JoinOwnRequest(RequestCommand[Result]):
    """The customer says that a request which nobody has answered yet is about the same as another one of theirs: it
    continues there.

    Args:
        into: The id of the request that remains.
    """

    into: OpaqueId


@command
class SeparateRequest(RequestCommand[Result]):
    """Take a request apart again from the one it was joined with: it is taken up where it was left."""


class RequestMerged(
    Change,
    action="request_merged",
    label="Joined with another request",
    by_staff=to_customer(
        "merged",
        "Request {reference} continues in another one",
        "We answer this request together with another one of yours. The link leads you there.",
    ),
    by_customer=to_staff(
        "merged_by_customer",
        "Request {reference} continues in another one",
        "The customer says that it is about the same, and goes on there.",
    ),
):
    """The request ended here, and continues in the other one."""

    into: str
    reference: str


class RequestJoined(Change, action="request_joined", label="Another request was joined with this one", tells=NOBODY):
    """Another request of the customer continues in this one."""

    joined: str
    reference: str


class RequestSeparated(
    Change,
    action="request_separated",
    label="Taken apart from another request",
    by_staff=to_customer(
        "separated",
        "Request {reference} is open again by itself",
        "We answer this request by itself again. Your messages to it are where they were.",
    ),
):
    """The request is open again by itself."""

    reference: str


class RequestParted(Change, action="request_parted", label="Another request was taken apart again", tells=NOBODY):
    """A request that continued here is open again by itself."""

    joined: str
    reference: str


@attrs.frozen(kw_only=True)
class Pair(OfRequest):
    """A request, and the one in which it is to continue or continues."""

    other: ServiceRequest | None
    is_one_customer: bool = False
    lent: Lent = attrs.field(factory=Lent)
    """Devices that go on in the other request, or back from it."""
    told: ToldBrowsers = attrs.field(factory=ToldBrowsers)
    """Browsers that go on in the other request."""


def load_to_merge(reader: Reader, command: MergeRequest, context: Context) -> Pair | Refusal:
    """Both, where this actor may see both; whether they are one customer's is read from what proves it."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    other = get_visible(reader, ServiceRequest, command.into, context)
    if other is None:
        return NOT_FOUND
    theirs = related(reader, loaded.request, tuple(reader.find(CONTACTS, {"request": loaded.request.id}))).theirs
    is_one_customer = any(one.id == other.id for one in theirs)
    return _pair(reader, loaded.request, other, context, is_one_customer=is_one_customer)


def load_own_pair(reader: Reader, command: JoinOwnRequest, context: Context) -> Pair | Refusal:
    """The own request, and the other one only where a contact that was proved for both, or the account, says that it is
    the same person's: for anybody else there is no such request."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    theirs = related(reader, loaded.request, tuple(reader.find(CONTACTS, {"request": loaded.request.id}))).theirs
    other = next((one for one in theirs if one.id == command.into), None)
    if other is None:
        return NOT_FOUND
    return _pair(reader, loaded.request, other, context, is_one_customer=True)


def _pair(
    reader: Reader, request: ServiceRequest, other: ServiceRequest, context: Context, *, is_one_customer: bool
) -> Pair:
    lent, told = lent_to(reader, request), told_of(reader, request, other, context)
    return Pair(request=request, other=other, is_one_customer=is_one_customer, lent=lent, told=told)


def load_merged(reader: Reader, command: SeparateRequest, context: Context) -> Pair | Refusal:
    """The request, and where it continues, as far as this actor may see that."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request, into = loaded.request, loaded.request.merged_into
    other = get_visible(reader, ServiceRequest, into, context) if into else None
    lent = Lent() if other is None else lent_to(reader, other, back=request)
    return Pair(request=request, other=other, lent=lent)


@handles(MergeRequest, actors=STAFF, load=load_to_merge, right=MERGE)
def merge(loaded: Pair, command: MergeRequest, context: Context) -> Verdict[Result]:
    """Whoever waits goes on waiting: since the earlier of the two words that nobody answered."""
    return _joined(loaded, context)


@handles(JoinOwnRequest, actors=CUSTOMERS, load=load_own_pair)
def join_own(loaded: Pair, command: JoinOwnRequest, context: Context) -> Verdict[Result]:
    """Only as long as nobody has worked on it: what was answered, staff join."""
    return _joined(loaded, context) if is_fresh(loaded.request) else refused(WRONG_PHASE)


def _joined(loaded: Pair, context: Context) -> Verdict[Result]:
    request, other = loaded.request, loaded.other
    if other is None or not loaded.is_one_customer:
        return refused(NOT_THEIRS)
    if other.phase in ENDED or request.phase in ENDED:
        return refused(CONTINUED if request.merged_into else HAS_ENDED)
    if request.complaint_due is not None:
        return refused(IS_COMPLAINT)
    if request.withdrawal_due is not None:
        return refused(IS_WITHDRAWN)
    fields = phase_fields(CANCEL, request, context)
    if isinstance(fields, Refusal):
        return refused(fields)
    waits: dict[str, Any] = {
        "waits": request.waits or other.waits,
        "waits_since": min(request.waits_since, other.waits_since),
        "due_at": min(request.due_at, other.due_at),
    }
    joined = RequestJoined(joined=request.id, reference=request.reference)
    merged = RequestMerged(into=other.id, reference=other.reference)
    loans = followed(loaded.lent, request, other, context)
    told = gone_on(loaded.told, other, context)
    ended = touch(request, context, merged, *told.leaves, **fields, **loans.leaves, merged_into=other.id)
    remains = touch(other, context, joined, *told.gains, **waits, **loans.gains)
    saves = (*loans.saves, *told.saves)
    return Verdict(result=Result(), touched=(ended, remains, *loans.touched), saves=saves, jobs=loans.jobs)


@handles(SeparateRequest, actors=STAFF, load=load_merged, right=MERGE)
def separate(loaded: Pair, command: SeparateRequest, context: Context) -> Verdict[Result]:
    """What was written meanwhile stays in the one where it was written."""
    request, other = loaded.request, loaded.other
    if request.merged_into is None:
        return refused(NOT_JOINED)
    fields = phase_fields(REOPEN, request, context)
    if isinstance(fields, Refusal):
        return refused(fields)
    apart = RequestSeparated(reference=other.reference if other else "")
    loans = Followed() if other is None else followed(loaded.lent, other, request, context)
    touched = [touch(request, context, apart, **fields, **loans.gains, merged_into=None), *loans.touched]
    if other is not None:
        parted = RequestParted(joined=request.id, reference=request.reference)
        touched.append(touch(other, context, parted, **loans.leaves))
    return Verdict(result=Result(), touched=tuple(touched), saves=loans.saves, jobs=loans.jobs)
