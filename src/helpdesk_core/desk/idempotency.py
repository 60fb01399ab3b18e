"""Idempotency: a key is remembered with what its command said and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from ..base.actors import Actor
from ..base.changes import Receipt, Refusal
from ..base.commands import Command
from ..base.digests import digest
from ..base.keyring import KeyRing
from ..base.messages import define
from ..base.records import Record, col, record
from ..base.text import RawText
from ..ports.store import Reader

OTHER_CONTENT = Refusal(
    define("refusal.key_reused", "This form was sent before with other content. Please open it anew and send again.")
)


@record("receipts", outside_ids=True)
class IdempotencyRecord(Record):
    """A used key. ``content`` is a keyed digest of the command: comparable, never readable."""

    content: str
    result: dict[str, Any] = col(personal=False)
    created_at: datetime


def idempotency_record(
    keys: KeyRing, tenant: str, actor: Actor, command: Command, key: str, result: dict[str, Any], now: datetime
) -> IdempotencyRecord:
    """The row for a key: scoped by tenant, kind of actor, actor and kind of command."""
    return IdempotencyRecord(
        id=row_id(tenant, actor, command, key),
        tenant=tenant,
        content=content_of(keys, command),
        result=result,
        created_at=now,
    )


def row_id(tenant: str, actor: Actor, command: Command, key: str) -> str:
    """The key row's id."""
    return digest(tenant, actor.kind, actor.id, type(command).__name__, key)[:32]


def content_of(keys: KeyRing, command: Command) -> str:
    """A keyed digest over all fields."""
    parts: list[str] = []
    for field in attrs.fields(type(command)):
        value = getattr(command, field.name)
        parts += [field.name, value.typed if isinstance(value, RawText) else "" if value is None else _plain(value)]
    return keys.mac("content", type(command).__name__, *[part.encode("utf-8", "replace").decode() for part in parts])


def _plain(value: object) -> str:
    return f"{getattr(value, 'kind', '')}{getattr(value, 'value', value)}"


def first_receipt(
    reader: Reader, keys: KeyRing, actor: Actor, tenant: str, command: Command, key: str
) -> Receipt | Refusal | None:
    """What came of the key the first time, None when it was never used."""
    row = reader.load(IdempotencyRecord, row_id(tenant, actor, command, key))
    if row is None:
        return None
    return Receipt(result=row.result, repeated=True) if row.content == content_of(keys, command) else OTHER_CONTENT
