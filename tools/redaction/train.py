"""``nox -s train``: makes ``weights.bin`` anew. The same code makes the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from helpdesk_core.guardrails.redaction.engine import Redactor

from .examples import always, examples, read_families
from .families import messages
from .model import fit, written
from .parts import RECOMBINED, recombined

_FILE = Path(__file__).parents[2] / "src/helpdesk_core/guardrails/redaction/weights.bin"
_TIMES = 5


def main() -> None:
    """Write the weights, or with ``--check`` say whether they would be the same."""
    families, lists = read_families()
    rules = Redactor(caution=None)
    every = [*always(lists), *recombined(lists, *RECOMBINED), *messages(families, lists, _TIMES, "train")]
    made = written(fit([*examples(every, rules)]))
    if "--check" in sys.argv:
        sys.exit(made != _FILE.read_bytes())
    _FILE.write_bytes(made)
    print(f"{len(families)} families, {len(every)} messages, {len(made)} bytes")


if __name__ == "__main__":
    main()
