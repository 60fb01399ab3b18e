"""Families of messages, and what is made of them: filled in, put among other talk, damaged as people's typing is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import attrs

from helpdesk_core.guardrails import redaction
from helpdesk_core.guardrails.redaction import Cue

from .kept import KEPT
from .values import SECRETS, Lists

FOLDER = Path(__file__).with_name("families")
_SLOT = re.compile(r"«([a-z_]+(?::[\w\-]+)?)»|\{(\w+)\}|<(\w+)>|\[([^\[\]]*)\]")
_ANSWER = re.compile(r"\((\w+)\) ")
Piece = tuple[str, str]
"""Some text, and the kind of secret it is, "keep", or nothing."""


@attrs.frozen
class Family:
    """One way to say something: a template below its situation."""

    language: str
    situation: str
    template: str


@attrs.frozen
class Message:
    """What was made of a family: secrets and what must stay, as (start, end, kind) and (start, end)."""

    language: str
    situation: str
    text: str
    secrets: tuple[tuple[int, int, str], ...]
    keep: tuple[tuple[int, int], ...]
    cue: Cue | None = None


def read_families() -> tuple[list[Family], dict[str, Lists]]:
    """All families, and the lists of each language."""
    families: list[Family] = []
    lists: dict[str, Lists] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        language, situation = file.stem, ""
        lists[language] = words = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if line.startswith("@ "):
                situation = line[2:]
            elif situation == "lists":
                name, _, values = line.partition(" = ")
                words[name] = values.split("|")
            else:
                families.append(Family(language, situation, line))
    return families, lists


def make(family: Family, lists: dict[str, Lists], chance: Random, others: Sequence[Family] = ()) -> Message:
    """One message of a family; ``others`` are families of its language that it may stand beside."""
    words = lists[family.language]
    if answer := _ANSWER.match(family.template):
        pieces = _filled(family.template[answer.end() :], words, chance)
        return attrs.evolve(_joined(family, _damaged(pieces, chance, family.language)), cue=Cue(answer.group(1)))
    pieces = _filled(family.template, words, chance)
    if others and chance.random() < 0.3:
        other = _filled(chance.choice(others).template, words, chance)
        gap = chance.choice([". ", ". ", "\n", ", ", "\n\n"])
        pieces = [*pieces, (gap, ""), *other] if chance.random() < 0.5 else [*other, (gap, ""), *pieces]
    for name, share, before in (
        ("filler", 0.25, True),
        ("opener", 0.3, True),
        ("filler", 0.25, False),
        ("closer", 0.25, False),
    ):
        if chance.random() < share:
            more = _filled(chance.choice(words[name]), words, chance)
            gap = chance.choice([" ", " ", "\n"])
            pieces = [*more, (gap, ""), *pieces] if before else [*pieces, (chance.choice([gap, ". ", gap]), ""), *more]
    return _joined(family, _damaged(pieces, chance, family.language))


def _filled(template: str, words: Lists, chance: Random) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for slot in _SLOT.finditer(template):
        pieces.append((template[done : slot.start()], ""))
        done = slot.end()
        secret, kept, listed, choice = slot.groups()
        if secret:
            kind = "passcode" if secret == "card_cvv:as-passcode" else secret.partition(":")[0]
            pieces.append((SECRETS[secret](chance, words), kind))
        elif kept in KEPT:
            pieces.append((KEPT[kept](chance), "keep"))
        elif choice is not None:
            pieces += _filled(chance.choice(choice.split("|")), words, chance)
        else:
            pieces.append((chance.choice(words[listed or kept]), ""))
    pieces.append((template[done:].replace("⏎", "\n"), ""))
    return [(text.replace("⏎", "\n") if kind == "" else text, kind) for text, kind in pieces if text]


def _plain(text: str) -> str:
    text = text.replace("ł", "l").replace("Ł", "L").replace("ß", "ss")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _mistyped(text: str, chance: Random) -> str:
    """Two letters of one word changed round, or one left out."""
    words = list(re.finditer(r"[^\W\d_]{5,}", text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randrange(1, len(word.group()) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if chance.random() < 0.5 else text[:at] + text[at + 1 :]


#: A blank that people leave out.
_GLUED = re.compile(r"([.,:;!?0-9]) ([^\W_])")


def _damaged(pieces: list[Piece], chance: Random, language: str) -> list[Piece]:
    """As typed on a phone, by a machine that listens, or in a hurry. Values stay as they are."""
    ways: list[Callable[[str], str]] = []
    if chance.random() < 0.25:
        ways.append(str.lower)
    if language not in ("en", "uk") and chance.random() < 0.3:
        ways.append(_plain)
    if chance.random() < 0.08:
        ways.append(lambda text: re.sub(r"[.,!?]", "", text))
    if chance.random() < 0.04:
        ways.append(str.upper)
    if chance.random() < 0.06:
        ways.append(lambda text: text.replace(": ", chance.choice([":", " : ", " - ", " = ", " ", " -> "])))
    if chance.random() < 0.06:
        ways.append(lambda text: _GLUED.sub(r"\1\2", text, count=1))
    for way in ways:
        pieces = [(text if kind else way(text), kind) for text, kind in pieces]
    if chance.random() < 0.1:
        at = chance.randrange(len(pieces))
        pieces[at] = (_mistyped(pieces[at][0], chance), "") if not pieces[at][1] else pieces[at]
    return pieces


def _joined(family: Family, pieces: list[Piece]) -> Message:
    text, secrets, keep = "", [], []
    for piece, kind in pieces:
        place = (len(text), len(text) + len(piece))
        if kind == "keep":
            keep.append(place)
        elif kind:
            secrets.append((*place, kind))
        text += piece
    return Message(family.language, family.situation, text, tuple(secrets), tuple(keep))


def messages(families: Sequence[Family], lists: dict[str, Lists], times: int, seed: str) -> Iterator[Message]:
    """Several messages of each family, the same for the same seed. They stand beside families given here alone, so that
    those held back appear in none."""
    calm = {
        language: [
            one
            for one in families
            if one.language == language and "«" not in one.template and not _ANSWER.match(one.template)
        ]
        for language in lists
    }
    for family in families:
        for number in range(times):
            chance = Random(f"{seed}/{family.language}/{family.template}/{number}")
            yield make(family, lists, chance, calm[family.language])


#: How a label stands beside a value, in any language.
_BESIDE = ("{} {}", "{}: {}", "{}:{}", "{} - {}", "{} = {}", "{}\n{}", "{} ({})", "({}) {}", '{} "{}"', "{}, {}")
_KINDS_OF_CODE = {"code": "passcode", "login": "password", "access": "password"}


def labelled(chance: Random, lists: dict[str, Lists]) -> Iterator[Message]:
    """Every word that redaction knows, with a value: those that announce a kind before one of it, those that claim a
    number before a number."""
    for language, table in tables():
        words = lists[language]
        for kind, labels in table["words"].items():
            kind = _KINDS_OF_CODE.get(kind, kind)
            made = [name for name in SECRETS if name.partition(":")[0] == kind]
            for label in labels if made else ():
                value = (SECRETS[chance.choice(made)](chance, words), kind)
                yield _beside(language, label.strip("*"), value, words, chance)
        for label in table["guards"] + table.get("numbered", []) * 2:
            for _ in range(2):
                value = (
                    KEPT[chance.choice(["num3", "num4", "num4", "num5", "num6", "num7", "num8", "order", "model"])](
                        chance
                    ),
                    "keep",
                )
                yield _beside(language, label.strip("*"), value, words, chance)


def _beside(language: str, label: str, value: Piece, words: Lists, chance: Random) -> Message:
    before, _, behind = chance.choice(_BESIDE).format(chance.choice([label, label.capitalize()]), "\0").partition("\0")
    pieces = [(before, ""), value, (behind, "")]
    if chance.random() < 0.4:
        pieces = [*_filled(chance.choice(words["opener"]), words, chance), (" ", ""), *pieces]
    if chance.random() < 0.4:
        pieces += [
            (chance.choice([". ", " ", "\n", ", "]), ""),
            *_filled(chance.choice(words["filler"]), words, chance),
        ]
    return _joined(Family(language, "words", label), pieces)


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """The words of redaction, by language."""
    folder = files(redaction).joinpath("words")
    for language in ("de", "en", "es", "fr", "pl", "uk"):
        yield language, tomllib.loads(folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"))
