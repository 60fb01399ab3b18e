"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
_OPEN = sa.text("closed_at IS NULL")
TABLES = (
    "helpdesk_core_attempts",
    "helpdesk_core_decisions",
    "helpdesk_core_receipts",
    "helpdesk_core_service_requests",
    "helpdesk_core_contact_points",
    "helpdesk_core_messages",
    "helpdesk_core_notes",
    "helpdesk_core_outbox",
    "helpdesk_core_outcomes",
    "helpdesk_core_timeline",
    "helpdesk_core_outcome_answers",
)


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "helpdesk_core_attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("window_ends_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_attempts"),
    )
    op.create_index(
        "ix_helpdesk_core_attempts_window_ends_at", "helpdesk_core_attempts", ["tenant", "window_ends_at", "id"]
    )
    op.create_table(
        "helpdesk_core_decisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_decisions"),
    )
    op.create_index("ix_helpdesk_core_decisions_request", "helpdesk_core_decisions", ["tenant", "request", "id"])
    op.create_table(
        "helpdesk_core_receipts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_receipts"),
    )
    op.create_table(
        "helpdesk_core_service_requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("device_checked", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("surname", sa.Text(), nullable=True),
        sa.Column("surname_key", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("source_status", sa.Text(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column(
            "decided",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_decisions.id", name="fk_helpdesk_core_service_requests_decided"),
            nullable=True,
        ),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("cue_until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_service_requests"),
        sa.CheckConstraint(
            "phase IN ('received', 'confirmed', 'in_review', 'waiting_for_customer', "
            "'in_progress', 'ready', 'cancelled')"
            " OR (decided IS NOT NULL AND decided LIKE 'complete:%')",
            name="ck_helpdesk_core_service_requests_guard",
        ),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_assignee_priority_created_",
        "helpdesk_core_service_requests",
        ["tenant", "assignee", "priority", "created_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_assignee_status_priority_c",
        "helpdesk_core_service_requests",
        ["tenant", "assignee", "status", "priority", "created_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_customer_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "customer", "created_at", "id"],
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_priority_created_at_open",
        "helpdesk_core_service_requests",
        ["tenant", "priority", "created_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_reference",
        "helpdesk_core_service_requests",
        ["tenant", "reference"],
        unique=True,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_source_id", "helpdesk_core_service_requests", ["tenant", "source_id", "id"]
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_status_priority_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "status", "priority", "created_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_surname_key_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "surname_key", "created_at", "id"],
    )
    op.create_table(
        "helpdesk_core_contact_points",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_contact_points_request"),
            nullable=False,
        ),
        sa.Column("contact_kind", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("code_number", sa.BigInteger(), nullable=False),
        sa.Column("code_sent_at", sa.Text(), nullable=True),
        sa.Column("code_tries", sa.BigInteger(), nullable=False),
        sa.Column("code_used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_contact_points"),
    )
    op.create_index(
        "ix_helpdesk_core_contact_points_contact_kind_contact",
        "helpdesk_core_contact_points",
        ["tenant", "contact_kind", "contact", "id"],
    )
    op.create_index(
        "ix_helpdesk_core_contact_points_request", "helpdesk_core_contact_points", ["tenant", "request", "id"]
    )
    op.create_table(
        "helpdesk_core_messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_messages_request"),
            nullable=False,
        ),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_messages"),
    )
    op.create_index("ix_helpdesk_core_messages_request_at", "helpdesk_core_messages", ["tenant", "request", "at", "id"])
    op.create_table(
        "helpdesk_core_notes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_notes_request"),
            nullable=False,
        ),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_notes"),
    )
    op.create_index("ix_helpdesk_core_notes_request_at", "helpdesk_core_notes", ["tenant", "request", "at", "id"])
    op.create_table(
        "helpdesk_core_outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_outbox_request"),
            nullable=False,
        ),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_outbox"),
    )
    op.create_index("ix_helpdesk_core_outbox_request", "helpdesk_core_outbox", ["tenant", "request", "id"])
    op.create_index("ix_helpdesk_core_outbox_state_due_at", "helpdesk_core_outbox", ["tenant", "state", "due_at", "id"])
    op.create_table(
        "helpdesk_core_outcomes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column(
            "decided",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_decisions.id", name="fk_helpdesk_core_outcomes_decided"),
            nullable=True,
        ),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_outcomes_request"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_outcomes"),
        sa.CheckConstraint(
            "state IN ('draft') OR (decided IS NOT NULL AND decided = 'complete:' || id || ':' || digest)",
            name="ck_helpdesk_core_outcomes_guard",
        ),
    )
    op.create_index(
        "ix_helpdesk_core_outcomes_request_prepared_at",
        "helpdesk_core_outcomes",
        ["tenant", "request", "prepared_at", "id"],
    )
    op.create_table(
        "helpdesk_core_timeline",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_timeline_request"),
            nullable=False,
        ),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_timeline"),
    )
    op.create_index(
        "ix_helpdesk_core_timeline_request_sequence", "helpdesk_core_timeline", ["tenant", "request", "sequence", "id"]
    )
    op.create_table(
        "helpdesk_core_outcome_answers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "request",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_service_requests.id", name="fk_helpdesk_core_outcome_answers_request"),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            sa.ForeignKey("helpdesk_core_outcomes.id", name="fk_helpdesk_core_outcome_answers_outcome"),
            nullable=False,
        ),
        sa.Column("solved", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpdesk_core_outcome_answers"),
    )
    op.create_index(
        "ix_helpdesk_core_outcome_answers_request", "helpdesk_core_outcome_answers", ["tenant", "request", "id"]
    )


def downgrade() -> None:
    """Drop them, last first."""
    for name in reversed(TABLES):
        op.drop_table(name)
