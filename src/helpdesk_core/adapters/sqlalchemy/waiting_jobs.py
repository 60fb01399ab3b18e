"""Statements about all jobs of a shop that wait, when its database or its clock is not what it was."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .tables import is_cell

_ONE: Any = sa.literal_column("1")


def hold(table: sa.Table) -> Any:
    """Hold back the notices that wait.

    Args:
        table: The outbox.

    Returns:
        The statement, with the parameters _tenant and _now.
    """
    return (
        sa.update(table)
        .where(
            *_waits(table),
            is_cell(table.c.job, "notice"),
            table.c.wanted_at <= sa.bindparam("_now"),  # what is planned for later was surely not sent yet
        )
        .values(
            state=sa.literal_column("'held'"),
            reason=sa.literal_column("'restored'"),
            lease=sa.null(),
            version=table.c.version + _ONE,
        )
    )


def call_forward(table: sa.Table) -> Any:
    """Do soon what was wanted by a clock that was set back. Who works on one of them renews the claim before.

    Args:
        table: The outbox.

    Returns:
        The statement, with the parameters _tenant, _now, _seen and _until.
    """
    return (
        sa.update(table)
        .where(*_waits(table), table.c.due_at > sa.bindparam("_now"), table.c.wanted_at <= sa.bindparam("_seen"))
        .values(due_at=sa.bindparam("_until"), version=table.c.version + _ONE)
    )


def _waits(table: sa.Table) -> tuple[Any, ...]:
    return table.c.tenant == sa.bindparam("_tenant"), is_cell(table.c.state, "waiting")
