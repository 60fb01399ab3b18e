"""``helpdesk embed``."""

from __future__ import annotations

from pathlib import Path

from helpdesk_core import ConfigurationError

from .embedding import find, lines


def embed(folder: Path = Path()) -> None:
    """Print the lines that put the desk into a shop of Django, Flask or FastAPI. Nothing is edited.

    Args:
        folder: Where the shop's code is.
    """
    found = find(folder.resolve())
    if found is None:
        raise ConfigurationError(f"no Django, Flask or FastAPI app was found in {folder.resolve()}")
    print(lines(found, folder.resolve()), end="")
