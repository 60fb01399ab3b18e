"""Documents by typst: one folder of templates, our own fonts, nothing from the machine and nothing from a network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ...base.given import check_given
from ...ports.documents import Enclosed
from .codes import Drawn
from .glyphs import printable

TEMPLATES = Path(__file__).with_name("templates")
FONTS = Path(__file__).with_name("fonts")
STANDARDS: Any = ["ua-1", "a-3a"]
_NO_GLYPH = "could not be displayed"
"""What typst says of a sign that its fonts lack, which no archived document may have."""
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")
"""Letters of other scripts, and whatever is rare. Without them typst is told that all is Latin, and asks of no letter
what it is, which is a tenth of its work."""
SEAL = "helpdesk-seal:"
SEAL_LENGTH = 128
"""Hex digits of an Ed25519 signature (RFC 8032)."""
EMPTY_SEAL = SEAL + "0" * SEAL_LENGTH


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


class TypstDocuments:
    """See `ports.Documents`. Templates are ``<name>.typ``; they get ``data`` and the helpers of ``base.typ``.

    Args:
        templates: The folder, for a shop with templates of its own; it holds all of them.
    """

    def __init__(self, templates: Path = TEMPLATES) -> None:
        fits = isinstance(templates, Path) and templates.joinpath("base.typ").is_file()
        check_given(
            "TypstDocuments", templates=(fits, "the Path of a folder with all templates, base.typ too", templates)
        )
        self._templates = templates

    def render(
        self,
        template: str,
        data: Mapping[str, Any],
        language: str,
        *,
        made_at: datetime,
        enclosed: Enclosed | None = None,
    ) -> bytes:
        """See `ports.Documents`."""
        import typst

        words: dict[str, Any] = {**data, "language": language, "seal": EMPTY_SEAL, "enclosed": None}
        given = {}
        if enclosed is not None:
            words["enclosed"] = {"name": enclosed.name, "type": enclosed.type, "description": enclosed.description}
            given["enclosed"] = enclosed.content.decode()
        try:
            return self._compiled(template, _printable(words, language, True), made_at, given)
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
        return self._compiled(template, _printable(words, language, False), made_at, given)

    def _compiled(self, template: str, words: Any, made_at: datetime, given: Mapping[str, str]) -> bytes:
        import typst

        text = json.dumps(words, ensure_ascii=False)
        latin = "false" if _NOT_LATIN.search(text) else "true"
        made: bytes = typst.compile(
            self._templates / f"{template}.typ",
            root=self._templates,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(made_at.timestamp()),
            sys_inputs={"data": text, "latin": latin, **given},
        )
        return made


def _printable(value: Any, language: str, marks: bool) -> Any:
    if isinstance(value, Drawn):
        return value
    if isinstance(value, str):
        return printable(value, language, marks=marks)
    if isinstance(value, Mapping):
        return {name: _printable(inner, language, marks) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner, language, marks) for inner in value]
    return value
