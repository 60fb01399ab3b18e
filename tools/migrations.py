"""Write both kinds of migrations, Alembic's and Django's, from the declarations of the records.

    python tools/migrations.py            while nothing is released: write the first migration anew
    python tools/migrations.py NAME       after a release: write the next step under this name
    python tools/migrations.py --check    write nothing; fail when a migration is out of date

A release is a heading of a version in CHANGELOG.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import django
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from sqlalchemy.sql.elements import conv

from helpdesk_core.adapters.sqlalchemy import build_tables
from helpdesk_core.adapters.sqlalchemy.full_text import SUFFIX
from helpdesk_core.adapters.sqlalchemy.migrations import run
from helpdesk_core.adapters.sqlalchemy.tables import PREFIX, VERSION_TABLE, head
from helpdesk_core.base.records import record_types

ROOT = Path(__file__).parents[1]
ADAPTERS = ROOT / "src" / "helpdesk_core" / "adapters"
LABEL = "helpdesk_core"
FULL_TEXT = "\nfrom helpdesk_core.adapters.sqlalchemy.full_text import create_index, drop_index\n"

ALEMBIC = '''"""{title}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}
branch_labels = None
depends_on = None
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the changes."""
    {up}
    {full_text}


def downgrade() -> None:
    """Take them back."""
    {no_full_text}
    {down}
'''


def released() -> bool:
    """Whether a version is out, so that the migrations that exist must stay as they are."""
    return bool(re.search(r"^## \d", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M))


def alembic_migration(name: str) -> dict[Path, str]:
    """The Alembic revision that leads from the released chain (or from nothing) to the records; none if they agree."""
    engine, goes_on = sa.create_engine("sqlite://"), released()
    with engine.begin() as connection:
        if goes_on:
            run.upgrade(connection)
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "include_object": _is_ours, "compare_type": True}
        )
        metadata = build_tables()
        script = produce_migrations(context, metadata)
        up, down = script.upgrade_ops_list[0], script.downgrade_ops_list[0]
        _check_new_columns(up)
        if goes_on:
            _add_changed_checks(connection, metadata, up, down)
        else:
            down.ops = [operation for operation in down.ops if isinstance(operation, ops.DropTableOp)]
        if up.is_empty():
            return {}
        number = f"{int(head()) + 1 if goes_on else 1:04}"
        text = ALEMBIC.format(
            title=_title(name),
            revision=number,
            before=repr(head()) if goes_on else None,
            up=_rendered(up, context, goes_on),
            down=_rendered(down, context, goes_on),
            full_text="\n    ".join(f"create_index(op.get_bind(), {t!r}, {c!r})" for t, c in _full_text(up)),
            no_full_text="\n    ".join(f"drop_index(op.get_bind(), {t!r})" for t, _ in _full_text(up)),
        )
        if _full_text(up):
            text = text.replace("from alembic import op\n", f"from alembic import op\n{FULL_TEXT}")
    return {ADAPTERS / "sqlalchemy" / "migrations" / "versions" / f"{number}_{name}.py": _formatted(text)}


def _full_text(up: ops.UpgradeOps) -> list[tuple[str, str]]:
    """The columns of terms of tables that a step makes or changes: SQLite changes a table by making it anew, and its
    triggers go with the old one."""
    touched = {getattr(operation, "table_name", None) for operation in up.ops}
    return [(table, column) for table, column in _terms() if table in touched]


def _terms() -> list[tuple[str, str]]:
    """Every column that a full-text index is kept of, with its table."""
    return [
        (PREFIX + kind.name, column.name)
        for kind in record_types.values()
        for column in kind.columns
        if column.is_indexed
    ]


def _is_ours(object: object, name: str | None, type_: str, reflected: bool, compare_to: object) -> bool:
    return type_ != "table" or ((name or "").startswith(PREFIX) and SUFFIX not in (name or ""))


def _rendered(operations: ops.UpgradeOps | ops.DowngradeOps, context: MigrationContext, batch: bool) -> str:
    def item(type_: str, object: object, autogenerate: object) -> str | Literal[False]:
        return "TEXT" if type_ == "type" and isinstance(object, sa.Text) else False

    code = render_python_code(operations, render_as_batch=batch, render_item=item, migration_context=context)
    return re.sub(r" *# ###.*\n?", "", str(code)).strip()


def _check_new_columns(up: ops.UpgradeOps) -> None:
    for table in up.ops:
        for operation in getattr(table, "ops", ()):
            if isinstance(operation, ops.AddColumnOp) and not operation.column.nullable:
                raise SystemExit(f"{operation.table_name}.{operation.column.name}: a new column must be nullable")


def _add_changed_checks(
    connection: sa.Connection, metadata: sa.MetaData, up: ops.UpgradeOps, down: ops.DowngradeOps
) -> None:
    """Alembic compares no CHECKs: those that a fresh database has otherwise are replaced."""
    fresh = sa.create_engine("sqlite://").connect()
    metadata.create_all(fresh)
    for table in sorted(set(sa.inspect(connection).get_table_names()) & set(metadata.tables)):
        old, new = _checks(connection, table), _checks(fresh, table)
        if old != new:
            up.ops.append(ops.ModifyTableOps(table, _replaced(table, old, new)))
            down.ops.append(ops.ModifyTableOps(table, _replaced(table, new, old)))
    fresh.close()


def _checks(connection: sa.Connection, table: str) -> dict[str, str]:
    return {str(check["name"]): str(check["sqltext"]) for check in sa.inspect(connection).get_check_constraints(table)}


def _replaced(table: str, old: dict[str, str], new: dict[str, str]) -> list[ops.MigrateOperation]:
    return [
        *(ops.DropConstraintOp(conv(name), table, type_="check") for name in sorted(old)),
        *(ops.CreateCheckConstraintOp(conv(name), table, text) for name, text in sorted(new.items())),
    ]


def django_migration(name: str) -> dict[Path, str]:
    """The Django migration of the same step; none if migrations and records agree."""
    if not settings.configured:
        settings.configure(INSTALLED_APPS=["helpdesk_core.adapters.django"], USE_TZ=True)
        django.setup()
    graph, before = MigrationGraph(), ProjectState()
    if released():
        loader = MigrationLoader(None)
        graph, before = loader.graph, loader.project_state()
    detector = MigrationAutodetector(before, ProjectState.from_apps(apps), MigrationQuestioner(specified_apps={LABEL}))
    changes = detector.changes(graph, trim_to_apps={LABEL}, convert_apps={LABEL}, migration_name=name)
    if not (found := changes.get(LABEL)):
        return {}
    (migration,) = found
    migration.operations = _folded(migration.operations)
    text = MigrationWriter(migration, include_header=False).as_string()
    # Django 4.2 knows CheckConstraint(check=) only and compares expressions by their field's instance.
    text = text.replace("models.CheckConstraint(condition=", "check_constraint(")
    text = text.replace("output_field=models.TextField()", "output_field=TEXT")
    needed = [needed for needed in ("TEXT", "check_constraint") if re.search(rf"\b{needed}\b", text)]
    if needed:
        text = f"from helpdesk_core.adapters.django.models import {', '.join(needed)}\n{text}"
    text = text.replace("dependencies = [\n    ]", "dependencies: list[tuple[str, str]] = []")
    text = text.replace("(migrations.Migration):\n", f'(migrations.Migration):\n    """{_title(name)}"""\n')
    touched = {
        getattr(operation, "model_name", getattr(operation, "name", "")).lower() for operation in migration.operations
    }
    indexed = [(t, c) for t, c in _terms() if t.removeprefix(PREFIX).replace("_", "") in touched]
    if indexed:
        text = f"from helpdesk_core.adapters.django.full_text import FullText\n{text}"
        text = (
            text.rstrip().removesuffix("]") + "".join(f"    FullText({t!r}, {c!r}),\n" for t, c in indexed) + "    ]\n"
        )
    path = ADAPTERS / "django" / "migrations" / f"{migration.name}.py"
    return {path: _formatted(f'"""{_title(name)}"""\n\n{text}')}


def _folded(operations: list[Operation]) -> list[Operation]:
    """Indexes and constraints beside the model that the same step makes: on its own, each makes Django render every
    model anew that is related to its own, and most are."""
    folded: list[Operation] = []
    for operation in operations:
        model = getattr(operation, "model_name_lower", None)
        names = (getattr(one, "model_name_lower", getattr(one, "name_lower", "")) for one in folded)
        places = [place for place, name in enumerate(names) if name == model]
        if isinstance(operation, AddIndex | AddConstraint) and len(places) == 1:
            folded[places[0] : places[0] + 1] = folded[places[0]].reduce(operation, LABEL)
        else:
            folded.append(operation)
    return folded


def _title(name: str) -> str:
    return "The tables of the first release." if not released() else f"{name.replace('_', ' ').capitalize()}."


def _formatted(text: str) -> str:
    for command in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(
            ["ruff", *command, "--stdin-filename", str(ROOT / "src" / "x.py"), "-"],  # noqa: S607
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        text = done.stdout
    return text


def main(arguments: list[str]) -> int:
    """Write, or check; 1 when something is out of date."""
    check = arguments == ["--check"]
    if released() and not check and not arguments:
        raise SystemExit("a version is out: give the next step a name")
    name = arguments[0] if released() and not check else "initial"
    written = alembic_migration(name) | django_migration(name)
    stale = {path: text for path, text in written.items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
