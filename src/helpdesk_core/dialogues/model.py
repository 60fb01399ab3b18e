"""How far the automatic answers of one chat have come: codes and ids, and not a word of anybody's."""

from __future__ import annotations

from datetime import datetime

from ..base.contacts import Contact
from ..base.keyring import KeyRing
from ..base.records import Index, Purge, Record, col, record
from .script import NEVER_AGAIN, State

DIALOGUE_DAYS = 30


@record(
    "chat_dialogues",
    indexes=(Index(("tenant", "at", "id")),),
    outside_ids=True,
    purges=(Purge("at", days=DIALOGUE_DAYS),),
)
class ChatDialogue(Record):
    """The state of one chat with one number. Who it is stands nowhere: the id is made of the number and the
    deployment's secret.

    Attributes:
        offered: The ids of the requests that were offered last.
        waiting: The ids of messages that came in and wait for the next answer.
    """

    step: str = col(default="")
    kind: str = col(default="")
    misses: int = col(default=0)
    offered: tuple[str, ...] = col(default=())
    waiting: tuple[str, ...] = col(default=())
    quiet_until: datetime | None = col(default=None)
    language: str = col(default="")
    at: datetime

    @property
    def state(self) -> State:
        """As the script takes it."""
        return State(**{name: getattr(self, name) for name in STATE_FIELDS}, at=self.at)

    def is_held_back(self, now: datetime) -> bool:
        """Whether nothing automatic is said because a person took over; a STOP of its writer is another thing."""
        return self.quiet_until is not None and now < self.quiet_until < NEVER_AGAIN


STATE_FIELDS = ("step", "kind", "misses", "offered", "waiting", "quiet_until", "language")


def dialogue_id(keyring: KeyRing, tenant: str, channel: str, contact: Contact) -> str:
    """The id of the row of a chat.

    Args:
        keyring: Of the deployment.
        tenant: The shop.
        channel: The channel's name.
        contact: Who writes.

    Returns:
        The id.
    """
    return keyring.mac("chat_dialogue", tenant, channel, contact.key)[:32]
