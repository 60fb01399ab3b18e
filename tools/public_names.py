"""Write commands.pyi and views.pyi, by which type checkers know the names of `helpdesk_core.commands` and `.views`;
with --check only say what differs."""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

CORE = Path(__file__).parents[1] / "src" / "helpdesk_core"


def stub(public: str) -> str:
    """The stub of one public module: each name imported from its home."""
    module = import_module(f"helpdesk_core.{public}")
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for name in module.__all__:
        home: Any = getattr(module, name).__module__
        homes[home.removeprefix("helpdesk_core")].append(name)
    lines = [f'"""Written by tools/public_names.py: the names of helpdesk_core.{public}."""', ""]
    for home, names in sorted(homes.items()):
        lines += [f"from {home} import {name} as {name}" for name in sorted(names, key=_import_order)]
    return "\n".join(lines) + "\n"


def _import_order(name: str) -> tuple[bool, str]:
    """Classes first, then functions: as the linter sorts what is imported."""
    return name[0].islower(), name.lower()


def main() -> int:
    """Write, or check."""
    wrong = 0
    for public in ("commands", "views"):
        path, text = CORE / f"{public}.pyi", stub(public)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            wrong += 1
            print(f"{path.name}: {'differs from the registries' if '--check' in sys.argv else 'written'}")
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
