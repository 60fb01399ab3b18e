"""How often redaction removed something is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TABLE = "helpdesk_core_removals"


def upgrade() -> None:
    """Add the table of counts."""
    op.create_table(
        _TABLE,
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("secret_kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
    )
    op.create_index("ix_helpdesk_core_removals_at", _TABLE, ["tenant", "at", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table(_TABLE)
