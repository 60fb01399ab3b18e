"""The search over 100,000 requests, as ratios to a plain query of the same run.

``python tests/bench/search.py [--size N] [--rounds N]``.

CPU time on SQLite, medians; nothing here is asserted. 1.0 is what a page of the queue costs on plain sqlite3.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from run import ANNA, START, Shop, cpu, raw_connection

from helpdesk_core.base.stems import stems
from helpdesk_core.base.terms import Lexicon, Terms, place_term, shop_term
from helpdesk_core.search.model import SearchEntry, entry_id
from helpdesk_core.views import view_search

console = Console()
NAMES = (
    *("Nowak", "Kowalski", "Wiśniewska", "Wójcik", "Kowalczyk", "Kamińska", "Lewandowski", "Zielińska", "Szymański"),
    *("Woźniak", "Dąbrowska", "Kozłowski", "Jankowska", "Mazur", "Kwiatkowska", "Krawczyk", "Kaczmarek", "Piotrowska"),
)
DEVICES = ("iPhone 13", "Dell XPS 13", "HP LaserJet M110", "Samsung Galaxy S22", "Bosch Serie 6", "Lenovo ThinkPad X1")
WORDS = (
    *("ekran", "bateria", "klawiatura", "ładowarka", "naprawa", "gwarancja", "zalany", "pęknięty", "nie", "działa"),
    *("włącza", "wyłącza", "telefon", "drukarka", "papier", "zawias", "matryca", "głośnik", "mikrofon", "przycisk"),
    *("obudowa", "kabel", "gniazdo", "dysk", "pamięć", "wentylator", "szum", "screen", "battery", "charger"),
    *("keyboard", "broken", "repair", "warranty", "does", "not", "start", "noise", "paper", "hinge", "speaker"),
)
QUERIES = {
    "a reference": lambda n: f"{n * 7919 % 100_000:08d}",
    "a surname": lambda n: NAMES[n % len(NAMES)],
    "a rare name": lambda n: f"rare{n * 37 % 100_000}",
    "part of a phone number": lambda n: f"{600_000_000 + n * 7919 % 100_000}"[3:],
    "one common word": lambda n: WORDS[n % len(WORDS)],
    "three words": lambda n: " ".join(WORDS[(n * 7 + step * 11) % len(WORDS)] for step in range(3)),
    "a word of another form": lambda n: ("baterię", "klawiaturze", "gwarancji", "zawiasów", "drukarkę")[n % 5],
    "a mistyped word": lambda n: ("klawaitura", "gwarnacja", "wentlyator", "mikorfon", "matrcya")[n % 5],
    "nothing": lambda n: f"nirgends{n}",
}


def entries(size: int) -> Iterator[SearchEntry]:
    """Entries as the indexer makes them, of made-up requests."""
    lexicon, chance = Lexicon(("en", "pl")), random.Random(1)
    for n in range(size):
        id = f"{n * 2654435761 % 2**32:08x}{n:024x}"
        parts = (f"{n:08d}", chance.choice(DEVICES), f"+48{600_000_000 + n}")
        text = " ".join(chance.choices(WORDS, k=30))
        terms = {shop_term("shop"), place_term(None)}
        for name in (NAMES[n % len(NAMES)], f"rare{n}"):
            terms.update(lexicon.terms("name", name))
        for part in parts:
            terms.update(lexicon.terms("part", part))
        terms.update(lexicon.terms("words", text), lexicon.near_terms((*parts, text)))
        at = START + timedelta(minutes=n)
        yield SearchEntry(id=entry_id("shop", id), tenant="shop", request=id, at=at, terms=Terms.of(terms))


def fill(shop: Shop, size: int) -> float:
    """Write the index in bulk; CPU seconds for each entry, its terms and FTS5 together."""
    kind = SearchEntry.record_type
    marks = ", ".join("?" * len(kind.columns))

    def write() -> None:
        with sqlite3.connect(shop.path) as db:
            db.executemany(f"INSERT INTO helpdesk_core_{kind.name} VALUES ({marks})", map(kind.encode, entries(size)))
        db.close()

    return cpu(write) / size


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    stems("warm", ("en", "pl"))
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder), options.size)
        each = fill(shop, options.size)
        shop.desk.view(view_search, ANNA, "warm")
        plain = raw_connection(shop.path, "NORMAL")
        queue = (
            "SELECT * FROM helpdesk_core_service_requests WHERE tenant = 'shop' AND closed_at IS NULL "
            "ORDER BY priority, created_at, id LIMIT 50"
        )
        base = statistics.median(cpu(lambda: plain.execute(queue).fetchall()) for _ in range(50))
        table = Table("search", "found", "milliseconds", "÷ a plain page of the queue")
        for name, words in QUERIES.items():
            taken, found = [], 0
            for n in range(options.rounds * 10):
                taken.append(cpu(lambda n=n: shop.desk.view(view_search, ANNA, words(n))))
                found = len(shop.desk.view(view_search, ANNA, words(n)).rows)  # type: ignore[union-attr]
            middle = statistics.median(taken)
            table.add_row(name, str(found), f"{middle * 1000:.2f}", f"{middle / base:.1f}")
        console.print(table)
        console.print(
            f"indexing one request: {each * 1000:.2f} ms of CPU; the file: {shop.path.stat().st_size / 1e6:.0f} MB"
        )
        plain.close()


if __name__ == "__main__":
    main()
