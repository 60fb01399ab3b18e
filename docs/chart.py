"""Draw the figures: python docs/chart.py FIGURES.json > docs/images/figures.svg (written by bench --json)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

_END = ", share of plain sqlite3"
_STYLE = (
    "text{font:13px sans-serif;fill:#16232a}.b{fill:#0b5563}.l{stroke:#7b8a91;stroke-dasharray:3 3}"
    "@media(prefers-color-scheme:dark){text{fill:#e8eef0}.b{fill:#6cc5d6}}"
)


def chart(figures: dict[str, float]) -> str:
    """Bars of the shares, readable in light and dark."""
    rows = [(name.removesuffix(_END), value) for name, value in figures.items() if name.endswith(_END)]
    height = 26 * len(rows) + 40
    title = f'viewBox="0 0 640 {height}" role="img" aria-label="Shares of plain sqlite3"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {title}>', f"<style>{_STYLE}</style>"]
    for n, (label, value) in enumerate(rows):
        y = 26 * n + 12
        parts.append(f'<text x="0" y="{y + 13}">{label}</text>')
        parts.append(f'<rect class="b" x="170" y="{y}" width="{value * 420:.0f}" height="17" rx="3"/>')
        parts.append(f'<text x="{176 + value * 420:.0f}" y="{y + 13}">{value:.2f}</text>')
    parts.append(f'<line class="l" x1="590" x2="590" y1="4" y2="{height - 24}"/>')
    parts.append(f'<text x="520" y="{height - 8}">1.0: plain sqlite3</text></svg>')
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(chart(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n")
