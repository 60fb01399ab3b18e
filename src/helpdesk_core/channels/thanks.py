"""Whether a message says thank you and nothing else: then nobody has to answer, and nothing begins anew."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_GREETING = re.compile(
    r"\b(?:pozdrawiam|pozdrowienia|z poważaniem|z wyrazami|miłego|kind regards|best regards|regards|best wishes|cheers"
    r"|mit freundlichen|viele grüße|liebe grüße|beste grüße|mfg|lg)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_THANKS = re.compile("thanks?|thx|dzi[eę]kuj[eę]|dziękujemy|dzi[eę]ki|dziena|danke|dankeschön|vielen")
_AROUND = re.compile(
    "you|very|much|so|a|lot|many|for|your|the|all|everything|help|quick|reply|answer|again|ok|okay|great|perfect|super"
    "|hello|hi|dear|good|bye|bardzo|serdecznie|za|wszystko|pomoc|odpowiedź|szybką|informacj[eę]|ślicznie|i|pięknie"
    "|dobrze|świetnie|rozumiem|witam|dzień|dobry|państwu|panu|pani|z|góry|jeszcze|raz|wielkie|dobra|jasne|schön|sehr"
    "|für|ihre|die|hilfe|schnelle|antwort|alles|gut|guten|tag|hallo|nochmals|besten|dank"
)
_MOST_WORDS = 15


def is_thanks(text: str) -> bool:
    """Whether these words only thank.

    Args:
        text: The new words of a message.

    Returns:
        False for everything with a question, a number or any word besides.
    """
    if "?" in text or any(char.isdigit() for char in text):
        return False
    words = [word.lower() for word in _WORD.findall(_GREETING.sub("", text))]
    others = [word for word in words if not _THANKS.fullmatch(word)]
    return len(others) < len(words) <= _MOST_WORDS and all(map(_AROUND.fullmatch, others))
