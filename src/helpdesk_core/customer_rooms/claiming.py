"""A request that was made without an account becomes its customer's: one by one, each with a proof for that request.

One proof is the code at its private link, entered by who is signed in (`EnterCode`). The other is here: the account's
own address was proved for this request, and its surname is typed. A shared mailbox alone is not enough.
"""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind, Customer
from ..base.changes import Refusal, RefusalKind, Verdict, refused
from ..base.commands import Command, command, text
from ..base.messages import define
from ..base.queries import Query
from ..base.references import Reference
from ..base.results import Result, result
from ..base.surnames import typed_name_keys
from ..base.text import RawText
from ..contacts.changes import RequestClaimed
from ..contacts.limits import TRIES_BY_CLIENT, TRIES_OF_REFERENCE, TRIES_OF_SITE, Counter, count
from ..contacts.model import IN_USE, ContactPoint
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touch
from .rules import Named, find_named, meet

NOT_CLAIMED = Refusal(
    define(
        "refusal.not_claimed",
        "We could not add a request with these details. It must have been confirmed with the address of your account. "
        "With its private link and a code you can add it in any case.",
    ),
    kind=RefusalKind.NOT_FOUND,
)
_OWN_CONTACTS = Query(
    ContactPoint, equals=("tenant", "request"), in_="contact_key", where=IN_USE, columns=("confirmed_at",)
)
"""Nothing comes where the request is somebody else's, as where there is none."""


@result
class Claimed(Result):
    """The id of the request."""

    request: str


@command
class ClaimRequest(Command[Claimed]):
    """A signed-in customer says that a guest's request is theirs. Every attempt counts.

    Args:
        reference: The request's reference.
        surname: The surname it was submitted under.
    """

    reference: Reference
    surname: RawText = text(max_length=100)


@attrs.frozen(kw_only=True)
class ClaimScope(Loaded):
    """What is compared of the request behind a reference, and the request itself where an address of the account was
    proved for it. Nothing is shown of it, so there is no subject."""

    named: Named
    request: ServiceRequest | None
    counter: Counter


def load_claimed(reader: Reader, command: ClaimRequest, context: Context) -> ClaimScope:
    """The reads are the same whether there is such a request or not; more is read only for whoever has proved an
    address for it."""
    actor = context.actor
    limits = {
        TRIES_BY_CLIENT: getattr(actor, "client", None),
        TRIES_OF_REFERENCE: str(command.reference),
        TRIES_OF_SITE: "tracking",
    }
    counter = count(reader, context, limits)
    account = context.directory.account(actor.id) if isinstance(actor, Customer) else None
    named = find_named(reader, command.reference)
    keys = () if account is None else tuple(contact.key for contact in account.contacts)
    own = reader.find(_OWN_CONTACTS, {"request": named.id, "contact_key": keys}) if keys else ()
    is_proved = any(confirmed_at is not None for (confirmed_at,) in own)
    request = reader.load(ServiceRequest, named.id) if is_proved else None
    return ClaimScope(named=named, request=request, counter=counter)


@handles(ClaimRequest, actors=frozenset({ActorKind.CUSTOMER}), load=load_claimed, keyed=False)
def claim(loaded: ClaimScope, command: ClaimRequest, context: Context) -> Verdict[Claimed]:
    """One answer for an unknown reference, a wrong surname, an address that was not proved for it, and a request that
    is somebody's already. One's own is one's own."""
    if full := loaded.counter.refusal:
        return refused(full)
    request = loaded.request
    fits = meet(loaded.named.names, typed_name_keys(str(context.texts["surname"])))
    if request is None or not fits or request.customer not in (None, context.actor.id):
        return refused(NOT_CLAIMED, *loaded.counter.one_more(context))
    if request.customer is not None:
        return Verdict(result=Claimed(request=request.id))
    claimed = RequestClaimed(customer=context.actor.id)
    return Verdict(
        result=Claimed(request=request.id),
        touched=(touch(request, context, claimed, customer=context.actor.id),),
    )
