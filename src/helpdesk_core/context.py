"""All that a rule or a view is told besides its command: rules know no clock, no ids and no ambient language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import attrs

from .base.actors import Actor, Admin, Agent
from .base.ids import fresh_salt
from .base.keyring import KeyRing
from .base.records import Attested, Record
from .base.text import SafeText
from .guardrails import redaction
from .guardrails.decisions import Evidence, evidence
from .guardrails.gate import Writing
from .guardrails.redaction import SafeTexts
from .ports.carriers import Carrier
from .ports.channel import Channel
from .ports.directory import Directory
from .ports.e_invoices import EInvoices
from .ports.notifier import Notifiers
from .ports.storage import Storage
from .ports.webhook import Webhook
from .settings import Settings

_K = TypeVar("_K")
_R = TypeVar("_R", bound=Record)


@attrs.frozen(kw_only=True)
class Context:
    """Who acts, when, in which shop.

    Attributes:
        tenant: The shop.
        actor: Who acts, with the rights that hold now.
        now: The moment of this command or view.
        look: Reads the settings that hold now, at most once, what redacts by them, and what is kept with them.
        directory: The host's customers and orders.
        notifiers: The channels by which people are told.
        storage: Where files are kept and by what they are looked at; None where no files are taken.
        channels: What reads messages that come in, by name.
        webhooks: The addresses of other systems that are told what changed, as the desk was given them.
        webhook_maker: Makes what tells the addresses that staff keep; None where none can be kept.
        e_invoices: The state's system that invoices are registered in; None where the shop has none.
        carrier: Who carries parcels, and is asked for their labels; None where the shop has none.
        keyring: Makes and checks links, codes and grants.
        texts: The command's texts after redaction, by path; empty for a view.
        names: What `redact` answered, for every attempt at the command.
        new_id: Hands out fresh ids.
        new_reference: Hands out fresh references.
        new_salt: Hands out fresh salts, which are secret until they are erased.
    """

    tenant: str
    actor: Actor
    now: datetime
    look: Callable[[], tuple[Settings, redaction.Redactor, dict[str, Any]]] = attrs.field(repr=False)
    directory: Directory
    notifiers: Notifiers
    storage: Storage | None = attrs.field(default=None, repr=False)
    channels: Mapping[str, Channel] = attrs.field(factory=dict, repr=False)
    webhooks: tuple[Webhook, ...] = attrs.field(default=(), repr=False)
    webhook_maker: Callable[..., Webhook] | None = attrs.field(default=None, repr=False)
    e_invoices: EInvoices | None = attrs.field(default=None, repr=False)
    carrier: Carrier | None = attrs.field(default=None, repr=False)
    keyring: KeyRing = attrs.field(repr=False)
    texts: SafeTexts = attrs.field(factory=SafeTexts, repr=False)
    names: dict[Any, SafeText] = attrs.field(factory=dict, repr=False)
    new_id: Callable[[], str] = attrs.field(repr=False)
    new_reference: Callable[[], str] = attrs.field(repr=False)
    new_salt: Callable[[], str] = attrs.field(default=fresh_salt, repr=False)

    @property
    def settings(self) -> Settings:
        """The shop's settings as they are for this command or view: one snapshot, never two. A view that does not ask
        for them costs no read."""
        return self.look()[0]

    @property
    def redactor(self) -> redaction.Redactor:
        """Redacts by what these settings publish."""
        return self.look()[1]

    def kept(self, name: str, read: Callable[[], _K]) -> _K:
        """What was read once for as long as these settings hold: for records whose every change moves the settings'
        history too, so that commands know them without a read of their own.

        Args:
            name: What it is kept under.
            read: Finds it, with a reader that leaves nothing out.

        Returns:
            What it found.
        """
        held: dict[str, Any] = self.look()[2]
        if name not in held:
            held[name] = read()
        found: _K = held[name]
        return found

    @property
    def evidence(self) -> Evidence | None:
        """On what proof the actor would decide something."""
        return evidence(self.actor)

    @property
    def writing(self) -> Writing:
        """What the gate is told."""
        return Writing(
            tenant=self.tenant,
            actor=self.actor,
            now=self.now,
            settings=self.settings,
            new_id=self.new_id,
            new_salt=self.new_salt,
        )

    def redact(self, words: str) -> SafeText:
        """Redact a short text that is not the command's: a name that the host gives.

        Args:
            words: What the host gave.

        Returns:
            The safe text.
        """
        asked = (self.redactor, words)
        if asked not in self.names:
            self.names[asked] = self.redactor.redact(words).text
        return self.names[asked]

    @property
    def staff_name(self) -> SafeText | None:
        """The name of the member of staff who acts, None for anybody else."""
        return self.redactor.name(self.actor.name) if isinstance(self.actor, Agent | Admin) else None

    def make(self, record: type[_R], **values: Any) -> _R:
        """A new record of this shop, with a fresh id, and a salt where a history vouches for it.

        Args:
            record: Its class.
            values: Its fields but ``id``, ``tenant`` and ``salt``.

        Returns:
            The record, not saved.
        """
        if "id" not in values:
            values["id"] = self.new_id()
        if issubclass(record, Attested) and "salt" not in values:
            values["salt"] = self.new_salt()
        return record(**({"tenant": self.tenant} | values))
