"""The part of the store suite about cells: every one of every record type, also of those to come."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ..base.money import Money
from ..base.queries import Query
from ..base.records import Record, RecordType, Row, record_types
from ..capabilities import load_models
from .rows import possible, samples, written
from .suite_base import StoreHelpers
from .suites import claimed

_VERSION = 2
load_models()
_TYPES = sorted(record_types.values(), key=lambda kind: kind.name)
_GUARDED = [kind for kind in _TYPES if kind.guard is not None]
_names = pytest.mark.parametrize("kind", _TYPES, ids=lambda kind: kind.name)


class CellTests(StoreHelpers):
    """What every store promises of each cell."""

    @pytest.mark.parametrize("full", [True, False], ids=["every cell", "no more than needed"])
    @_names
    def test_every_cell_comes_back(self, store: Any, kind: RecordType, full: bool) -> None:
        """By its id and by a query; with every cell set, and with every nullable one empty."""
        row = self._put(store, kind, full=full)
        record = cast(type[Record], kind.make)
        with store.read("shop") as reader:
            for found in (reader.load(record, str(row[0])), *reader.find(Query(record), {})):
                assert found is not None
                assert _without_assigned(kind, kind.encode(found)) == _without_assigned(kind, row)
            # A search key is made anew when a record is read: what is stored shows in a query for columns alone.
            names = tuple(column.name for column in kind.columns)
            (cells,) = reader.find(Query(record, columns=names), {})
            assert _without_assigned(kind, tuple(cells)) == _without_assigned(kind, row)

    @_names
    def test_every_cell_is_updated(self, store: Any, kind: RecordType) -> None:
        """One after the other, to another value and to nothing; the others stay."""
        row = self._put(store, kind, full=True)
        with store.read("shop") as reader:
            row = kind.encode(reader.load(cast(type[Record], kind.make), str(row[0])))
        for place, column in enumerate(kind.columns):
            if place <= _VERSION or column.assigned or (kind.guard and column.name == kind.guard.state):
                continue
            others = [] if column.references else [cell for cell in possible(column) if cell != row[place]][:1]
            of_amount = column.hint is Money and column.name != column.field  # no amount without its currency
            for cell in (*others, *([None] if column.nullable and not of_amount else [])):
                after = list(row)
                after[place], after[_VERSION] = cell, int(row[_VERSION] or 0) + 1
                with store.write("shop") as unit:
                    unit.save(written((kind, tuple(after), row)))
                with store.read("shop") as reader:
                    found = reader.load(cast(type[Record], kind.make), str(row[0]))
                row = tuple(after)
                assert kind.encode(found) == kind.encode(kind.decode(row)), column.name

    def _put(self, store: Any, kind: RecordType, *, full: bool) -> Row:
        rows = samples(kind, full=full)
        with store.write("shop") as unit:
            unit.save(written(*((one, row, None) for one, row in rows.values())))
        return rows[f"{kind.name}-1"][1]

    @claimed("sql")
    @pytest.mark.parametrize("kind", _GUARDED, ids=lambda kind: kind.name)
    def test_the_database_refuses_a_guarded_state(self: Any, store: Any, kind: RecordType) -> None:
        """The guard's second line: SQL cannot reach the state, whatever it writes into ``decided``."""
        guard = kind.guard
        assert guard is not None
        row = self._put(store, kind, full=False)
        forged = f"'{guard.effect}:x:y'"
        whole = f"'{guard.effect}:' || id || ':' || digest" if guard.digest else forged
        for state in ("beyond", guard.free[0].title()):
            for decided in ("NULL", "'x'", forged, whole):
                statement = f"UPDATE helpdesk_core_{kind.name} SET {guard.state} = '{state}', decided = {decided}"
                with pytest.raises(Exception, match=r"(?i)constraint|integrity|violation"):
                    self.execute(store, statement)
        with store.read("shop") as reader:
            assert kind.encode(reader.load(cast(type[Record], kind.make), str(row[0]))) == row


def _without_assigned(kind: RecordType, row: Row) -> Row:
    return tuple(cell for cell, column in zip(row, kind.columns, strict=True) if not column.assigned)
