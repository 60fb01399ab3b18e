"""The same shop and the same operations on plain ``sqlite3``, ourselves, SQLAlchemy and other helpdesks, in one run.

``nox -s bench_rivals -- [--rounds 9] [--only desk,core] [--million] [--folder F] [--json FILE] [--svg FILE]``.

Each contender has a process and a schema of its own (`contenders`); in each round all of them, in a new order, do a
short batch of the same. A ratio is formed within a round; the median of the rounds is shown. CPU time of the thread,
kernel included: SQLite works in the calling process. Before anything is measured, answers are compared with what is
right. ``--folder`` keeps the shops for a next run with the same code.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contenders import CONTENDERS, OPERATIONS, workload
from rich.console import Console
from rich.progress import track
from rich.table import Table

console = Console()
#: What contenders need that is not installed with the library.
NEEDS = {"roundup_desk": "roundup", "django_desk": "helpdesk"}
#: Beyond this many requests one is not filled: a file for each message.
MOST = {"roundup_desk": 100_000}
WRITES = ("create", "reply")
#: The shares of plain sqlite3 that we want.
WANTED = {"create": 0.25, "reply": 0.25, "track": 0.15, "room": 0.09, "queue": 0.60, "rare": 0.40, "common": 0.40}
WANTED["own"] = 0.12
Figures = dict[str, dict[str, dict[str, float]]]


class Process:
    """A contender at work."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "contenders.worker", name],
            cwd=Path(__file__).parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, do: str, **asked: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **asked}) + "\n")
        self._process.stdin.flush()
        if not (line := self._process.stdout.readline()):
            raise SystemExit(f"{do} {asked}: it ended: {' '.join(map(str, self._process.args))}")  # type: ignore[arg-type]
        return json.loads(line)

    def end(self) -> None:
        """No more comes."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def present(only: set[str] | None) -> list[str]:
    """Those who can be measured here; the others are named."""
    found = []
    for name, called in CONTENDERS.items():
        if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
            console.print(f"{called} is not installed: left out")
        elif only is None or name in only or name == "plain":
            found.append(name)
    return found


def filled(name: str, folder: Path, size: int) -> Path:
    """The shop of a contender, made where there is none."""
    path = folder / f"{name}-{size}"
    if not path.exists():
        begun = folder / f"{name}-{size}-begun"
        shutil.rmtree(begun, ignore_errors=True)
        begun.unlink(missing_ok=True)
        process = Process(name)
        process("fill", path=str(begun), size=size)
        process.end()
        begun.rename(path)
        console.print(f"{CONTENDERS[name]}: {size:,} requests are there")
    return path


def _copied(path: Path, what: str) -> Path:
    copy = path.with_name(f"{path.name}-{what}")
    if path.is_dir():
        shutil.copytree(path, copy, dirs_exist_ok=True)
    else:
        shutil.copyfile(path, copy)
    return copy


def checked(name: str, path: Path, size: int) -> None:
    """Compare its answers, on a copy."""
    process = Process(name)
    process("open", path=str(_copied(path, "checked")), size=size)
    for wrong in process("check"):
        console.print(f"[red]{CONTENDERS[name]} answers wrongly: {wrong}")
    process.end()


def measured(names: list[str], folder: Path, size: int, rounds: int, seconds: float) -> Figures:
    """By operation and contender: microseconds, and the share of plain sqlite3."""
    paths = {name: filled(name, folder, size) for name in names if size <= MOST.get(name, size)}
    if size <= workload.SEARCHED:
        for name, path in paths.items():
            checked(name, path, size)
    readers, writers = {name: Process(name) for name in paths}, {name: Process(name) for name in paths}
    can = {name: readers[name]("open", path=str(path), size=size) for name, path in paths.items()}
    for name, path in paths.items():
        writers[name]("open", path=str(_copied(path, "written")), size=size)
    jobs = [
        (operation, [name for name in paths if operation in can[name]])
        for operation in OPERATIONS
        if size <= workload.SEARCHED or operation not in ("rare", "common")
    ]
    chance, found = random.Random(1), {}
    for operation, who in track(jobs, f"{size:,}", console=console):
        at_work = writers if operation in WRITES else readers
        turns = [_round(operation, who, at_work, chance, seconds, n) for n in range(-1, rounds)][1:]
        found[operation] = {name: _figures([(turn[name], turn["plain"]) for turn in turns]) for name in who}
    for process in (*readers.values(), *writers.values()):
        process.end()
    return found


def _round(
    operation: str, who: list[str], at_work: dict[str, Process], chance: random.Random, seconds: float, number: int
) -> dict[str, float]:
    order = chance.sample(who, len(who))
    return {name: at_work[name]("measure", operation=operation, seed=number * 4 + 8, seconds=seconds) for name in order}


def _figures(pairs: list[tuple[float, float]]) -> dict[str, float]:
    return {
        "microseconds": statistics.median(own for own, _ in pairs),
        "share": statistics.median(plain / own for own, plain in pairs),
    }


def shown(figures: Figures, size: int) -> Table:
    """As a table."""
    names = [name for name in CONTENDERS if any(name in row for row in figures.values())]
    table = Table(f"{size:,} requests", "wanted", *(CONTENDERS[name] for name in names))
    for operation, row in figures.items():
        cells = (_cell(row[name]) if name in row else "–" for name in names)
        table.add_row(f"{OPERATIONS[operation].partition(':')[0]} {operation}", f"{WANTED[operation]:.2f}", *cells)
    return table


def _cell(one: dict[str, float]) -> str:
    taken = one["microseconds"]
    said = f"{taken:.0f} µs" if taken < 1000 else f"{taken / 1000:.1f} ms"
    return f"{said} ({one['share']:.2g})"


_LEFT, _WIDTH, _BAR, _LEAST = 130, 470, 12, 0.001
_COLOURS = {"desk": "a", "core": "b", "orm": "c", "roundup_desk": "d", "django_desk": "e"}
_STYLE = (
    "text{font:13px sans-serif;fill:#16232a}.s{font-size:11px}.a{fill:#0b5563}.b{fill:#7a5ea8}.c{fill:#b294d6}"
    ".d{fill:#b3661f}.e{fill:#d9a441}.l{stroke:#7b8a91;stroke-dasharray:3 3}.w{stroke:#c0262d;stroke-width:3}"
    "@media(prefers-color-scheme:dark){text{fill:#e8eef0}.a{fill:#6cc5d6}.w{stroke:#ff8a8f}}"
)


def drawn(figures: Figures) -> str:
    """As a picture: shares of plain sqlite3, each step to the left a tenth; what we want is marked."""
    lines, top = list(_legend()), 46
    for operation, row in figures.items():
        lines.append(f'<text x="0" y="{top + 12}">{OPERATIONS[operation].partition(":")[0]} {operation}</text>')
        first = top
        for name, kind in _COLOURS.items():
            if name in row:
                length = max(2.0, _place(row[name]["share"]))
                lines.append(f'<rect class="{kind}" x="{_LEFT}" y="{top}" width="{length:.0f}" height="{_BAR - 2}"/>')
                at = f'x="{_LEFT + length + 5:.0f}" y="{top + 9}"'
                lines.append(f'<text class="s" {at}>{row[name]["share"]:.2g}</text>')
                top += _BAR
        wanted = _LEFT + _place(WANTED[operation])
        lines.append(f'<line class="w" x1="{wanted:.0f}" x2="{wanted:.0f}" y1="{first}" y2="{first + _BAR - 2}"/>')
        top += 10
    for share in (0.001, 0.01, 0.1, 1.0):
        at = _LEFT + _place(share)
        lines.append(f'<line class="l" x1="{at:.0f}" x2="{at:.0f}" y1="40" y2="{top}"/>')
        lines.append(f'<text class="s" x="{at - 12:.0f}" y="{top + 14}">{share:g}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {top + 20}" role="img"'
    label = 'aria-label="Shares of plain sqlite3, by operation and contender"'
    return "\n".join((f"{head} {label}>", f"<style>{_STYLE}</style>", *lines, "</svg>\n"))


def _legend() -> Iterator[str]:
    for place, (name, kind) in enumerate(_COLOURS.items()):
        x = place * 128
        yield f'<rect class="{kind}" x="{x}" y="4" width="12" height="12"/><text class="s" x="{x + 17}" y="14">'
        yield f"{CONTENDERS[name]}</text>"
    yield '<line class="w" x1="6" x2="6" y1="22" y2="34"/><text class="s" x="17" y="32">what we want of ours</text>'


def _place(share: float) -> float:
    """Where a share stands on the scale, from a thousandth to one."""
    from math import log10

    return max(0.0, (log10(max(share, _LEAST)) + 3) / 3 * _WIDTH)


def main() -> None:
    """Measure, print, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.25, help="of one batch")
    parser.add_argument("--only", help="contenders, by module, with commas; plain is always there")
    parser.add_argument("--million", action="store_true", help="also at 1,000,000 requests, without the search")
    parser.add_argument("--folder", type=Path, help="where shops are kept for the next run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    names = present(set(options.only.split(",")) if options.only else None)
    found = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        for size in (10_000, *([1_000_000] if options.million else [])):
            found[size] = measured(names, folder, size, options.rounds, options.seconds)
            Console(width=150).print(shown(found[size], size))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if options.svg:
        options.svg.write_text(drawn(found[10_000]), encoding="utf-8")


if __name__ == "__main__":
    main()
