"""Prints docs/reference/hooks.md from the docstrings of the hook specifications."""

from __future__ import annotations

import inspect
from pathlib import Path

from helpdesk_core.plugins import specs

HEAD = """# Hooks

Generated from `helpdesk_core/plugins/specs.py` by `python docs/reference/hooks.py`;
[how to write a plugin](../how-to/write-a-plugin.md).
"""


def page() -> str:
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


if __name__ == "__main__":
    Path(__file__).with_name("hooks.md").write_text(page(), encoding="utf-8")
