"""Idempotency: a key is remembered with what its command said and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from .base.actors import Actor
from .base.changes import Refusal, RefusalKind
from .base.commands import Command
from .base.digests import digest
from .base.keyring import KeyRing
from .base.messages import define
from .base.records import Index, Purge, Record, col, record
from .base.results import Result
from .base.text import RawText
from .base.values import canonical_data, fields_of, to_json
from .ports.store import Reader

KEY_REUSED = Refusal(
    define(
        "refusal.key_reused",
        "This form has already been sent with different content. Please open the page again and resend it.",
    ),
    kind=RefusalKind.CONFLICT,
)


@record(
    "idempotency_keys",
    indexes=(Index(("tenant", "created_at", "id")),),
    outside_ids=True,
    # a form that somebody left open, a webhook that is sent again, a job that was away: none comes back after that
    purges=(Purge("created_at", days=90),),
)
class IdempotencyRecord(Record):
    """A used key. ``content`` is a keyed digest of the command: comparable, never readable."""

    content: str
    result: dict[str, Any] = col(personal=False, codes=True)
    created_at: datetime


def used_key(
    keyring: KeyRing, tenant: str, actor: Actor, command: Command[Any], key: str, result: Result, now: datetime
) -> IdempotencyRecord:
    """The row for a key: scoped by tenant, kind of actor, actor and kind of command."""
    return IdempotencyRecord(
        id=_row_id(tenant, actor, command, key),
        tenant=tenant,
        content=_contents(keyring, command)[0],
        result=result.to_json(),
        created_at=now,
    )


def _row_id(tenant: str, actor: Actor, command: Command[Any], key: str) -> str:
    return digest(tenant, actor.kind, actor.id, type(command).__name__, key)[:32]


def _contents(keyring: KeyRing, command: Command[Any]) -> tuple[str, ...]:
    """Keyed digests over every field that says something, nested ones included: one with each secret, the newest
    first, since a form or a job may come again after a secret was replaced."""
    given = [
        [path, leaf.typed if isinstance(leaf, RawText) else to_json(leaf)]
        for path, leaf in fields_of(command)
        if leaf is not None
    ]
    return keyring.macs("content", type(command).__name__, canonical_data(given).encode("utf-8", "replace").decode())


def first_result(
    reader: Reader, keyring: KeyRing, actor: Actor, tenant: str, command: Command[Any], key: str
) -> Result | Refusal | None:
    """What came of a key the first time; a refusal for another content, None when it was never used."""
    row = reader.load(IdempotencyRecord, _row_id(tenant, actor, command, key))
    if row is None:
        return None
    if row.content not in _contents(keyring, command):
        return KEY_REUSED
    return attrs.evolve(type(command).result_type.from_json(row.result), repeated=True)
