"""``helpdesk verify-file`` and ``helpdesk signing-keys``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from helpdesk_core import Anchor, ConfigurationError
from helpdesk_core.adapters.documents import CaseFiles, Verdict, check_case_file, is_installed, read_keys
from helpdesk_core.i18n import Translator

from ..console import console
from ..environment import DeskOption, shop
from .keys import as_published

_STATUS = {
    Verdict.GENUINE: 0,
    Verdict.CHANGED: 1,
    Verdict.OTHER_KEY: 1,
    Verdict.PAGES_CHANGED: 1,
    Verdict.UNREADABLE: 2,
    Verdict.DATA_HOLD: 3,
    Verdict.UNPROVED: 4,
}
Keys = Annotated[tuple[str, ...], Parameter(help="The shop's public key, or a file with its keys; may be given again.")]


def verify_file(file: Path, *, key: Keys = (), anchor: Path | None = None, language: str = "en") -> None:
    """Check a case file, without a database and without a network.

    Get the key from the shop's page of keys and not from whoever gave you the file. The exit status is 0 where the file
    is as the shop made it, 1 where it was changed or is another's, 2 where it cannot be read, 3 where the data hold and
    the pages were saved again, 4 where no key was given and nothing else is wrong.

    Args:
        file: The case file.
        anchor: A file of ``helpdesk audit anchor`` that somebody keeps outside the shop.
        language: Of what is said.
    """
    _require()
    keys = tuple(one for given in key for one in _keys(given))
    kept = None if anchor is None else Anchor.from_json(anchor.read_text(encoding="utf-8"))
    try:
        found = check_case_file(file.read_bytes(), keys, kept)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    t = Translator(language, zone=ZoneInfo("UTC"))
    about = f"{found.reference}: " if found.reference else ""
    console.print(f"{about}{t(found.verdict.label)}", markup=False, highlight=False, soft_wrap=True)
    for one in found.findings:
        console.print(f"  {t.text(one)}", markup=False, highlight=False, soft_wrap=True)
    sys.exit(_STATUS[found.verdict])


def signing_keys(*, desk: DeskOption = ()) -> None:
    """Print the public keys that case files are checked with, as JSON. Keep a copy before you drop an old secret."""
    _require()
    made = shop(desk).desk
    keys = as_published(CaseFiles(made.keyring, made.tenant).keys)
    sys.stdout.write(json.dumps({"shop": made.settings.shop_name, "keys": keys}, indent=2, ensure_ascii=False) + "\n")


def _require() -> None:
    if not is_installed():
        raise ConfigurationError("case files need more: pip install 'helpdesk-core[documents]'")


def _keys(given: str) -> tuple[str, ...]:
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8") if len(given) < 4096 and path.is_file() else given
    except (OSError, UnicodeError):
        raise ConfigurationError(f"{given} cannot be read") from None
    if not (found := read_keys(text)):
        raise ConfigurationError("--key is a public key of 64 hexadecimal digits, or a file with some")
    return found
