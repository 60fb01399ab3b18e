"""Alembic's environment: the caller's connection, our own version table, our own tables alone."""

from alembic import context

from helpdesk_core.adapters.sqlalchemy.full_text import SUFFIX
from helpdesk_core.adapters.sqlalchemy.tables import PREFIX, VERSION_TABLE, build_tables

connection = context.config.attributes["connection"]


def ours(object: object, name: str | None, type_: str, reflected: bool, compare_to: object) -> bool:
    """Whatever else is in the host's database is not ours to touch."""
    return type_ != "table" or ((name or "").startswith(PREFIX) and SUFFIX not in (name or ""))


context.configure(
    connection=connection,
    target_metadata=build_tables(),
    version_table=VERSION_TABLE,
    include_object=ours,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
