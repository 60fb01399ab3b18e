"""What the judge has learned: a weight for each feature, looked up by a hash of its name.

``weights.bin`` begins with a line of names and sizes: the forms of candidates, then the kinds; behind it stand as many
tables of signed bytes. Two names may share a place: with so many places that costs less than names left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from zlib import crc32

import attrs

from .candidates import CODED, NUMBER, PLAIN

#: What one means in the file.
SCALE = 32
FILE = "weights.bin"
_MOST_KEPT = 60_000
_OF_A_VALUE = ("v<", "v>", "v=", "v~")
"""How names begin that hold letters of what was typed: they are never kept."""


class Weights(dict[str, int]):
    """Weights by name. A name is hashed once in the life of the process."""

    def __init__(self, table: bytes) -> None:
        super().__init__()
        self._table = array("b", table)
        self._places = len(table) - 1

    def __missing__(self, name: str) -> int:
        weight = self._table[place(name) & self._places]
        if len(self) < _MOST_KEPT and not name.startswith(_OF_A_VALUE):
            self[name] = weight
        return weight

    def total(self, names: Iterable[str]) -> float:
        """What names weigh together."""
        return sum(map(self.__getitem__, names)) / SCALE


class OfKinds(dict[str, tuple[int, ...]]):
    """Weights for each kind at once, by name."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        super().__init__()
        self.names = sorted(tables)
        self._tables = [array("b", tables[name]) for name in self.names]

    def __missing__(self, name: str) -> tuple[int, ...]:
        at = place(name)
        weights = tuple([table[at & len(table) - 1] for table in self._tables])
        if len(self) < _MOST_KEPT and not name.startswith(_OF_A_VALUE):
            self[name] = weights
        return weights

    def totals(self, names: Iterable[str]) -> list[int]:
        """What names weigh together for each kind, in the order of `names`."""
        return list(map(sum, zip(*map(self.__getitem__, names), strict=True)))


@attrs.frozen
class Model:
    """Weights by feature: for a secret at all, and for each kind it may be."""

    secret: Mapping[str, Weights]
    """By form of candidate."""
    kinds: OfKinds


def place(name: str) -> int:
    """Where a name stands in a table of any size: the last bits of it."""
    return crc32(name.encode())


@cache
def load_model() -> Model:
    """Read ``weights.bin``."""
    return read_model(files(__package__).joinpath(FILE).read_bytes())


def read_model(written: bytes) -> Model:
    """A model as it stands in the file."""
    sizes, _, tables = written.partition(b"\n")
    read: dict[str, bytes] = {}
    start = 0
    for name, size in (one.split("=") for one in sizes.decode().split(" ")):
        read[name] = tables[start : start + int(size)]
        start += int(size)
    return Model({form: Weights(read.pop(form)) for form in (NUMBER, CODED, PLAIN)}, OfKinds(read))
