"""The words of HTML, and nothing else: no element, script, style, picture or address that something is loaded from.

It is one pass over the text, without a tree: nesting costs nothing.
"""

from __future__ import annotations

import re
from html import unescape

_PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})([^<>]*)>|<[!?][^<>]*>")
_HREF = re.compile(r"""href\s{0,5}=\s{0,5}["']?((?:https?://|mailto:|tel:)[^"'\s>]{1,1000})""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s{0,5}=\s{0,5}"([^"]{1,200})\"""", re.IGNORECASE)
_UNSEEN = ("script", "style", "head", "title", "svg", "math", "template", "noscript")
_BLOCK = re.compile(
    "address|article|aside|blockquote|center|d[dlt]|div|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|tfoot|thead|tr|ul"
)
_APART = re.compile("h[1-6]|ol|p|pre|table|ul")
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_MOST_LEVELS = 5


def plain_text(html: str) -> str:
    """HTML as plain text.

    Args:
        html: Anything; what it costs grows with its length alone.

    Returns:
        Its words: paragraphs apart, what was quoted behind ``>``, links as their address beside their words.
    """
    return _Reader(html).text()


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, html: str) -> None:
        self._html, self._lower = html, html.lower()
        self._lines: list[str] = []
        self._line: list[str] = []
        self._level, self._pre = 0, 0
        self._link: tuple[str, int] | None = None

    def text(self) -> str:
        """The words of all of it."""
        at = 0
        while (start := self._html.find("<", at)) >= 0:
            self._say(self._html[at:start])
            at = self._tag(start)
        self._say(self._html[at:])
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def _tag(self, start: int) -> int:
        """What stands at a ``<``; returns where to go on."""
        if self._html.startswith("<!--", start):
            end = self._lower.find("-->", start)
            return len(self._html) if end < 0 else end + 3
        found = _PIECE.match(self._html, start)
        if found is None:
            self._line.append("<")
            return start + 1
        name = (found[2] or "").lower()
        if name in _UNSEEN and not found[1] and not found[3].endswith("/"):
            end = self._lower.find(f"</{name}", found.end())
            closed = self._lower.find(">", end) if end >= 0 else -1
            return closed + 1 if closed >= 0 else len(self._html)
        self._element(name, bool(found[1]), found[3] or "")
        return found.end()

    def _element(self, name: str, closing: bool, inside: str) -> None:
        if name == "br":
            self._end_line(always=True)
        elif name == "img" and (alt := _ALT.search(inside)) is not None:
            self._say(alt[1])
        elif name in ("td", "th") and closing:
            self._line.append("  ")
        elif name == "a":
            self._anchor(closing, inside)
        if _BLOCK.fullmatch(name):
            self._block(name, closing)

    def _block(self, name: str, closing: bool) -> None:
        self._end_line()
        if _APART.fullmatch(name):
            self._lines.append(self._quote())
        if name == "blockquote":
            self._level = max(0, self._level + (-1 if closing else 1))
        elif name == "pre":
            self._pre = max(0, self._pre + (-1 if closing else 1))
        elif name == "li" and not closing:
            self._line.append("- ")

    def _anchor(self, closing: bool, inside: str) -> None:
        """The address of a link stands beside its words, unless they are the same."""
        if not closing:
            found = _HREF.search(inside)
            self._link = None if found is None else (unescape(found[1]), len(self._line))
        elif self._link is not None:
            address, since = self._link
            said, bare = "".join(self._line[since:]).strip(), address.partition(":")[2].strip("/")
            if said and bare not in said and said.strip("/") not in address:
                self._line.append(f" ({address})")
            self._link = None

    def _say(self, raw: str) -> None:
        if not raw:
            return
        text = unescape(raw)
        if not self._pre:
            self._line.append(_SPACES.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._end_line(always=True)
            self._line.append(line)

    def _quote(self) -> str:
        return "> " * min(self._level, _MOST_LEVELS)

    def _end_line(self, *, always: bool = False) -> None:
        line = "".join(self._line)
        line = line.rstrip() if self._pre else re.sub(r" {2,}", "  ", line).strip()
        self._line, self._link = [], None
        if line or always:
            self._lines.append(self._quote() + line)
