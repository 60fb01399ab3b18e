"""What is kept before it becomes a command is redacted like a command, and what was removed is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..base.actors import Actor
from ..base.text import RawText
from ..context import Context
from ..guardrails.gate import seal
from ..guardrails.redaction import Caution, SafeTexts
from ..plugins import Plugins
from ..ports import StoreWithOutbox
from ..redaction_desk.model import redaction_counts
from ..settings import Settings

if TYPE_CHECKING:
    from ..guardrails.redaction import Redactor


def redacted_draft(
    store: StoreWithOutbox,
    tenant: str,
    new_context: Callable[[Any, Actor], Context],
    fields: Mapping[str, str],
    actor: Actor,
    language: str | None,
) -> SafeTexts:
    """The texts of an unfinished form, redacted; see `Helpdesk.redact_draft`."""
    with store.read(tenant) as reader:
        context = new_context(reader, actor)
        redactor = context.redactor
    texts = SafeTexts({name: redactor.redact(RawText(value)) for name, value in fields.items()})
    if texts.counts:
        counted = redaction_counts(
            texts.counts,
            tenant=tenant,
            language=context.settings.language(language),
            now=context.now,
            new_id=context.new_id,
        )
        with store.write(tenant) as unit:
            unit.save(seal(context.writing, (), counted))
    return texts


def redactor_of(plugins: Plugins, settings: Settings) -> Redactor:
    """What redacts by a shop's settings, and by what its plugins find."""
    from ..guardrails.redaction import Redactor, account_numbers  # some hundred patterns, for a desk alone

    return Redactor(
        (settings.phone, *settings.published_numbers, *account_numbers(settings.bank_account)),
        (plugins.find_secrets,) if plugins else (),
        Caution(settings.redaction),
    )
