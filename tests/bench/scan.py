"""What `helpdesk scan` costs over `helpdesk redact` on the same texts, and whether its memory grows with the file:
``python tests/bench/scan.py [--tickets 100000]``. Both run as commands; times are CPU, compared within one run."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from redaction.corpus import messages

COLUMNS = ("Ticket Number", "Date Created", "Subject", "From", "From Email", "Issue Details")


def main() -> None:
    """Write exports of two sizes, and run both commands over them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tickets", type=int, default=100_000)
    tickets = asked.parse_args().tickets
    table = Table("command", "tickets", "CPU s", "÷ redact", "most memory, MB")
    with tempfile.TemporaryDirectory() as folder:
        for count in (tickets // 10, tickets):
            file = export(Path(folder, f"{count}.csv"), count)
            alone, memory = run("redact", str(file), "--columns", "Subject,Issue Details", "--output", f"{file}.safe")
            table.add_row("redact", f"{count:,}", f"{alone:.1f}", "1", f"{memory:.0f}")
            spent, memory = run("scan", str(file), "--json")
            table.add_row("scan", f"{count:,}", f"{spent:.1f}", f"{spent / alone:.2f}", f"{memory:.0f}")
    Console().print(table)


def export(file: Path, count: int) -> Path:
    """An export as osTicket writes it, with the messages of our own corpus."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number, message in enumerate(islice(cycle(messages()), count)):
            rows.writerow((number, "2026-11-26 10:00", "Laptop", "Kern", f"c{number}@example.com", message.text))
    return file


def run(*words: str) -> tuple[float, float]:
    """A command's CPU seconds, and the most memory it held, in MB."""
    command = [sys.executable, "-m", "reference_app.cli", *words]
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{words[0]} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
