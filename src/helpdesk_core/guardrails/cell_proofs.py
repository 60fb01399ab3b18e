"""Whether a record is decided, asked of its bare cells and of those of its decision: for lists."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ..base.changes import Effect
from ..base.digests import digest
from ..base.text import ERASED
from ..base.values import SAFE_TEXTS, canonical, read_data
from .decisions import MAY_DECIDE, Guarded, are_same, decided_columns, decision_id


@attrs.frozen(kw_only=True)
class CellProof:
    """`Guarded.is_decided`, asked of the bare cells of a record and its decision: for lists, which show that something
    is done and nothing else of the record, so that neither of the two is made.

    Attributes:
        columns: What a query reads of the record (`Query.columns`); it joins ``decided``.
        join_columns: What it reads of the decision.
        holds: Whether one of its rows is decided.
    """

    columns: tuple[str, ...]
    join_columns: tuple[str, ...]
    holds: Callable[[tuple[Any, ...]], bool]


def _commitments_of(
    committed: Sequence[tuple[str, int]], erasable: slice, left: tuple[str | None, ...]
) -> Callable[[tuple[Any, ...]], dict[str, str] | None]:
    """What gives the commitments of a row, None where its texts are something else than what it commits to.

    Args:
        committed: Names and places of the cells that it commits to, by name.
        erasable: Where those stand that can be erased.
        left: What erasing leaves of each of these.
    """
    names = {name for name, _ in committed}
    as_stored = canonical(dict.fromkeys(sorted(names), "%s"))

    def commitments_of(row: tuple[Any, ...]) -> dict[str, str] | None:
        salt, stored = row[2:4]
        if salt is None:
            found: dict[str, str] = read_data(stored)
            gone = all(text in (None, mark) for text, mark in zip(row[erasable], left, strict=True))
            return found if gone and found.keys() == names else None
        fresh = {}
        for name, place in committed:
            cell = row[place]
            fresh[name] = digest(salt, name, cell or "", "-" if cell is None else "+")
        if as_stored % tuple(fresh.values()) == stored:  # as it is always written: nothing needs reading
            return fresh
        found = read_data(stored)
        return found if found.keys() == names and are_same(fresh, found) else None

    return commitments_of


def cell_proof(record: type[Guarded], effect: Effect) -> CellProof:
    """How rows of a type of record are proved by their cells.

    Args:
        record: Its class.
        effect: What it is shown as.

    Returns:
        The proof.

    Raises:
        TypeError: Its decisions are about lists, which are read before they are compared.
    """
    kind = record.record_type
    decided, erasable = decided_columns(kind), tuple(map(kind.column, kind.personal))
    if any(column.hint not in (str, *SAFE_TEXTS) for column in erasable):
        raise TypeError(f"{kind.name} has more to erase than texts")
    plain = tuple(column for column in decided if column.personal is not True)
    committed = tuple(column.name for column in decided if column.personal is True)
    columns = ("id", "tenant", "salt", "commitments", "digest", "decided", *(one.name for one in (*plain, *erasable)))
    first, at_erasable = len(columns), columns.index(erasable[0].name)
    names = ("id", "tenant", "effect", "digest", "actor_kind", "basis")
    id_of, tenant_of, effect_of, digest_of, kind_of, basis_of = range(first, first + len(names))
    permitted = {(kind.value, basis.value) for kind, basis in MAY_DECIDE[effect]}
    at_plain = [(name, columns.index(name)) for name in sorted(one.name for one in plain)]
    at_committed = [(name, columns.index(name)) for name in sorted(committed)]
    left = tuple(None if one.nullable else ERASED for one in erasable)
    commitments_of = _commitments_of(at_committed, slice(at_erasable, first), left)

    def holds(row: tuple[Any, ...]) -> bool:
        id, tenant, content, decision = row[0], row[1], row[4], row[5]
        if row[effect_of] != effect.value or (row[kind_of], row[basis_of]) not in permitted or row[tenant_of] != tenant:
            return False
        if not row[id_of] == decision == decision_id(effect, id, content) or row[digest_of] != content:
            return False
        if (commitments := commitments_of(row)) is None:
            return False
        parts = [effect.value, id, "plain"]
        for name, place in at_plain:
            cell = row[place]
            parts += (name, "", "-") if cell is None else (name, str(cell), "+")
        parts.append("salted")
        for name, _ in at_committed:
            parts += (name, commitments[name])
        return hmac.compare_digest(content, digest(*parts))

    return CellProof(columns=columns, join_columns=names, holds=holds)
