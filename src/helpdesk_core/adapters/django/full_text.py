"""The full-text index of a column of terms, as an operation of Django's migrations."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from ..sqlalchemy.full_text import create_statements, drop_statements, has_fts5


class FullText(Operation):
    """Make the index, and take it away backwards. A SQLite without FTS5 goes without: it is searched all the same.

    Args:
        table: The table's name.
        column: The column of terms.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def state_forwards(self, app_label: str, state: Any) -> None:
        """An index is no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the index."""
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite" and not has_fts5(cursor.execute):
                return
        for statement in create_statements(connection.vendor, self.table, self.column):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the index away."""
        for statement in drop_statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What ``sqlmigrate`` says."""
        return f"Full-text index of {self.table}.{self.column}"
