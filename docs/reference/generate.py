"""Writes what the reference takes from the code: hooks.md, and the diagram in lifecycle.md."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from helpdesk_core.plugins import specs
from helpdesk_core.service_requests.lifecycle import diagram

HERE = Path(__file__).parent

HEAD = """# Hooks

Generated from `helpdesk_core/plugins/specs.py` by `python docs/reference/generate.py`;
[how to write a plugin](../how-to/write-a-plugin.md).
"""


def hooks_page() -> str:
    """Every hook with its arguments, in the order of the specifications, and what a plugin is told of a request."""
    hooks = [(name, hook) for name, hook in vars(specs).items() if name.startswith("helpdesk_")]
    parts = [HEAD, inspect.getdoc(specs) or ""]
    for name, hook in hooks:
        parts.append(f"## `{name}{inspect.signature(hook)}`".replace("'", ""))
        parts.append(inspect.getdoc(hook) or "")
    parts.append("## `Facts`")
    parts.append(inspect.getdoc(specs.Facts) or "")
    parts.append("\n".join(f"- `{field.name}`" for field in specs.Facts.__attrs_attrs__))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def lifecycle_page() -> str:
    """The page as it is, with the diagram of the table."""
    page = (HERE / "lifecycle.md").read_text(encoding="utf-8")
    return re.sub(r"```mermaid\n.*?```", lambda _: f"```mermaid\n{diagram()}\n```", page, count=1, flags=re.S)


PAGES = {"hooks.md": hooks_page, "lifecycle.md": lifecycle_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
