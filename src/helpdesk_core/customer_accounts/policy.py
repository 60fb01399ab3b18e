"""What an account says of itself as a subject: who may see it, and where its mails go."""

from __future__ import annotations

from ..base.actors import STAFF, ActorKind, Customer
from ..context import Context
from ..ports.store import Reader
from ..subjects import Addressed, Links, SubjectPolicy, declare_subject
from .links import link_token
from .model import FORMER_PHONE, NEW_PHONE, TOLD, AddressName, CustomerAccount


def _can_access(account: CustomerAccount, context: Context) -> bool:
    """Staff and automation any, customers the own one."""
    actor = context.actor
    if isinstance(actor, Customer):
        return account.id == actor.id and account.is_open
    return actor.kind in STAFF or actor.kind is ActorKind.AUTOMATION


def _addressed(
    reader: Reader, account: CustomerAccount, contact: str, context: Context, links: Links
) -> Addressed | None:
    """Its last link goes to the address that it proves; the address before lets nobody in any more."""
    to = account.address(contact)
    if to is None:
        return None
    return Addressed(
        contact=to,
        link=None if contact == NEW_PHONE else links.account(link_token(account, context)),
        thread=account.id,
        lets_in=contact not in (AddressName.FORMER, FORMER_PHONE, TOLD),
    )


declare_subject(
    SubjectPolicy(
        record=CustomerAccount, can_access=_can_access, language=lambda account: account.language, addressed=_addressed
    )
)
