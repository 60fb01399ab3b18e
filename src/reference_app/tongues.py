"""Texts of another language on a page: they fell back, and a screen reader has to be told (WCAG 2.2, 3.1.2).

Templates ask for words everywhere, in attributes too, where an element cannot stand. So the words carry marks from the
Private Use Area until the page is whole; then those between tags become elements, and the others go.
"""

from __future__ import annotations

import re

from helpdesk_core.i18n import Translator, formats_of

_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([A-Za-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}}){{0,3}}){_NAMED}|{_CLOSE}")
#: A page in pieces: a tag, or an element that holds plain characters alone, or the words between.
_PIECE = re.compile(r"<(?:(title|option|textarea|script|style)\b[^>]*>.*?</\1\s*>|[^>]*>)|[^<]+", re.S | re.I)


def speaking(translator: Translator) -> Translator:
    """The translator of a page whose texts are marked where they fell back."""
    return translator.marking(lambda text, language: f"{_OPEN}{language}{_NAMED}{text}{_CLOSE}")


def spoken(html: str) -> str:
    """The HTML of a page, with ``lang`` and ``dir`` in place of marks. Whatever marks a person typed open nothing that
    is not closed in the same piece of text."""
    if _OPEN not in html and _CLOSE not in html:
        return html
    return _PIECE.sub(lambda piece: _MARK.sub("", piece[0]) if piece[0][0] == "<" else _words(piece[0]), html)


def _words(text: str) -> str:
    made, depth, end = [], 0, 0
    for mark in _MARK.finditer(text):
        made.append(text[end : mark.start()])
        end = mark.end()
        if mark[1]:
            made.append(f'<span lang="{mark[1]}" dir="{formats_of(mark[1]).direction}">')
            depth += 1
        elif depth:
            made.append("</span>")
            depth -= 1
    return "".join((*made, text[end:], "</span>" * depth))
