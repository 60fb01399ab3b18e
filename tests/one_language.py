"""Whether a page speaks one language: no sentence of the library or the pages stands there in the other one."""

from __future__ import annotations

from functools import cache

from lxml.html import document_fromstring

from capabilities.scene import SHOP
from helpdesk_core.base.messages import definitions
from helpdesk_core.testing import make_desk
from shops import read

_SHORTEST = 16
"""Shorter texts are words that people write too."""


@cache
def _sentences() -> list[tuple[str, str]]:
    """Texts without a placeholder that differ, in English and in Polish."""
    both = [make_desk(settings=SHOP).translator(language) for language in ("en", "pl")]
    codes = [code for code, text in definitions.items() if "{" not in str(text)]
    found = [tuple(" ".join(read(str(t(code))).split()) for t in both) for code in codes]
    return [(en, pl) for en, pl in found if en != pl and min(len(en), len(pl)) >= _SHORTEST]


def strange(html: str) -> list[str]:
    """What a page says in a language that it is not in, but for its parts that name one of their own."""
    page = document_fromstring(html)
    language = str(page.get("lang"))
    own = 0 if language.startswith("en") else 1
    marked = (part for part in page.body.xpath(".//*[@lang][not(.//main)]") if part.get("lang") != language)
    for part in [*page.body.iter("script", "style", "code", "textarea"), *marked]:
        part.clear(keep_tail=True)
    said = " ".join(" ".join(page.body.itertext()).split())
    others = {pair[1 - own] for pair in _sentences()} - {pair[own] for pair in _sentences()}
    return sorted(text for text in others if text in said)
