"""``nox -s train``: makes ``weights.bin`` anew. The same code makes the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from helpdesk_core.guardrails.redaction.engine import Redactor

from .examples import BESIDE, beside, examples, own_messages, read_families
from .families import messages
from .model import fit, written

_FILE = Path(__file__).parents[2] / "src/helpdesk_core/guardrails/redaction/weights.bin"
_TIMES = 5


def main() -> None:
    """Write the weights, or with ``--check`` say whether they would be the same."""
    families, lists = read_families()
    rules = Redactor(caution=None)
    every, more = [*own_messages(), *messages(families, lists, _TIMES, "train")], [*beside(lists)]
    made = written(fit([*examples(more, rules, BESIDE), *examples(every, rules)]))
    if "--check" in sys.argv:
        sys.exit(made != _FILE.read_bytes())
    _FILE.write_bytes(made)
    print(f"{len(families)} families, {len(every) + len(more)} messages, {len(made)} bytes")


if __name__ == "__main__":
    main()
