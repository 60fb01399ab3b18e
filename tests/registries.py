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
    """Forget what is declared within the block."""
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
        for registry, kept in zip(registries, before, strict=True):
            registry.clear()
            registry.update(kept)
