"""Messages put together at random: a scene, what stands round a secret or a number that is none, what follows. They
show the judge many ways to say something where `families` show it those that people were heard to use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from .families import Family, Message, make
from .values import Lists

FOLDER = Path(__file__).with_name("parts")
Parts = dict[str, list[str]]
#: How often each kind is told of; each stands for one style of its values. In "mixed" the kinds stand in the line.
_KINDS = {"passcode": 10, "password": 7, "one_time_code": 5, "banking_code": 3, "card_cvv": 1}
_KINDS |= {"recovery_code": 1, "mixed": 4}
_STYLES = {
    "passcode": ["passcode"] * 14 + ["passcode:pattern", "passcode:spelled"],
    "password": ["password"] * 8 + ["password:word", "password:short"],
    "one_time_code": ["one_time_code"] * 8 + ["one_time_code:8", "one_time_code:alnum"],
    "recovery_code": ["recovery_code:short"],
}
RECOMBINED = 2_500, 3_000
"""Messages of each language with a secret, and without."""
_GAPS = (". ", ". ", " ", "\n", ", ", "\n\n", ".")


def read_parts() -> dict[str, Parts]:
    """The parts of each language, by their section."""
    every: dict[str, Parts] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        section: list[str] = []
        parts: Parts = {}
        every[file.stem] = parts
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("@ "):
                section = parts.setdefault(line[2:], [])
            elif line.strip() and not line.startswith("#"):
                section.append(line)
    return every


def recombined(lists: dict[str, Lists], secrets: int, clean: int) -> Iterator[Message]:
    """So many messages of each language with a secret, and so many without one; the same every time."""
    for language, parts in read_parts().items():
        for number in range(secrets + clean):
            chance = Random(f"parts/{language}/{number}")
            template = _with_secret(parts, chance) if number < secrets else _without(parts, chance)
            yield make(Family(language, "parts", template), lists, chance)


def _with_secret(parts: Parts, chance: Random) -> str:
    kinds = {kind: weight for kind, weight in _KINDS.items() if kind in parts}
    kind = chance.choices([*kinds], [*kinds.values()])[0]
    said = chance.choice(parts[kind])
    ends = said.endswith("~")
    for _ in range(said.count("~")):
        said = said.replace("~", f"«{chance.choice(_STYLES.get(kind, [kind]))}»", 1)
    if ends and chance.random() < 0.4:
        said += chance.choice(parts["tails"])
    return _in_scene(said, parts, chance, 0.25)


def _without(parts: Parts, chance: Random) -> str:
    return _in_scene(chance.choice(parts["kept"]), parts, chance, 0.35)


def _in_scene(said: str, parts: Parts, chance: Random, another: float) -> str:
    """With a scene before or behind it, perhaps, and with another number that is no secret."""
    if chance.random() < 0.3:
        said = said[:1].upper() + said[1:]
    around = []
    if chance.random() < 0.55:
        around.append(chance.choice(parts["scenes"]))
    if chance.random() < another:
        around.append(chance.choice(parts["kept"]))
    for other in around:
        gap = chance.choice(_GAPS)
        if chance.random() < 0.3:
            said = f"{said}{gap}{other}"
        else:
            said = f"{other.rstrip('.') if gap[0] in '.,' else other}{gap}{said}"
    return said
