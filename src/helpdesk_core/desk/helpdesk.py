"""The object a host builds, one per shop, and calls."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from .. import capabilities
from ..base.actors import STAFF, Actor
from ..base.asked import Count, Key, check_call, says_mistakes, storable
from ..base.changes import Refusal
from ..base.commands import Command, Reading, read_command
from ..base.ids import time_ordered_id
from ..base.keyring import KeyRing
from ..base.notices import BACKGROUND, NORMAL, URGENT
from ..base.references import new_reference
from ..base.results import Result
from ..base.values import field_names
from ..context import Context
from ..customer_accounts.directory import directory_of
from ..errors import Refused
from ..guardrails.redaction import SafeTexts
from ..guardrails.rights import may
from ..i18n import Translator, Translators
from ..narrowing import narrowed
from ..plugins import Plugins
from ..ports import Access, Channel, Customers, Notifier, Notifiers, Reader, Storage, StoreWithOutbox, Waker, Webhook
from ..ports.carriers import Carrier
from ..ports.directory import Directory
from ..ports.e_invoices import EInvoices
from ..settings import Settings
from ..settings.check import check
from ..shop_settings.source import SettingsSource
from ..subjects import NOT_ALLOWED, with_genuine_grant
from ..viewing import views
from .arguments import after_commit_of, check_actor, check_arguments, giving_text, handler_of
from .composer import Composer, Recipient
from .delivery import Delivery, DeliveryReport
from .drafts import redacted_draft, redactor_of
from .links import HostLinks, checked, pages_below
from .pipeline import Pipeline
from .preview import Preview, previewed
from .standing import standing_of
from .upkeep import NO_NOTIFIERS, Upkeep

_LANES = frozenset({URGENT, NORMAL, BACKGROUND})
_log = logging.getLogger("helpdesk_core.desk")
_V = TypeVar("_V")
_C = TypeVar("_C", bound=Command[Any])
_R = TypeVar("_R", bound=Result)
_P = ParamSpec("_P")


class Helpdesk(Upkeep):
    """One shop's desk: `handle` is the one way in, `view` the one way out, `deliver` does what waits. `do` and `show`
    are those two for callers that prefer an exception to a `Refusal`.

    Use it as a context manager, or `close` it, where its store's connections are its own.

    Args:
        store: Keeps the records and the outbox.
        secret: Secrets of 32 bytes or more, newest first; they are never stored.
        tenant: The shop's name among those that share a store.
        settings: What the shop chooses in code; what was edited in the app wins over it, but for keys that it locks.
        base_url: Where the pages are: https, or http on this machine.
        notifiers: Asked in their order which of them reaches a contact.
        plugins: Objects or modules with hooks.
        installed_plugins: Whether entry points of the group ``helpdesk_core`` are loaded too.
        customers: The host's directory of people and orders.
        staff_recipient: Whom to tell on the staff's side, given an assignee's id, or None for the team.
        access: The host's answer to what a member of staff may do now; without it, what the actor carries holds.
        url: Addresses of the pages: ``url("room", token=…)``, ``url("desk", reference=…)``, ``url("organisation")``,
            ``url("organisation_request", reference=…)``.
        storage: Where files are kept, and by what they are looked at; without it no files are taken.
        channels: What reads messages that come in (`receive`), each with a name of its own.
        webhooks: Addresses of other systems that are told what changed, each with a name of its own.
        webhook_maker: `SignedWebhook`, or what is called as it: tells the addresses that staff keep in the app.
        e_invoices: The state's system that invoices are registered in (KSeF), after a person asked for each.
        carrier: Who carries parcels: staff have it asked for their labels, and it reports where they are.
        waker: Tells workers that jobs wait; without one they look every few seconds.
        after_commit: Calls a function once what was saved is committed; by default the store does, which knows when.
        clock: Gives aware moments. Replaced in tests, like the two below.
        new_id: Gives fresh ids; by default they sort by time.
        new_reference: Gives fresh references.

    Raises:
        ConfigurationError: For anything a shop cannot run with; it says what.
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
        staff_recipient: Callable[[str | None], Recipient | None] = lambda assignee: None,
        access: Access | None = None,
        url: Callable[..., str] | None = None,
        storage: Storage | None = None,
        channels: Sequence[Channel] = (),
        webhooks: Sequence[Webhook] = (),
        webhook_maker: Callable[..., Webhook] | None = None,
        e_invoices: EInvoices | None = None,
        carrier: Carrier | None = None,
        waker: Waker | None = None,
        after_commit: Callable[[Callable[[], None]], object] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] | None = None,
        new_reference: Callable[[], str] = new_reference,
    ) -> None:
        settings = Settings() if settings is None else settings
        check_arguments(locals())
        capabilities.load()
        check(settings)
        self.tenant, self.keyring, self.base_url = tenant, KeyRing(secret), checked(base_url)
        self.links = HostLinks(giving_text("url", url or pages_below(self.base_url)), self.keyring)
        self.plugins = Plugins(plugins, installed=installed_plugins)
        self.directory, self.notifiers = Directory(customers), Notifiers(notifiers)
        if not notifiers:
            _log.warning(NO_NOTIFIERS)
        self._access, self.storage, self._store, self.clock = access, storage, store, clock
        self.webhooks, self.webhook_maker, self.carrier = tuple(webhooks), webhook_maker, carrier
        self.e_invoices, self._new_reference = e_invoices, giving_text("new_reference", new_reference)
        self._new_id = giving_text("new_id", new_id) if new_id else (lambda: time_ordered_id(self.clock()))
        self._translators, self.channels = Translators(self.plugins.catalogues), {one.name: one for one in channels}
        self.settings_source = SettingsSource(settings, tenant, partial(redactor_of, self.plugins))
        self._pipeline = Pipeline(
            store=store,
            plugins=self.plugins,
            after_commit=after_commit or after_commit_of(store),
            new_context=self._context,
            current=self._current,
            waker=waker,
            along=self.settings_source.along,
        )
        self._delivery = Delivery(
            tenant=tenant,
            store=store,
            composer=Composer(staff_recipient=staff_recipient, links=self.links, translator=self.translator),
            new_context=self._context,
            handle=self.handle,
            clock=lambda: self.clock(),
        )

    def handle(self, command: Command[_R], actor: Actor, *, key: str | None = None) -> _R | Refusal:
        """Carry out a command: authority, load, redact, decide, object, jobs, gate, save.

        Args:
            command: What is wanted.
            actor: Who wants it.
            key: Makes it idempotent: the same key with the same content gives the first result, marked ``repeated``,
                and writes nothing. Keys are scoped by shop, actor and kind of command.

        Returns:
            The command's result, or a refusal. A record that another writer changed in between is loaded and decided
            again, the last times under its lock, so that writers of one request wait for each other.

        Raises:
            StoreError: The storage failed; nothing was written.
            TypeError: It is not a command of this desk, or nobody who acts.
        """
        check_actor(actor)
        answer: _R | Refusal = self._pipeline.run(handler_of(command, key), command, actor, self.tenant, key)
        return answer

    def do(self, command: Command[_R], actor: Actor, *, key: str | None = None) -> _R:
        """Carry out a command that is expected to succeed.

        Args:
            command: What is wanted.
            actor: Who wants it.
            key: Makes it idempotent, as in `handle`.

        Returns:
            The command's result.

        Raises:
            Refused: The rules said no; ``refusal`` says why.
            StoreError: The storage failed; nothing was written.
        """
        answer = self.handle(command, actor, key=key)
        if isinstance(answer, Refusal):
            raise Refused(answer)
        return answer

    @says_mistakes
    def handle_each(
        self, commands: Iterable[tuple[Command[Any], Key | None]], actor: Actor
    ) -> tuple[Result | Refusal, ...]:
        """Carry out many commands, each in a transaction of its own; one that is refused stops no other.

        Args:
            commands: Pairs of a command and its idempotency key or None.
            actor: Who wants them.

        Returns:
            The answers, in order.
        """
        return tuple(self.handle(command, actor, key=key) for command, key in commands)

    def preview(self, command: Command[Any], actor: Actor) -> Preview | Refusal:
        """Decide a command without saving anything.

        Args:
            command: What would be wanted.
            actor: Who would want it.

        Returns:
            What the customer would read, what would be removed, who would be told; or the refusal that `handle` would
                give. Commands that count attempts (codes, tracking) are always refused: previewing one would be a guess
                that is not counted.

        Raises:
            TypeError: It is not a command of this desk, or nobody who acts.
        """
        check_actor(actor)
        return previewed(self._pipeline, handler_of(command), command, actor, self.tenant)

    def view(
        self,
        view: Callable[Concatenate[Reader, Context, _P], _V],
        viewer: Actor,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> _V | Refusal:
        """Look with ``view``, a function of `helpdesk_core.views`. Looking changes nothing.

        Args:
            view: What to look with.
            viewer: Who looks.
            *args: What the view is asked for.
            **options: The view's options.

        Returns:
            What the view shows, or a refusal.

        Raises:
            TypeError: It is not a declared view, or nobody who looks.
        """
        declared = views.get(getattr(view, "__name__", ""))
        if declared is None or declared.look is not view:
            raise TypeError(f"{view!r} is not a declared view")
        check_actor(viewer)
        current = self._current(viewer)
        if current is None or current.kind not in declared.actors:
            return NOT_ALLOWED
        if current.kind in STAFF and not may(current, declared.right or ""):
            return NOT_ALLOWED
        with self._store.read(self.tenant, self.settings_source.along) as reader:
            context = with_genuine_grant(self._context(reader, current))
            narrow = narrowed(reader, context)
            check_call(view, (narrow, context, *args), options, is_lax=True)  # an id that a page lacks is no such thing
            named = {name: storable(value) for name, value in options.items()}
            return view(narrow, context, *map(storable, args), **named)

    def show(
        self,
        view: Callable[Concatenate[Reader, Context, _P], _V | Refusal],
        viewer: Actor,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> _V:
        """Look with ``view``, where whoever looks is expected to be allowed to.

        Args:
            view: What to look with, as in `view`.
            viewer: Who looks.
            *args: What the view is asked for.
            **options: The view's options.

        Returns:
            What the view shows.

        Raises:
            Refused: The rules said no; ``refusal`` says why.
            TypeError: It is not a declared view, or nobody who looks.
        """
        found = self.view(view, viewer, *args, **options)
        if isinstance(found, Refusal):
            raise Refused(found)
        return found

    @says_mistakes
    def deliver(self, limit: Count = 50, *, lanes: tuple[int, ...] | None = None) -> DeliveryReport:
        """Do at most ``limit`` of the jobs that wait, index what changed, purge what is over: never within a command.

        Args:
            limit: Jobs at most.
            lanes: Only jobs of these lanes (0 codes, 1 notices, 2 the rest), so that one worker can be kept for codes.

        Returns:
            How many ended how.

        Raises:
            TypeError: There is no such lane, or nothing is asked for.
        """
        if lanes is not None and not set() < set(lanes) <= _LANES:
            raise TypeError(
                f"deliver: lanes are some of {sorted(_LANES)}: nothing would ever be done of none or others"
            )
        report = self._delivery.deliver(limit, lanes)
        if lanes is None or BACKGROUND in lanes:
            self._look_after_store()
        return report

    @says_mistakes
    def read(self, command: type[_C], fields: Mapping[str, Any]) -> _C:
        """Build a command from plain values: a form, JSON, a row.

        A national phone number is read as the command's location dials it; in a command without one as any country of
        the shop does, and its rule reads it again, as the request's location dials it (`Contact.at`).

        Args:
            command: The command's class, from `helpdesk_core.commands`.
            fields: Values by field name; lists of pieces are lists of mappings. Empty text counts as not given.

        Returns:
            The command, ready for `handle`.

        Raises:
            InputError: Reports all validation errors together, each with its path.
        """
        settings = self.settings
        has_location = "location" in field_names(cast(Any, command))
        codes = (settings.country_code_at(fields.get("location")),) if has_location else settings.country_codes
        shop = Reading(country_codes=codes, currency=settings.currency, tax_number=settings.law.tax_number)
        return read_command(command, fields, shop)

    @says_mistakes
    def redact_draft(self, fields: Mapping[str, str], actor: Actor, language: str | None = None) -> SafeTexts:
        """Redact what is kept before it becomes a command, and count what was removed.

        Args:
            fields: Texts by name.
            actor: Who typed them.
            language: The page's, for the statistics.

        Returns:
            The redacted texts by name, and which kinds of secrets were removed.

        Raises:
            FieldError: A text cannot be stored.
        """
        return redacted_draft(self._store, self.tenant, self._context, fields, actor, language)

    @says_mistakes
    def translator(self, language: str | None) -> Translator:
        """A translator for a language.

        Args:
            language: A tag (``pl``, ``en-GB``), or None.

        Returns:
            The translator for that language if the shop has it, else for the shop's first.
        """
        return self._translators(self.settings.language(language), self.settings)

    @property
    def settings(self) -> Settings:
        """The settings, with what admins changed, as this process last saw them: every command and view looks."""
        return self.settings_source.latest[0]

    def refresh_settings(self) -> None:
        """See what admins changed meanwhile: for a process that has shown pages without asking the desk."""
        with self._store.read(self.tenant) as reader:
            self.settings_source.now(reader)

    def _current(self, actor: Any) -> Any:
        return standing_of(actor, self._access)

    def _context(self, reader: Reader, actor: Any) -> Context:
        return Context(
            tenant=self.tenant,
            actor=actor,
            now=self.clock(),
            look=self.settings_source.once(reader),
            directory=directory_of(self.directory, reader, self.tenant, self.keyring),
            notifiers=self.notifiers,
            storage=self.storage,
            channels=self.channels,
            webhooks=self.webhooks,
            webhook_maker=self.webhook_maker,
            e_invoices=self.e_invoices,
            carrier=self.carrier,
            keyring=self.keyring,
            new_id=self._new_id,
            new_reference=self._new_reference,
        )
