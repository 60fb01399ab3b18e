"""Roots of Polish verbs and of what is made of them, so that "pękł", "pęka" and "pęknięty" are one word to a search.

An ending is that of one class of verbs; what it changed before it is written back: "migocze" and "migotał" meet in
"migot", "zawiesił" and "zawieszony" in "zawies". Prefixes stay, since "włączyć" is not "wyłączyć".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_ADJECTIVES = "(?:y|a|e|i|ego|emu|ej|ych|ym|ymi)"
_OF_NOUNS = "(?:e|a|u|em|om|ach|ami)"
_PAST = "(?:l[aoiy]?|l[ae][ms]|li?smy|lys?my)"
_PRESENT = "(?:sz|my|cie)?"
# The classes, without accents: -nąć, -iąć, -ać, -ić and -eć, -ować; the first that fits is the word's.
_ENDING = re.compile(
    "(?<=..)(?:"
    f"(?P<n>(?<!i)n(?:[ae]{_PAST}|ac(?:{_OF_ADJECTIVES})?|iet{_OF_ADJECTIVES}|ieci{_OF_NOUNS}|ie{_PRESENT}))"
    f"|(?P<in>i(?:[ae]{_PAST}|ac|et{_OF_ADJECTIVES}|eci{_OF_NOUNS}))"
    f"|(?P<l>(?<=[bcdghkprstwz]){_PAST})"
    f"|(?P<a>a(?:{_PAST}|c|n{_OF_ADJECTIVES}|ni{_OF_NOUNS}|jac{_OF_ADJECTIVES}|ja|{_PRESENT}))"
    f"|(?P<soft>i?e(?:ni{_OF_NOUNS})|i?on{_OF_ADJECTIVES}|(?:ej)?e{_PRESENT})"
    f"|(?P<i>[iy](?:{_PAST}|c|t{_OF_ADJECTIVES}|{_PRESENT})|e(?:{_PAST}|c)|ac{_OF_ADJECTIVES}|u(?:{_PAST}|c|t{_OF_ADJECTIVES}))"
    ")$"
)
# What verbs that say it again and again have more, and those made of nouns.
_MORE = re.compile(r"(?<=...)(?:(?:ow)?(?:[iy]w|uj)|ew|ow)$")
# A softened sound, and what it may have been.
_HARD = (("szcz", ("sc", "sk")), ("cz", ("k", "t")), ("sz", ("s", "ch")), ("dz", ("d",)), ("c", ("t",)))


def roots(word: str) -> Iterator[str]:
    """What is left of a word if it is a form of a verb.

    Args:
        word: In small letters, without accents.

    Yields:
        Its roots, of three letters or more; none where it cannot be a form of a verb.
    """
    if (ending := _ENDING.search(word)) is None:
        return
    root, kind = _MORE.sub("", word[: ending.start()]).rstrip("ij"), ending.lastgroup
    if kind == "in":
        yield f"{root}in"
    if len(root) < 3:
        return
    yield root
    is_soft = kind == "soft" or (kind == "a" and len(root) > 5)
    for soft, hard in _HARD if is_soft else ():
        if root.endswith(soft):
            yield from (root[: -len(soft)] + one for one in hard)
            return
