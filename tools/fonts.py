"""Make the fonts of documents from those of the pages: fixed weights, as TrueType, which is what typst reads.

    python tools/fonts.py            writes src/helpdesk_core/adapters/documents/fonts/*.ttf

Needs ``pip install fonttools brotli``. The checksums stand in FONTS.md beside them; a test compares.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "src" / "reference_app" / "static" / "fonts"
TARGET = Path(__file__).parents[1] / "src" / "helpdesk_core" / "adapters" / "documents" / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
_PARTS = ("latin", "latin-ext")
_WEIGHTS = {"Regular": 400, "Bold": 700}


def make(style: str, weight: int) -> Any:
    """One weight: the parts of the variable font at that weight, put together."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with tempfile.TemporaryDirectory() as folder:
        paths: list[str] = []
        for part in _PARTS:
            (source,) = SOURCE.glob(f"hyperlegible-{part}.*.woff2")
            font = instantiateVariableFont(TTFont(source), {"wght": weight})
            font.flavor = None
            made_at = font["head"].created
            paths.append(f"{folder}/{part}.ttf")
            font.save(paths[-1])
        merged = Merger().merge(paths)
    merged["OS/2"].usWeightClass = weight
    merged["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    merged["head"].macStyle = 1 if style == "Bold" else 0
    merged["head"].created = merged["head"].modified = made_at
    merged.recalcTimestamp = False
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    merged["name"].names = [one for one in merged["name"].names if one.nameID in (0, 3, 5, 13, 14)]
    for id, text in names.items():
        merged["name"].setName(text, id, 3, 1, 0x409)
    return merged


if __name__ == "__main__":
    for style, weight in _WEIGHTS.items():
        make(style, weight).save(TARGET / f"AtkinsonHyperlegibleNext-{style}.ttf")
