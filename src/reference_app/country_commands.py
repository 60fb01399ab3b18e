"""``helpdesk countries …``: laws as data, one file for each country."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from cyclopts import App

from helpdesk_core import ConfigurationError
from helpdesk_core.countries import Country, Dated, known, problems_of, read_country
from helpdesk_core.i18n import definitions

from .capabilities import import_texts
from .console import console

countries = App(name="countries", help="What the law of each country sets, as files of data.")


@countries.command(name="list")
def list_all() -> None:
    """Each country with what its law sets today, and where that stands."""
    for one in known():
        _say(one)


@countries.command(name="print")
def print_one(code: str) -> None:
    """Print a country's file, to copy it for another one.

    Args:
        code: PL, CZ, …
    """
    found = files("helpdesk_core").joinpath("countries", f"{code.lower()}.toml")
    if code.upper() not in {one.code for one in known()} or not found.is_file():
        raise ConfigurationError(f"there is no file of {code}: there is {', '.join(one.code for one in known())}")
    sys.stdout.write(found.read_text(encoding="utf-8"))


@countries.command(name="check")
def check(file: Path) -> None:
    """Read a country's file whole, and say all that is wrong with it.

    Exits with 1 where anything is: an unknown key, a rule without a law or a law without a source, a date that is none,
    a rate beyond 100 %, two of one thing that hold on one day, words of a message that there is not.

    Args:
        file: The country's TOML file.
    """
    import_texts()  # whatever its words may stand for
    text = file.read_text(encoding="utf-8")
    wrong = list(problems_of(text))
    if not wrong:
        found = read_country(text)
        codes = enumerate(one.id for one in found.words)
        wrong = [f"words.{n}.id: there is no text {code}" for n, code in codes if code not in definitions]
    for one in wrong:
        console.print(f"✗ {one}", markup=False, soft_wrap=True)
    if wrong:
        sys.exit(1)
    _say(found)


def _say(found: Country) -> None:
    day = datetime.now(UTC).date()
    console.print(f"{found.code} {found.names['en']}, compared with its sources on {found.checked}", markup=False)
    rows: list[tuple[Dated, str]] = [(one, f"{one.days} days") for one in found.clocks]
    rows += [(one, f"{one.rate / 100:g} %") for one in found.rates]
    rows += [(one, f"{one.minor / 100:.2f} {found.currency}") for one in found.sums]
    rows += [(one, f"{one.months} months") for one in found.kept]
    rows += [(one, one.system) for one in found.duties]
    for row, says in rows:
        law = found.law(row.law)
        if row.holds(day) and law is not None:
            console.print(f"  {row.id}: {says}, since {row.since} ({law.source})", markup=False, soft_wrap=True)
