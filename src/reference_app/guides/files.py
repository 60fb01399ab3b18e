"""Guides as files: one TOML file for each language, ``<name>.<language>.toml``. They are read into drafts and
written from what there is; what everybody reads is in the database, and decided about there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

from helpdesk_core import Actor, ConfigurationError, Helpdesk, InputError, Message, Refusal
from helpdesk_core.commands import Published, SaveGuide
from helpdesk_core.settings import in_english, toml_document
from helpdesk_core.views import GuideContent, GuideVersion, WrittenGuide, view_written_guide

_REVIEW = "review_by"


@attrs.frozen(kw_only=True)
class GuideFile:
    """A guide in one language, as a file has it.

    Attributes:
        parts: What it says, checked.
        review_by: The day by which somebody should look whether it still holds.
    """

    slug: str
    language: str
    parts: Mapping[str, Any]
    review_by: date | None


@attrs.frozen
class Loaded:
    """What became of a file: ``said`` is "new", "changed" or "as it is"."""

    file: GuideFile
    said: str


def shipped() -> Traversable:
    """The folder of the guides that come with the app."""
    return files("reference_app").joinpath("guides", "data")


def own_folders(folders: Iterable[str | Path]) -> tuple[Path, ...]:
    """Where a shop's folders have guides."""
    return tuple(folder for one in folders if (folder := Path(one, "guides")).is_dir())


def read_folder(folder: Traversable | Path) -> tuple[GuideFile, ...]:
    """The guides of a folder, the files of each guide one after the other.

    Args:
        folder: The folder.

    Returns:
        The guides.

    Raises:
        ConfigurationError: Something is wrong with the files: all of it is said, with the file's name.
    """
    found, wrong = [], []
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=attrgetter("name")):
        try:
            found.append(read_file(file))
        except ConfigurationError as error:
            wrong.append(str(error))
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    return tuple(found)


def read_file(file: Traversable | Path) -> GuideFile:
    """One file.

    Args:
        file: The file.

    Returns:
        The guide.

    Raises:
        ConfigurationError: It is no TOML, or says what a guide cannot say.
    """
    slug, _, language = file.name.removesuffix(".toml").rpartition(".")
    try:
        plain = tomllib.loads(file.read_text(encoding="utf-8"))
        review_by = plain.pop(_REVIEW, None)
        if review_by is not None and type(review_by) is not date:
            raise ConfigurationError(f"guide {file.name}: {_REVIEW} is a day, such as 2027-05-01")
        GuideContent.read(plain)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"guide {file.name}: {error}") from None
    except InputError as error:
        said = "; ".join(in_english(one) for one in error.errors)
        raise ConfigurationError(f"guide {file.name}: {said}") from None
    return GuideFile(slug=slug or language, language=language, parts=plain, review_by=review_by)


def load(desk: Helpdesk, actor: Actor, found: Sequence[GuideFile]) -> Iterator[Loaded]:
    """Write files as versions to be checked; what says the same already stays as it is.

    Args:
        desk: The desk.
        actor: Who writes.
        found: Files; those of languages that the shop has not are left out.

    Yields:
        Each file with what became of it.

    Raises:
        ConfigurationError: The desk refuses one.
    """
    first = {language: place for place, language in enumerate(desk.settings.languages)}
    fit = [one for one in found if one.language in first]
    for one in sorted(fit, key=lambda file: (file.slug, first[file.language])):
        written = desk.view(view_written_guide, actor, one.slug)
        newest = written.newest(one.language) if isinstance(written, WrittenGuide) else None
        content = Published.of(dict(one.parts))
        if newest is not None and (newest.parts, newest.review_by) == (content, one.review_by):
            yield Loaded(one, "as it is")
            continue
        fields = {
            "slug": one.slug,
            "language": one.language,
            "content": content,
            "review_by": one.review_by,
            "is_ready": "yes",
            "seen": None if newest is None else newest.digest,
        }
        answer = desk.handle(desk.read(SaveGuide, fields), actor)
        if isinstance(answer, Refusal):
            words = desk.translator("en").text(Message(answer.code, answer.params))
            raise ConfigurationError(f"guide {one.slug}.{one.language}: {words}")
        yield Loaded(one, "new" if newest is None else "changed")


def as_file(version: GuideVersion) -> str:
    """A version as a file's text.

    Args:
        version: The version.

    Returns:
        TOML that reads back as the same.
    """
    review = f"{_REVIEW} = {version.review_by.isoformat()}\n" if version.review_by is not None else ""
    return review + toml_document(version.parts.plain)
