"""The object a host builds, one per shop, and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import attrs

from ..base.actors import Actor, Admin, Customer, Guest
from ..base.changes import Receipt, Refusal, Save, Verdict
from ..base.commands import Command, read_command
from ..base.grants import Grant
from ..base.handlers import Handler, refuse
from ..base.ids import time_ordered_id
from ..base.keyring import KeyRing
from ..base.references import new_reference
from ..base.text import RawText
from ..contacts import rules as _customers
from ..contacts.model import ContactPoint
from ..context import Context
from ..conversations import rules as _conversations
from ..customer_rooms import rules as _customer_rooms
from ..erasure import rules as _erasure
from ..erasure.rules import EraseRequest
from ..errors import ConcurrentUpdateError, ConfigurationError, DuplicateRequestError
from ..guardrails.gate import seal
from ..guardrails.redaction import Redactor, Texts, redact_fields
from ..i18n import Translator
from ..intake import rules as _intake
from ..notifications import rules as _notifications
from ..notifications.rules import notices
from ..outcomes import rules as _outcomes
from ..plugins import Plugins
from ..ports import Customers, Notifier, Outbox, Reader, Store
from ..ports.directory import Directory
from ..redaction_desk import rules as _redaction_desk
from ..redaction_desk.model import redaction_counts
from ..service_requests import rules as _service_requests
from ..service_requests.lifecycle import check_statuses
from ..service_requests.model import BY_CUSTOMER, ServiceRequest
from ..service_requests.rules import STALE
from ..settings import Settings
from ..timeline.audit import Anchor, Finding, anchor, scan, verify
from ..timeline.model import append
from ..triage import rules as _triage
from .delivery import Delivery, DeliveryReport, Recipient
from .idempotency import first_receipt, idempotency_record
from .threads import Threads

_V = TypeVar("_V")
_C = TypeVar("_C", bound=Command)
_TRIES = 5
HANDLERS: Mapping[type[Command], Handler] = {
    handler.command: handler
    for module in (
        _service_requests,
        _customers,
        _conversations,
        _outcomes,
        _intake,
        _notifications,
        _customer_rooms,
        _triage,
        _erasure,
        _redaction_desk,
    )
    for handler in module.HANDLERS
}


class StoreWithOutbox(Store, Outbox, Protocol):
    """A store that keeps its own outbox, so that what waits is written with its cause."""


@attrs.frozen(kw_only=True)
class ErasureReport:
    """How many requests were erased, and the ids of those that were refused (a plugin objected, somebody wrote)."""

    erased: int
    refused: tuple[str, ...] = ()


class Helpdesk:
    """One shop's desk: `handle` is the one way in, `view` the one way out, `deliver` sends what waits.

    ``store`` keeps the records and the outbox. ``secret`` is a list of secrets of 32 bytes or more, newest
    first; they are never stored. ``base_url`` is where the pages are (https, or http on this machine).
    ``notifiers`` are asked in their order; ``customers`` is the host's directory of people and orders; ``colleague``
    answers whom to tell on the staff's side, given an assignee's id or None for the team; ``after_commit`` calls a
    function once what was saved is committed (give Django's ``transaction.on_commit`` where the host owns the
    transaction); ``clock`` gives aware moments, ``new_id`` and
    ``new_reference`` fresh keys: all three are replaced in tests alone. Raises ConfigurationError for anything a
    shop cannot run with, and says what.
    """

    def __init__(
        self,
        store: StoreWithOutbox,
        *,
        secret: Sequence[bytes],
        tenant: str = "shop",
        settings: Settings | None = None,
        base_url: str = "http://localhost:8000",
        notifiers: Sequence[Notifier] = (),
        plugins: Sequence[object] = (),
        installed_plugins: bool = False,
        customers: Customers | None = None,
        colleague: Callable[[str | None], Recipient | None] = lambda assignee: None,
        url: Callable[..., str] | None = None,
        after_commit: Callable[[Callable[[], None]], object] = lambda call: call(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] | None = None,
        new_reference: Callable[[], str] = new_reference,
    ) -> None:
        self.settings = settings or Settings()
        check_statuses(self.settings)
        self.tenant = tenant
        self.keyring = KeyRing(secret)
        self.base_url = _checked(base_url)
        self.url = url or self._url
        self.plugins = Plugins(plugins, installed=installed_plugins)
        self.after_commit = after_commit
        self.clock = clock
        self.threads = Threads()
        """Where `AsyncHelpdesk` runs its calls; none is made before the first one."""
        self._new_id, self._new_reference = new_id or (lambda: time_ordered_id(clock())), new_reference
        self.directory = Directory(customers)
        self._store: Store = store
        self._redactor = Redactor(
            (self.settings.phone, *self.settings.published_numbers),
            (self.plugins.find_secrets,) if self.plugins else (),
        )
        self._delivery = Delivery(self, store, store, tuple(notifiers), colleague)

    def handle(self, command: Command, actor: Actor, *, key: str | None = None) -> Receipt | Refusal:
        """Carry out a command: authority, load, redact, decide, object, notices, gate, save.

        ``key`` makes it idempotent: the same key with the same content returns the first receipt and writes
        nothing. A record that somebody else changed in between is loaded and decided anew, at most five times.
        Raises StoreError when the storage fails; then nothing was written.
        """
        handler = HANDLERS.get(type(command))
        if handler is None:
            raise TypeError(f"{type(command).__name__} is no command of this desk")
        if refused := refuse(handler, actor.kind):
            return refused
        key = key if handler.keyed else None
        for _ in range(_TRIES):
            try:
                answer = self._once(handler, command, self._context(actor), key)
            except DuplicateRequestError:
                answer = STALE
            except ConcurrentUpdateError:
                continue
            if isinstance(answer, Refusal) and key is not None:
                return self._first(actor, command, key) or answer
            return answer
        return STALE

    def _first(self, actor: Actor, command: Command, key: str) -> Receipt | Refusal | None:
        with self._store.read(self.tenant) as reader:
            return first_receipt(reader, self.keyring, actor, self.tenant, command, key)

    def _once(self, handler: Handler, command: Command, context: Context, key: str | None) -> Receipt | Refusal:
        with self._store.read(self.tenant) as reader:
            loaded = handler.load(reader, command, context)
        if isinstance(loaded, Refusal):
            return loaded
        request = getattr(loaded, "request", None)
        cue = request.cue_at(context.now) if isinstance(request, ServiceRequest) else None
        texts = redact_fields(command, self._redactor, cue)
        verdict = handler.decide(loaded, command, context, texts)
        actions = [change.action for change in verdict.changes]
        if actions and self.plugins and (objection := self.plugins.objection(actions, getattr(request, "id", None))):
            return objection
        self._save(verdict, command, context, key, texts)
        return verdict.refusal or Receipt(result=verdict.result)

    def _save(self, verdict: Verdict, command: Command, context: Context, key: str | None, texts: Texts) -> None:
        saves, language = list(verdict.saves), None
        if verdict.request is not None and isinstance(after := verdict.request.after, ServiceRequest):
            points = [save.after for save in verdict.saves if isinstance(save.after, ContactPoint)]
            language = after.language
            saves += notices(verdict.changes, after, points, context)
            after, entries = append(after, verdict.changes, context.actor, context.now, context.new_id)
            saves.append(attrs.evolve(verdict.request, after=after))
            saves += [Save(after=entry) for entry in entries]
        if verdict.refusal is None:
            saves += self._counted(texts, context, language)
        if not saves:
            return
        used = None
        if key is not None and verdict.refusal is None:
            used = idempotency_record(
                self.keyring, self.tenant, context.actor, command, key, dict(verdict.result), context.now
            )
        sealed = seal(self.tenant, context.actor, verdict.changes, saves, used)
        with self._store.write(self.tenant) as unit:
            unit.save(sealed)
        if self.plugins and verdict.changes and verdict.request is not None:
            actions, id = [change.action for change in verdict.changes], verdict.request.after.id
            self.after_commit(lambda: self.plugins.saved(actions, id))

    def _counted(self, texts: Texts, context: Context, language: str | None) -> tuple[Save, ...]:
        language = self.settings.language(language)
        return redaction_counts(
            texts.counts, tenant=self.tenant, language=language, now=context.now, new_id=context.new_id
        )

    def view(self, view: Callable[..., _V | Refusal], key: str, viewer: Actor, **options: Any) -> _V | Refusal:
        """Look at ``key`` with ``view``, a function of a capability's ``views``. Looking changes nothing."""
        with self._store.read(self.tenant) as reader:
            return view(reader, key, self._context(viewer), **options)

    def deliver(self, limit: int = 50) -> DeliveryReport:
        """Send at most ``limit`` of what waits. Call it from a worker; it never runs inside a command."""
        return self._delivery.deliver(limit)

    def read(self, command: type[_C], fields: Mapping[str, Any]) -> _C:
        """Build a command from typed values. Raises InputError with every fault at once."""
        return read_command(command, fields, country_code=self.settings.country_code)

    def redact_draft(self, fields: Mapping[str, str], actor: Actor, language: str | None = None) -> Texts:
        """Redact what is kept before it becomes a command, and count what was removed; ``language`` is the page's.
        Raises FieldError for what is no storable text."""
        texts = Texts({name: self._redactor.redact(RawText(value)) for name, value in fields.items()})
        if counted := self._counted(texts, self._context(actor), language):
            sealed = seal(self.tenant, actor, (), counted)
            with self._store.write(self.tenant) as unit:
                unit.save(sealed)
        return texts

    def link(self, request: str, generation: int = 1) -> str:
        """The private link to a request, as a customer gets it."""
        return self.url("room", token=self.keyring.link(request, generation))

    def guest(self, token: str | None, client: str | None = None) -> Guest:
        """A guest with the grant that ``token`` (of a receipt) stands for; whether it is genuine is asked when it is
        used."""
        grant: Grant | None = self.keyring.read_grant(token) if token else None
        return Guest(grant=grant, client=client)

    def translator(self, language: str | None) -> Translator:
        """A translator for that language, if the shop has it, else for the shop's first."""
        return Translator(
            self.settings.language(language),
            zone=self.settings.zone,
            fallbacks=self.settings.languages[:1],
            wording=self.settings.wording,
            catalogues=self.plugins.catalogues,
        )

    def erase_customer(self, customer: str, actor: Customer | Admin | None = None) -> ErasureReport:
        """Erase what is personal in every request of an account, for a host that deletes it. The requests stay.

        ``actor`` is who decided that, the customer by default. Each request is erased in a transaction of its own (the
        host's, where that is lent); calling again goes on.
        """
        with self._store.read(self.tenant) as reader:
            ids = [str(row[0]) for row in scan(reader, BY_CUSTOMER, {"customer": customer})]  # type: ignore[index]
        by = actor or Customer(id=customer)
        answers = {id: self.handle(self.read(EraseRequest, {"request": id}), by) for id in ids}
        refused = tuple(id for id, answer in answers.items() if isinstance(answer, Refusal))
        return ErasureReport(erased=len(ids) - len(refused), refused=refused)

    def anchor(self) -> Anchor:
        """One digest over the heads of all histories, to keep outside."""
        with self._store.read(self.tenant) as reader:
            return anchor(reader)

    def verify(self, against: Anchor | None = None) -> tuple[Finding, ...]:
        """Check all histories; empty when every one is whole."""
        with self._store.read(self.tenant) as reader:
            return tuple(verify(reader, against))

    def problems(self) -> tuple[str, ...]:
        """What the store says is wrong with itself, in words for whoever runs it; empty when it can be used."""
        return tuple(self._store.problems())

    def reading(self) -> AbstractContextManager[Reader]:
        """A reader for reports and tests, as a context manager."""
        return self._store.read(self.tenant)

    def _context(self, actor: Actor) -> Context:
        return Context(
            tenant=self.tenant,
            actor=actor,
            now=self.clock(),
            settings=self.settings,
            directory=self.directory,
            keyring=self.keyring,
            new_id=self._new_id,
            new_reference=self._new_reference,
        )

    def _url(self, name: str, **args: str) -> str:
        return (
            f"{self.base_url}/r/{args['token']}"
            if name == "room"
            else f"{self.base_url}/staff/requests/{args['reference']}"
        )


_LOCAL = {"localhost", "127.0.0.1", "::1"}


def _checked(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"base_url={base_url!r} is no address of pages: give https://… without query or fragment"
        )
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise ConfigurationError("base_url must be https: private links travel over it (http is for localhost only)")
    return base_url.rstrip("/")
