"""The reminder before a promise breaks, what mails say of promises, and the expected day, which is no promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..base.actors import STAFF, ActorKind
from ..base.changes import Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import Message, define
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..jobs import Carry, Drop, Work, enclosed, job
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import WRONG_PHASE, done
from .changes import EstimateSet, PromiseDue
from .model import Promise, PromiseState
from .rules import GIVE, REMIND, Promises, load_promises

TAKEN_BACK = define("promise.taken_back", "Taken back: {promise}")


@command
class RemindOfPromise(RequestCommand[Result]):
    """Remind staff of a promise that is due soon.

    Args:
        promise: Its id.
    """

    promise: OpaqueId


@command
class SetEstimate(SeenCommand[Result]):
    """Say by when the work is expected to be done. It is an estimate, shown as one, and no promise.

    Args:
        estimate: The day; None where nobody can say.
    """

    estimate: date | None = None


@handles(RemindOfPromise, actors=frozenset({ActorKind.AUTOMATION}), load=load_promises)
def remind(loaded: Promises, command: RemindOfPromise, context: Context) -> Verdict[Result]:
    """It changes nothing about the promise: keeping or moving it is for people."""
    if loaded.named is None or loaded.named.state is not PromiseState.OPEN or loaded.request.phase in ENDED:
        return Verdict(result=Result())
    return done(loaded.request, context, PromiseDue(promise=loaded.named.id), result=Result())


@job(REMIND)
def remind_when_due(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what is settled, or of a request that is over."""
    promise = reader.load(Promise, payload["promise"])
    is_over = not isinstance(subject, ServiceRequest) or subject.phase in ENDED
    if promise is None or promise.state is not PromiseState.OPEN or is_over:
        return Drop(reason="promise_settled")
    return Carry(command=RemindOfPromise(request=OpaqueId(subject.id), promise=OpaqueId(promise.id)))


@handles(SetEstimate, actors=STAFF, load=load_request, right=GIVE)
def set_estimate(loaded: OfRequest, command: SetEstimate, context: Context) -> Verdict[Result]:
    """Corrected as often as need be: it binds nobody."""
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    return done(loaded.request, context, EstimateSet(), result=Result(), estimate=command.estimate)


@enclosed("promise")
@enclosed("promise_moved")
def what_is_promised(reader: Reader, promise_id: str, context: Context) -> Sequence[Message]:
    """The very line that stands on the customer's page; what it is about stands there alone."""
    promise = reader.load(Promise, promise_id)
    return () if promise is None else (promise.term.message(context.settings.zone),)


@enclosed("promise_withdrawn")
def what_is_taken_back(reader: Reader, promise_id: str, context: Context) -> Sequence[Message]:
    """The line, as one that holds no more."""
    return tuple(Message(TAKEN_BACK, {"promise": line}) for line in what_is_promised(reader, promise_id, context))
