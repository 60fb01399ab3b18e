"""What redaction reaches: per kind and language, with its throughput.

``nox -s redaction``. On our own messages; with HELPDESK_REDACTION_SETS naming a folder of labelled sets and their
scorer, on those too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from helpdesk_core.guardrails.redaction import redact, redact_text

sys.path.insert(0, str(Path(__file__).parents[1]))
from redaction.corpus import damaged, leaks, messages

console = Console()


def own() -> None:
    """Our own messages as two tables."""
    secrets, leaked, kept, lost, named = (Counter[str]() for _ in range(5))
    every = list(messages())
    for message in every:
        done = redact(message.text)
        missed = leaks(message, done.text.text)
        found = {one.kind for one in done.found}
        for _, _, kind in message.secrets:
            secrets.update((kind, message.language, "all"))
            named.update((kind, "all") if kind in found else ())
        for kind in missed:
            leaked.update((kind, message.language, "all"))
        kept.update({message.language: len(message.keep), "all": len(message.keep)})
        gone = len(damaged(message, done.text.text))
        lost.update({message.language: gone, "all": gone})
    kinds = Table("kind", "secrets", "leaked", "named right")
    for kind in sorted({kind for message in every for _, _, kind in message.secrets}):
        kinds.add_row(kind, str(secrets[kind]), str(leaked[kind]), f"{100 * named[kind] / secrets[kind]:.0f} %")
    languages = Table("language", "secrets", "leak", "to keep", "damaged")
    for name in (*sorted({message.language for message in every}), "all"):
        share = f"{100 * leaked[name] / max(1, secrets[name]):.1f} %"
        languages.add_row(name, str(secrets[name]), share, str(kept[name]), str(lost[name]))
    console.print(f"{len(every)} messages of our own", kinds, languages)
    started, size = time.perf_counter(), 0
    for _ in range(10):
        for message in every:
            size += len(redact_text(message.text).encode())
    took = time.perf_counter() - started
    console.print(f"{10 * len(every) / took:,.0f} messages a second, {size / 1e6 / took:.2f} MB a second\n")


def shared(folder: Path) -> None:
    """The shared sets, by their own scorer."""
    for name in ("dev", "dev-clean", "dev-threads"):
        call = f"helpdesk_core.guardrails.redaction:{'redact_thread' if 'threads' in name else 'redact_text'}"
        console.rule(name)
        file = str(folder / f"{name}.jsonl")
        more = ["--speed", "4", "--hostile"] if name == "dev" else []
        subprocess.run([sys.executable, str(folder / "score.py"), "--call", call, file, "--twice", *more], check=False)


if __name__ == "__main__":
    own()
    if "HELPDESK_REDACTION_SETS" in os.environ:
        shared(Path(os.environ["HELPDESK_REDACTION_SETS"]))
    else:
        console.print("HELPDESK_REDACTION_SETS is not set: only our own messages were measured")
