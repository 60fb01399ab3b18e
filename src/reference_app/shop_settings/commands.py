"""``helpdesk settings …``: the shop's settings as one TOML file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from helpdesk_core import Admin, ConfigurationError, FieldError, Helpdesk, InputError, Message, Refusal, Settings
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.settings import Difference, differences, in_english, plain_from_toml, read_settings
from helpdesk_core.views import SettingsPreview, export_settings, preview_settings, view_settings

from ..console import console
from ..environment import DeskOption, shop

By = Annotated[
    str, Parameter(name="--by", help="The id of an admin, where a host's desk asks who it is. The history tells it.")
]
settings = App(name="settings", help="The shop's settings: show, export, import. Acts as an admin.")


@settings.command
def show(*, desk: DeskOption = (), by: By = "command-line") -> None:
    """Print the settings that hold, as TOML."""
    export(Path("-"), desk=desk, by=by)


@settings.command
def export(target: Path, *, desk: DeskOption = (), by: By = "command-line") -> None:
    """Write the settings that hold into a TOML file.

    Args:
        target: The file; ``-`` is standard output.
    """
    text: str = _seen(shop(desk, operator=True).desk.view(export_settings, operator(by)))
    if str(target) == "-":
        sys.stdout.write(text)
        return
    target.write_text(text, encoding="utf-8")
    console.print(f"written: {target}")


@settings.command(name="import")
def import_(file: Path, *, yes: bool = False, desk: DeskOption = (), by: By = "command-line") -> None:
    """Read a TOML file into the settings. Without ``--yes`` it only says what would change.

    What the file does not name stays as it is. Every error of the file is said at once, and then nothing is changed.

    Args:
        file: As ``helpdesk settings export`` writes it.
        yes: Change it.
    """
    made, admin = shop(desk, operator=True).desk, operator(by)
    before = _settings(made, admin)
    try:
        after = read_settings(plain_from_toml(_text(file)), before)
    except InputError as error:
        _refuse(error.errors)
    changed = differences(before, after)
    if not changed:
        console.print("nothing would change")
        return
    preview: SettingsPreview = _seen(made.view(preview_settings, admin, {one.key: one.after for one in changed}))
    _print(changed)
    _refuse(preview.errors)
    if preview.refusals:
        raise ConfigurationError("; ".join(_words(made, refusal) for refusal in preview.refusals))
    if not yes:
        console.print("nothing was changed: --yes does it")
        return
    values = [
        {
            "key": one.key,
            "value": None if one.after is None else Published.of(one.after),
            "seen": preview.seen.get(one.key, 0),
        }
        for one in changed
    ]
    answer = made.handle(made.read(ChangeSettings, {"values": values}), admin)
    if isinstance(answer, Refusal):
        raise ConfigurationError(_words(made, answer))
    console.print(f"changed: {len(answer.keys)}")


def operator(by: str) -> Admin:
    """Whoever runs this machine, or the admin they say they are. Either has every right: who can run this could read
    and write the database as well."""
    return Admin(id=by, name="Command line" if by == "command-line" else by)


def _settings(desk: Helpdesk, admin: Admin) -> Settings:
    made: Settings = _seen(desk.view(view_settings, admin)).settings
    return made


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {type(error).__name__}") from None


def _seen(found: Any) -> Any:
    if isinstance(found, Refusal):
        raise ConfigurationError("this desk asks its host who that is: give the id of an admin by --by")
    return found


def _refuse(errors: Iterable[FieldError]) -> None:
    if lines := [in_english(error) for error in errors]:
        raise ConfigurationError("nothing was changed\n" + "\n".join(lines))


def _words(desk: Helpdesk, refusal: Refusal) -> str:
    return desk.translator("en").text(Message(refusal.code, refusal.params))


def _print(changed: Iterable[Difference]) -> None:
    table = Table("setting", "now", "then")
    for one in changed:
        table.add_row(one.key, _shown(one.before), _shown(one.after))
    Console(width=console.width, markup=False).print(table)


def _shown(plain: Any) -> str:
    if isinstance(plain, dict) and "content" in plain:  # a picture
        plain = f"{plain['width']} × {plain['height']}" if plain["content"] else ""
    return "(as the code says)" if plain is None else str(plain)
