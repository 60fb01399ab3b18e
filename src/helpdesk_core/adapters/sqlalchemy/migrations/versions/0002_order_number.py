"""Requests name the order they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TABLE, _INDEX = "helpdesk_core_service_requests", "ix_helpdesk_core_service_requests_order_number"


def upgrade() -> None:
    """Add the column and the index that staff search by."""
    op.add_column(_TABLE, sa.Column("order_number", TEXT))
    op.create_index(_INDEX, _TABLE, ["tenant", "order_number", "id"])


def downgrade() -> None:
    """Take both away."""
    op.drop_index(_INDEX, _TABLE)
    op.drop_column(_TABLE, "order_number")
