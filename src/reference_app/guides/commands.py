"""``helpdesk guides …``: guides as files, and what is out of date among those that are shown."""

from __future__ import annotations

import sys
from pathlib import Path

from cyclopts import App

from helpdesk_core import ConfigurationError, Helpdesk, Refusal
from helpdesk_core.views import WrittenGuide, WrittenGuides, view_written_guide, view_written_guides

from ..console import console
from ..environment import DeskOption, shop
from ..shop_settings.commands import By, operator
from .files import as_file, load, read_folder, shipped

guides = App(name="guides", help="Guides for customers: read from files, written to files, looked through.")


@guides.command(name="load")
def load_files(folder: Path | None = None, *, desk: DeskOption = (), by: By = "command-line") -> None:
    """Read guides from a folder of TOML files, or those that come with the app, as drafts.

    Nobody reads them before a person has checked and published them at the desk. Every error of the files is said at
    once, and then nothing is loaded.

    Args:
        folder: Where the files are; without it, those that come with the app.
    """
    if folder is not None and not folder.is_dir():
        raise ConfigurationError(f"{folder} is no folder")
    made, found = shop(desk, operator=True).desk, read_folder(folder or shipped())
    made.refresh_settings()
    for one in load(made, operator(by), found):
        console.print(f"{one.file.slug}.{one.file.language}: {one.said}", markup=False)
    console.print("publish them at the desk, under Guides")


@guides.command
def export(folder: Path, *, desk: DeskOption = (), by: By = "command-line") -> None:
    """Write the newest version of every guide into a folder, one TOML file for each language.

    Args:
        folder: Where the files go.
    """
    made = shop(desk, operator=True).desk
    folder.mkdir(parents=True, exist_ok=True)
    for line in _written(made, by).rows:
        found = made.view(view_written_guide, operator(by), line.slug)
        version = found.newest(line.language) if isinstance(found, WrittenGuide) else None
        if version is not None:
            target = folder / f"{line.slug}.{line.language}.toml"
            target.write_text(as_file(version), encoding="utf-8")
            console.print(f"written: {target}", markup=False)


@guides.command
def check(*, desk: DeskOption = (), by: By = "command-line") -> None:
    """Say which of the guides that everybody reads are due for review, and which translations are out of date.

    Exits with 1 where there are any.
    """
    made, wrong = shop(desk, operator=True).desk, 0
    made.refresh_settings()
    for line in _written(made, by).rows:
        for is_so, said in (
            (line.is_outdated, "is due for review"),
            (line.is_behind, "its translation is out of date"),
        ):
            if is_so:
                wrong += 1
                console.print(f"✗ {line.slug}.{line.language} {said}", markup=False)
    if wrong:
        sys.exit(1)
    console.print("nothing is out of date")


def _written(desk: Helpdesk, by: str) -> WrittenGuides:
    found = desk.view(view_written_guides, operator(by))
    if isinstance(found, Refusal):
        raise ConfigurationError("this desk asks its host who that is: give the id of an admin by --by")
    return found
