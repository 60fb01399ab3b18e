"""Declarations of a test: whatever it declares is forgotten again, so that no other test meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from helpdesk_core import capabilities, handlers, jobs, subjects, viewing
from helpdesk_core.base import changes, commands, messages, notices, records
from helpdesk_core.guardrails import rights


@contextmanager
def forgotten() -> Iterator[None]:
    """Forget what is declared within the block, but for the texts of the app's own modules: one that was imported there
    is not imported again, and its texts would be missing for whoever comes later."""
    capabilities.load()
    registries: tuple[Any, ...] = (
        records.record_types,
        commands.commands,
        changes.changes,
        notices.notices,
        messages.definitions,
        handlers.handlers,
        viewing.views,
        jobs.job_rules,
        subjects.policies,
        rights.RIGHTS,
    )
    before = [dict(registry) for registry in registries]
    try:
        yield
    finally:
        imported = {code: text for code, text in messages.definitions.items() if text.package == "reference_app"}
        for registry, kept in zip(registries, before, strict=True):
            registry.clear()
            registry.update(kept)
        messages.definitions.update(imported)
