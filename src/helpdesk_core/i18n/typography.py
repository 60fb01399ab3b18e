"""Where a line of a language must not break. Catalogues and a shop's own words are written with plain spaces, and these
rules tie what belongs together, so that no translator has to type what cannot be seen."""

from __future__ import annotations

import re

_NO_BREAK = "\u00a0"
_JOINER = "\u2060"
#: A hyphen after a single letter, or between an abbreviation and its ending: "e-mail" and "SMS-a" stay whole.
_HYPHEN = re.compile(r"((?<![^\W_])[^\W\d_]-(?=[^\W\d_])|(?<=[A-Z]{2})-(?=[^\W\d_]{1,3}(?![^\W_])))")
#: Code, or the words after a tag.
_BETWEEN = re.compile(r"(<code\b.*?</code>)|>[^<]+", re.DOTALL)
#: A space that may not break, by language. Polish: a word of one letter does not end a line, a figure stays with its
#: unit and an abbreviation with what it counts (PWN, "Zasady pisowni", rules for typesetting). A placeholder may stand
#: for a word.
_TIED = {
    "pl": re.compile(
        r"(?<![^\W_])(?:[aiouwz]|nr|ul\.|al\.|godz\.|art\.|tel\.)( )(?=\S)"
        r"|(?<=\d)( )(?=(?:zł|gr|min|godz\.|kg|g|cm|mm|km|kB|MB|GB|r\.|%)(?!\w))",
        re.IGNORECASE,
    ),
    "en": re.compile(r"(?<!\w)no\.( )(?=[\d{])|(?<=\d)( )(?=(?:kg|g|cm|mm|km|kB|MB|GB|min)(?!\w))", re.IGNORECASE),
}


def tied(language: str, text: str) -> str:
    """A text with no-break spaces where its language wants them, and hyphens at which no line ends.

    Args:
        language: A tag; a variety (``pl-PL``) follows the rules of its language.
        text: Plain words.

    Returns:
        The text, which reads the same.
    """
    rule = _TIED.get(language.partition("-")[0])
    if rule is not None:
        text = rule.sub(lambda found: found.group().replace(" ", _NO_BREAK), text)
    return _HYPHEN.sub(rf"\1{_JOINER}", text)


def tied_html(language: str, html: str) -> str:
    """The same for the words between tags; what is code is copied as it stands.

    Args:
        language: A tag.
        html: What our own rendering made, in which each ``<`` begins a tag.

    Returns:
        The HTML.
    """
    return _BETWEEN.sub(lambda found: found.group() if found[1] else tied(language, found.group()), html)
