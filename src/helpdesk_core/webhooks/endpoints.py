"""Addresses of other systems as staff keep them: added, changed, paused, resumed, removed, each with its secret."""

from __future__ import annotations

import base64
from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Touch, Verdict, changes, refused
from ..base.commands import Command, OpaqueId, R_co, command, items, text
from ..base.messages import define
from ..base.notices import to_staff
from ..base.results import GrantToken, Result, result
from ..base.text import RawText
from ..base.web_addresses import HookAddress
from ..context import Context
from ..errors import ConfigurationError
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..ports.webhook import Webhook
from ..shop_settings.model import ShopSettings, settings_id
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject, get_visible
from .model import ENDPOINTS, MOST_ENDPOINTS, OVERLAP, EndpointState, WebhookEndpoint

KEEP = right(
    "webhooks.keep", "Add, change, pause and remove addresses of other systems that are told what changes.", admins=True
)
_ALL, _MOST_ACTIONS = "*", 300
_NOT_TOLD = frozenset({"webhooks", "shop_settings"})
NOT_KEPT = Refusal(
    define("refusal.webhooks_not_kept", "This desk was set up without the part that tells other systems."),
    kind=RefusalKind.FORBIDDEN,
)
WRONG_ADDRESS = Refusal(
    define(
        "refusal.webhook_address",
        "This address cannot be told from here: it begins with https://, or whoever runs the desk allows other ones.",
    ),
    field="url",
)
WRONG_ACTION = Refusal(
    define("refusal.webhook_action", "There is no such kind of change. Please choose from the list."), field="actions"
)
SAME_ADDRESS = Refusal(
    define("refusal.webhook_same", "This address is in the list already."), field="url", kind=RefusalKind.CONFLICT
)
TOO_MANY = Refusal(
    define("refusal.webhooks_too_many", "There are as many as there can be. Remove one first."),
    kind=RefusalKind.CONFLICT,
)
ROTATED = Refusal(
    define("refusal.webhook_rotated", "A new secret was made meanwhile. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
declare_subject(
    SubjectPolicy(
        record=WebhookEndpoint,
        can_access=lambda one, context: context.actor.kind in STAFF or context.actor.kind is ActorKind.AUTOMATION,
        reference=lambda one: str(one.name),
    )
)


@result
class WebhookSecret(Result):
    """The address's id and the secret that signs what it is told. It is shown this once."""

    webhook: str
    secret: GrantToken


@command
class DescribedWebhook(Command[R_co]):
    """A command that says all of an address.

    Args:
        name: What staff call it.
        url: The address: https, or http on this machine.
        actions: The changes that are told, by their names in the history; ``*`` for all.
        with_texts: Whether messages between customer and shop go along.
    """

    name: RawText = text(max_length=100)
    url: HookAddress
    actions: tuple[OpaqueId, ...] = items(_MOST_ACTIONS, at_least=1)
    with_texts: bool = False


@command
class WebhookCommand(Command[R_co]):
    """A command about one address.

    Args:
        webhook: Its id.
    """

    webhook: OpaqueId


@command
class AddWebhook(DescribedWebhook[WebhookSecret]):
    """Another system is told what changes, from now on."""


@command
class ChangeWebhook(DescribedWebhook[Result]):
    """All of it is said again.

    Args:
        webhook: Its id.
    """

    webhook: OpaqueId


@command
class PauseWebhook(WebhookCommand[Result]):
    """It is told nothing until it is resumed."""


@command
class ResumeWebhook(WebhookCommand[Result]):
    """It is told again, from now on: what changed meanwhile is not."""


@command
class RemoveWebhook(WebhookCommand[Result]):
    """It is told nothing any more. Its history stays."""


@command
class RotateWebhookSecret(WebhookCommand[WebhookSecret]):
    """A new secret signs. The one before signs too for seven days, so that the receiver can change.

    Args:
        generation: Of the secret that is replaced, so that a form that is sent twice makes one new secret.
        at_once: Whether the one before ends now: somebody has it who should not.
    """

    generation: int
    at_once: bool = False


@command
class FailWebhook(WebhookCommand[Result]):
    """It has not answered for days, or says that it is gone."""


class WebhookAdded(Change, action="webhook_added", label="Address of another system added", tells=NOBODY):
    """It is told from now on."""


class WebhookChanged(Change, action="webhook_changed", label="Address of another system changed", tells=NOBODY):
    """Something about it was said anew."""


class WebhookPaused(Change, action="webhook_paused", label="Address of another system paused", tells=NOBODY):
    """Staff paused it."""


class WebhookResumed(Change, action="webhook_resumed", label="Address of another system resumed", tells=NOBODY):
    """Staff resumed it."""


class WebhookRemoved(Change, action="webhook_removed", label="Address of another system removed", tells=NOBODY):
    """Staff removed it."""


class WebhookSecretRotated(Change, action="webhook_rotated", label="New secret of another system", tells=NOBODY):
    """A new secret signs."""


class ToldOthers(Change, action="webhooks_kept", label="Which other systems are told changed", tells=NOBODY):
    """Stands in the settings' history, whose head tells every process that what it knows of them is old."""


class WebhookFailed(
    Change,
    action="webhook_failed",
    label="Address of another system paused: it did not answer",
    by_automation=to_staff(
        "webhook_failed",
        "{reference}: another system is told nothing more",
        "It has not answered for days, or says that it is gone, and was paused. What changes now is not told later.",
    ),
):
    """It was paused, because it did not answer."""


@attrs.frozen(kw_only=True)
class OfWebhook(Loaded):
    """An address, None for a new one, all that there are, and the head of the settings."""

    endpoint: WebhookEndpoint | None = None
    all: tuple[WebhookEndpoint, ...]
    head: ShopSettings | None

    @property
    def subject(self) -> WebhookEndpoint | None:
        """The address."""
        return self.endpoint


def endpoints(reader: Reader) -> tuple[WebhookEndpoint, ...]:
    """The addresses that staff keep, oldest first."""
    return tuple(reader.find(ENDPOINTS, {}, limit=MOST_ENDPOINTS))


def choices() -> tuple[str, ...]:
    """The changes that an address can be told, by their names: all but those of the settings and of addresses, which
    are no request's."""
    return tuple(sorted(name for name, one in changes.items() if one.__module__.split(".")[1] not in _NOT_TOLD))


def listeners(reader: Reader, context: Context) -> tuple[WebhookEndpoint, ...]:
    """The addresses that are told what changes. They are read once while the settings' history stands still: what
    changes an address moves that, too, so that a command about a request costs no read more.

    Args:
        reader: One that leaves nothing out.
        context: Keeps them.

    Returns:
        Those that are neither paused nor removed; none where the desk has nothing that could tell them.
    """
    if context.webhook_maker is None:
        return ()
    active = EndpointState.ACTIVE
    return context.kept("webhooks", lambda: tuple(one for one in endpoints(reader) if one.state is active))


def secrets_of(endpoint: WebhookEndpoint, context: Context) -> tuple[str, ...]:
    """What signs for an address, newest first: with several secrets of the desk by each, so that replacing one of these
    changes nothing for the receiver while the old one stands behind it.

    Args:
        endpoint: The address.
        context: The desk's secrets, and the moment.

    Returns:
        As Standard Webhooks writes them: ``whsec_`` and base64 of 32 bytes.
    """
    numbers = [endpoint.generation]
    if endpoint.old_until is not None and context.now < endpoint.old_until:
        numbers.append(endpoint.generation - 1)
    return tuple(
        f"whsec_{base64.b64encode(bytes.fromhex(mac)).decode()}"
        for number in numbers
        for mac in context.keyring.macs("webhook", context.tenant, endpoint.id, str(number))
    )


def hook_of(endpoint: WebhookEndpoint, context: Context) -> Webhook | None:
    """What tells an address; None where the desk has nothing that could, or may not go there any more."""
    if context.webhook_maker is None:
        return None
    try:
        return context.webhook_maker(
            url=endpoint.url,
            secrets=secrets_of(endpoint, context),
            actions=endpoint.actions,
            with_texts=endpoint.tells_texts,
            name=endpoint.id,
        )
    except ConfigurationError:
        return None


def load_new(reader: Reader, command: AddWebhook, context: Context) -> OfWebhook:
    """All that there are."""
    return OfWebhook(all=endpoints(reader), head=_head(reader, context))


def load_webhook(reader: Reader, command: Any, context: Context) -> OfWebhook | Refusal:
    """The address and the others; a removed one is not there."""
    found = get_visible(reader, WebhookEndpoint, command.webhook, context)
    if found is None or found.removed_at is not None:
        return NOT_FOUND
    return OfWebhook(endpoint=found, all=endpoints(reader), head=_head(reader, context))


def _head(reader: Reader, context: Context) -> ShopSettings | None:
    return reader.load(ShopSettings, settings_id(context.tenant))


def _described(loaded: OfWebhook, command: DescribedWebhook[Any], context: Context) -> dict[str, Any] | Refusal:
    url, own = str(command.url), loaded.endpoint
    if any(one != _ALL and one not in changes for one in command.actions):
        return WRONG_ACTION
    if any(one.url == url for one in loaded.all if own is None or one.id != own.id):
        return SAME_ADDRESS
    actions = tuple(sorted({str(one) for one in command.actions}))
    return {"name": context.texts["name"], "url": url, "actions": actions, "tells_texts": command.with_texts}


def _shown(endpoint: WebhookEndpoint, context: Context) -> WebhookSecret:
    return WebhookSecret(webhook=endpoint.id, secret=GrantToken(secrets_of(endpoint, context)[0]))


def _touched(loaded: OfWebhook, after: WebhookEndpoint, change: Change, context: Context) -> tuple[Touch, ...]:
    """The address and the settings, so that all who know which addresses are told look again."""
    head = loaded.head or ShopSettings(id=settings_id(context.tenant), tenant=context.tenant)
    own = Touch(before=loaded.endpoint, after=after, changes=(change,))
    return (own, Touch(before=loaded.head, after=head, changes=(ToldOthers(),)))


def _changed(loaded: OfWebhook, change: Change, context: Context, **values: Any) -> Verdict[Result]:
    before = loaded.endpoint
    assert before is not None
    after = before.changed(**values)
    if after == before:
        return Verdict(result=Result())
    return Verdict(result=Result(), touched=_touched(loaded, after, change, context))


@handles(AddWebhook, actors=STAFF, load=load_new, right=KEEP, keyed=False)
def add(loaded: OfWebhook, command: AddWebhook, context: Context) -> Verdict[WebhookSecret]:
    """Each address once, so that a form that is sent twice adds one."""
    if len(loaded.all) >= MOST_ENDPOINTS:
        return refused(TOO_MANY)
    said = _described(loaded, command, context)
    if isinstance(said, Refusal):
        return refused(said)
    made = context.make(WebhookEndpoint, added_at=context.now, added_by=context.staff_name, **said)
    if context.webhook_maker is None:
        return refused(NOT_KEPT)
    if hook_of(made, context) is None:
        return refused(WRONG_ADDRESS)
    return Verdict(result=_shown(made, context), touched=_touched(loaded, made, WebhookAdded(), context))


@handles(ChangeWebhook, actors=STAFF, load=load_webhook, right=KEEP)
def change(loaded: OfWebhook, command: ChangeWebhook, context: Context) -> Verdict[Result]:
    """Its secret stays, so that an address may move without its receiver changing anything."""
    said = _described(loaded, command, context)
    if isinstance(said, Refusal):
        return refused(said)
    assert loaded.endpoint is not None
    if hook_of(loaded.endpoint.changed(**said), context) is None:
        return refused(WRONG_ADDRESS)
    return _changed(loaded, WebhookChanged(), context, **said)


@handles(PauseWebhook, actors=STAFF, load=load_webhook, right=KEEP)
def pause(loaded: OfWebhook, command: PauseWebhook, context: Context) -> Verdict[Result]:
    """Doing it again does no harm."""
    return _changed(loaded, WebhookPaused(), context, state=EndpointState.PAUSED)


@handles(ResumeWebhook, actors=STAFF, load=load_webhook, right=KEEP)
def resume(loaded: OfWebhook, command: ResumeWebhook, context: Context) -> Verdict[Result]:
    """Also after it failed: whoever does it has seen to the other system."""
    return _changed(loaded, WebhookResumed(), context, state=EndpointState.ACTIVE)


@handles(RemoveWebhook, actors=STAFF, load=load_webhook, right=KEEP)
def remove(loaded: OfWebhook, command: RemoveWebhook, context: Context) -> Verdict[Result]:
    """The row stays as the head of its history, and is told nothing."""
    return _changed(loaded, WebhookRemoved(), context, removed_at=context.now)


@handles(RotateWebhookSecret, actors=STAFF, load=load_webhook, right=KEEP, keyed=False)
def rotate(loaded: OfWebhook, command: RotateWebhookSecret, context: Context) -> Verdict[WebhookSecret]:
    """The one before the last ends at once, however short ago it was replaced."""
    before = loaded.endpoint
    assert before is not None
    if before.generation != command.generation:
        return refused(ROTATED)
    until = None if command.at_once else context.now + OVERLAP
    after = before.changed(generation=before.generation + 1, old_until=until)
    touched = Touch(before=before, after=after, changes=(WebhookSecretRotated(),))
    return Verdict(result=_shown(after, context), touched=(touched,))


@handles(FailWebhook, actors=frozenset({ActorKind.AUTOMATION}), load=load_webhook)
def fail(loaded: OfWebhook, command: FailWebhook, context: Context) -> Verdict[Result]:
    """One that is paused already stays so."""
    if loaded.endpoint is None or loaded.endpoint.state is not EndpointState.ACTIVE:
        return Verdict(result=Result())
    return _changed(loaded, WebhookFailed(), context, state=EndpointState.FAILED)
