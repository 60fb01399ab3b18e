"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

from helpdesk_core.adapters.sqlalchemy.full_text import create_index, drop_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the changes."""
    op.create_table(
        "helpdesk_core_appointment_days",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("location", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("ends_at", TEXT, nullable=False),
        sa.Column("taken", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_appointment_days")),
    )
    op.create_table(
        "helpdesk_core_attempts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("counts", TEXT, nullable=False),
        sa.Column("ends_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_attempts")),
    )
    op.create_index(
        "ix_helpdesk_core_attempts_ends_at", "helpdesk_core_attempts", ["tenant", "ends_at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_channel_outages",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("since", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_channel_outages")),
    )
    op.create_index(
        "ix_helpdesk_core_channel_outages_channel",
        "helpdesk_core_channel_outages",
        ["tenant", "channel", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_chat_dialogues",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("misses", sa.BigInteger(), nullable=False),
        sa.Column("offered", TEXT, nullable=False),
        sa.Column("waiting", TEXT, nullable=False),
        sa.Column("quiet_until", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_chat_dialogues")),
    )
    op.create_index(
        "ix_helpdesk_core_chat_dialogues_at", "helpdesk_core_chat_dialogues", ["tenant", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_chat_windows",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_chat_windows")),
    )
    op.create_index(
        "ix_helpdesk_core_chat_windows_heard_at",
        "helpdesk_core_chat_windows",
        ["tenant", "heard_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_contact_blocks",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("is_blocked", sa.BigInteger(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_contact_blocks")),
    )
    op.create_table(
        "helpdesk_core_contact_stops",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("is_stopped", sa.BigInteger(), nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_contact_stops")),
    )
    op.create_table(
        "helpdesk_core_customer_accounts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("surname", TEXT, nullable=True),
        sa.Column("given_name", TEXT, nullable=True),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("new_email", TEXT, nullable=True),
        sa.Column("former_email", TEXT, nullable=True),
        sa.Column("phone", TEXT, nullable=True),
        sa.Column("new_phone", TEXT, nullable=True),
        sa.Column("former_phone", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("confirmed_at", TEXT, nullable=True),
        sa.Column("erased_at", TEXT, nullable=True),
        sa.Column("link_number", sa.BigInteger(), nullable=False),
        sa.Column("link_until", TEXT, nullable=True),
        sa.Column("link_browser", TEXT, nullable=True),
        sa.Column("link_to", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_customer_accounts")),
    )
    op.create_index(
        "ix_helpdesk_core_customer_accounts_created_at",
        "helpdesk_core_customer_accounts",
        ["tenant", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_decisions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("effect", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("actor_kind", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("proved_at", TEXT, nullable=True),
        sa.Column("decided_at", TEXT, nullable=False),
        sa.Column("replaces", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_decisions")),
    )
    op.create_table(
        "helpdesk_core_devices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("brand", TEXT, nullable=True),
        sa.Column("model", TEXT, nullable=True),
        sa.Column("serial", TEXT, nullable=True),
        sa.Column("serial_key", TEXT, nullable=True),
        sa.Column("nickname", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("retired_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_devices")),
    )
    op.create_index(
        "ix_helpdesk_core_devices_customer_created_at",
        "helpdesk_core_devices",
        ["tenant", "customer", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("customer IS NOT NULL"),
        postgresql_where=sa.text("customer IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_feedback",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("typed_reference", TEXT, nullable=True),
        sa.Column("page", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("handled_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_feedback")),
    )
    op.create_index(
        "ix_helpdesk_core_feedback_state_sent_at",
        "helpdesk_core_feedback",
        ["tenant", "state", "sent_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_guide_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("helped", sa.BigInteger(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_guide_answers")),
    )
    op.create_index(
        "ix_helpdesk_core_guide_answers_slug_at",
        "helpdesk_core_guide_answers",
        ["tenant", "slug", "at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_guides",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("instead", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_guides")),
    )
    op.create_table(
        "helpdesk_core_idempotency_keys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_idempotency_keys")),
    )
    op.create_index(
        "ix_helpdesk_core_idempotency_keys_created_at",
        "helpdesk_core_idempotency_keys",
        ["tenant", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_inbound_facts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_inbound_facts")),
    )
    op.create_index(
        "ix_helpdesk_core_inbound_facts_at", "helpdesk_core_inbound_facts", ["tenant", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_inbound_messages",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("media", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("problem", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.Column("sender", TEXT, nullable=True),
        sa.Column("sender_key", TEXT, nullable=True),
        sa.Column("sender_name", TEXT, nullable=True),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("quoted", TEXT, nullable=True),
        sa.Column("files", TEXT, nullable=False),
        sa.Column("left_out", TEXT, nullable=False),
        sa.Column("suggested", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=True),
        sa.Column("is_for_team", sa.BigInteger(), nullable=False),
        sa.Column("handled_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_inbound_messages")),
    )
    op.create_index(
        "ix_helpdesk_core_inbound_messages_request",
        "helpdesk_core_inbound_messages",
        ["tenant", "request", "id"],
        unique=False,
        sqlite_where=sa.text("request IS NOT NULL"),
        postgresql_where=sa.text("request IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_inbound_messages_sender_key",
        "helpdesk_core_inbound_messages",
        ["tenant", "sender_key", "id"],
        unique=False,
        sqlite_where=sa.text("sender_key IS NOT NULL"),
        postgresql_where=sa.text("sender_key IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_inbound_messages_state_at",
        "helpdesk_core_inbound_messages",
        ["tenant", "state", "at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_inbound_messages_suggested",
        "helpdesk_core_inbound_messages",
        ["tenant", "suggested", "id"],
        unique=False,
        sqlite_where=sa.text("suggested IS NOT NULL"),
        postgresql_where=sa.text("suggested IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_incidents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("notes", TEXT, nullable=True),
        sa.Column("opened_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_incidents")),
    )
    op.create_index(
        "ix_helpdesk_core_incidents_opened_at", "helpdesk_core_incidents", ["tenant", "opened_at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_invoice_series",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_invoice_series")),
    )
    op.create_table(
        "helpdesk_core_kept_guides",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("slug", TEXT, nullable=True),
        sa.Column("kept_at", TEXT, nullable=False),
        sa.Column("forgotten_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_kept_guides")),
    )
    op.create_index(
        "ix_helpdesk_core_kept_guides_customer_kept_at",
        "helpdesk_core_kept_guides",
        ["tenant", "customer", "kept_at", "id"],
        unique=False,
        sqlite_where=sa.text("customer IS NOT NULL"),
        postgresql_where=sa.text("customer IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_kept_guides_forgotten_at",
        "helpdesk_core_kept_guides",
        ["tenant", "forgotten_at", "id"],
        unique=False,
        sqlite_where=sa.text("forgotten_at IS NOT NULL"),
        postgresql_where=sa.text("forgotten_at IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_loan_devices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=True),
        sa.Column("notes", TEXT, nullable=True),
        sa.Column("added_at", TEXT, nullable=False),
        sa.Column("retired_at", TEXT, nullable=True),
        sa.Column("loan", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_loan_devices")),
    )
    op.create_index(
        "ix_helpdesk_core_loan_devices_added_at",
        "helpdesk_core_loan_devices",
        ["tenant", "added_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_organisations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_key", TEXT, nullable=True),
        sa.Column("tax_number", TEXT, nullable=True),
        sa.Column("notes", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("erased_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_organisations")),
    )
    op.create_index(
        "ix_helpdesk_core_organisations_name_key",
        "helpdesk_core_organisations",
        ["tenant", "name_key", "id"],
        unique=False,
        sqlite_where=sa.text("name_key IS NOT NULL"),
        postgresql_where=sa.text("name_key IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_organisations_tax_number",
        "helpdesk_core_organisations",
        ["tenant", "tax_number", "id"],
        unique=False,
        sqlite_where=sa.text("tax_number IS NOT NULL"),
        postgresql_where=sa.text("tax_number IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_outbox",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("subject_type", TEXT, nullable=False),
        sa.Column("job", TEXT, nullable=False),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("wanted_at", TEXT, nullable=False),
        sa.Column("lease", TEXT, nullable=True),
        sa.Column("lapses", sa.BigInteger(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("provider_id", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("completed_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_outbox")),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_completed_at_cancelled",
        "helpdesk_core_outbox",
        ["tenant", "completed_at", "id"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NOT NULL AND state = 'cancelled'"),
        postgresql_where=sa.text("completed_at IS NOT NULL AND state = 'cancelled'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_completed_at_done",
        "helpdesk_core_outbox",
        ["tenant", "completed_at", "id"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NOT NULL AND state = 'done'"),
        postgresql_where=sa.text("completed_at IS NOT NULL AND state = 'done'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_completed_at_dropped",
        "helpdesk_core_outbox",
        ["tenant", "completed_at", "id"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NOT NULL AND state = 'dropped'"),
        postgresql_where=sa.text("completed_at IS NOT NULL AND state = 'dropped'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_completed_at_settled",
        "helpdesk_core_outbox",
        ["tenant", "completed_at", "id"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NOT NULL AND state = 'settled'"),
        postgresql_where=sa.text("completed_at IS NOT NULL AND state = 'settled'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_due_at_failed",
        "helpdesk_core_outbox",
        ["tenant", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'failed'"),
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_due_at_held",
        "helpdesk_core_outbox",
        ["tenant", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "ix_helpdesk_core_outbox_lane_due_at_waiting",
        "helpdesk_core_outbox",
        ["tenant", "lane", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_helpdesk_core_outbox_subject", "helpdesk_core_outbox", ["subject", "id"], unique=False)
    op.create_index(
        "ix_helpdesk_core_outbox_wanted_at_waiting",
        "helpdesk_core_outbox",
        ["tenant", "wanted_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "helpdesk_core_outbox_places",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("handed_out", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_outbox_places")),
    )
    op.create_table(
        "helpdesk_core_parcel_facts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("said_at", TEXT, nullable=True),
        sa.Column("came_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_parcel_facts")),
    )
    op.create_index(
        "ix_helpdesk_core_parcel_facts_about", "helpdesk_core_parcel_facts", ["tenant", "about", "id"], unique=False
    )
    op.create_index(
        "ix_helpdesk_core_parcel_facts_came_at", "helpdesk_core_parcel_facts", ["tenant", "came_at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_redaction_counts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("secret_kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_redaction_counts")),
    )
    op.create_index(
        "ix_helpdesk_core_redaction_counts_at", "helpdesk_core_redaction_counts", ["tenant", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_retention_counts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("due", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_retention_counts")),
    )
    op.create_table(
        "helpdesk_core_routing_turns",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("given", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_routing_turns")),
    )
    op.create_table(
        "helpdesk_core_saved_overviews",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("owner_name", TEXT, nullable=True),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("is_removed", sa.BigInteger(), nullable=False),
        sa.Column("overview", TEXT, nullable=False),
        sa.Column("sort", TEXT, nullable=True),
        sa.Column("filters", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_saved_overviews")),
    )
    op.create_index(
        "ix_helpdesk_core_saved_overviews_audience_0",
        "helpdesk_core_saved_overviews",
        ["tenant", "audience", "id"],
        unique=False,
        sqlite_where=sa.text("is_removed = 0"),
        postgresql_where=sa.text("is_removed = 0"),
    )
    op.create_table(
        "helpdesk_core_search_progress",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("form", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_search_progress")),
    )
    op.create_table(
        "helpdesk_core_shop_settings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_shop_settings")),
    )
    op.create_table(
        "helpdesk_core_staff_profiles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("takes", sa.BigInteger(), nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("devices", TEXT, nullable=True),
        sa.Column("languages", TEXT, nullable=False),
        sa.Column("locations", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_staff_profiles")),
    )
    op.create_index(
        "ix_helpdesk_core_staff_profiles_person",
        "helpdesk_core_staff_profiles",
        ["tenant", "person", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_timeline",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("actor_kind", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("payload", TEXT, nullable=True),
        sa.Column("commitment", TEXT, nullable=False),
        sa.Column("attested", TEXT, nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_timeline")),
    )
    op.create_index(
        "ix_helpdesk_core_timeline_position_sequence",
        "helpdesk_core_timeline",
        ["tenant", "position", "sequence", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_timeline_subject_sequence",
        "helpdesk_core_timeline",
        ["tenant", "subject", "sequence", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_webhook_endpoints",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("actions", TEXT, nullable=False),
        sa.Column("tells_texts", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("old_until", TEXT, nullable=True),
        sa.Column("added_at", TEXT, nullable=False),
        sa.Column("added_by", TEXT, nullable=True),
        sa.Column("removed_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_webhook_endpoints")),
    )
    op.create_index(
        "ix_helpdesk_core_webhook_endpoints_added_at",
        "helpdesk_core_webhook_endpoints",
        ["tenant", "added_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_wish_corrections",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("guessed", TEXT, nullable=False),
        sa.Column("meant", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_wish_corrections")),
    )
    op.create_index(
        "ix_helpdesk_core_wish_corrections_at", "helpdesk_core_wish_corrections", ["tenant", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_account_addresses",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("account", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["helpdesk_core_customer_accounts.id"], name=op.f("fk_helpdesk_core_account_addresses_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_account_addresses")),
    )
    op.create_index(
        "ix_helpdesk_core_account_addresses_account",
        "helpdesk_core_account_addresses",
        ["tenant", "account", "id"],
        unique=False,
        sqlite_where=sa.text("account IS NOT NULL"),
        postgresql_where=sa.text("account IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_account_codes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["helpdesk_core_customer_accounts.id"], name=op.f("fk_helpdesk_core_account_codes_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_account_codes")),
    )
    op.create_index(
        "ix_helpdesk_core_account_codes_account",
        "helpdesk_core_account_codes",
        ["tenant", "account", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_guide_pictures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("guide", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=True),
        sa.Column("alt", TEXT, nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("added_at", TEXT, nullable=False),
        sa.Column("added_by", TEXT, nullable=True),
        sa.Column("removed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["guide"], ["helpdesk_core_guides.id"], name=op.f("fk_helpdesk_core_guide_pictures_guide")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_guide_pictures")),
    )
    op.create_index(
        "ix_helpdesk_core_guide_pictures_guide_added_at",
        "helpdesk_core_guide_pictures",
        ["tenant", "guide", "added_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_guide_pictures_key",
        "helpdesk_core_guide_pictures",
        ["tenant", "key", "id"],
        unique=False,
        sqlite_where=sa.text('"key" IS NOT NULL'),
        postgresql_where=sa.text('"key" IS NOT NULL'),
    )
    op.create_table(
        "helpdesk_core_guide_versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("guide", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("parts", TEXT, nullable=False),
        sa.Column("html", TEXT, nullable=True),
        sa.Column("follows", TEXT, nullable=True),
        sa.Column("review_by", TEXT, nullable=True),
        sa.Column("terms", TEXT, nullable=True),
        sa.Column("written_at", TEXT, nullable=False),
        sa.Column("written_by", TEXT, nullable=True),
        sa.Column("published_at", TEXT, nullable=True),
        sa.Column("published_by", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'check', 'replaced', 'withdrawn') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_guide_versions_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_guide_versions_decided")
        ),
        sa.ForeignKeyConstraint(
            ["guide"], ["helpdesk_core_guides.id"], name=op.f("fk_helpdesk_core_guide_versions_guide")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_guide_versions")),
    )
    op.create_index(
        "ix_helpdesk_core_guide_versions_guide_number",
        "helpdesk_core_guide_versions",
        ["guide", "number", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_guide_versions_state_written_at",
        "helpdesk_core_guide_versions",
        ["tenant", "state", "written_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_incident_versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("incident", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("began_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("written_at", TEXT, nullable=False),
        sa.Column("published_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'replaced', 'withdrawn') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_incident_versions_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_incident_versions_decided")
        ),
        sa.ForeignKeyConstraint(
            ["incident"], ["helpdesk_core_incidents.id"], name=op.f("fk_helpdesk_core_incident_versions_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_incident_versions")),
    )
    op.create_index(
        "ix_helpdesk_core_incident_versions_incident_number",
        "helpdesk_core_incident_versions",
        ["tenant", "incident", "number", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_incident_versions_state_began_at",
        "helpdesk_core_incident_versions",
        ["tenant", "state", "began_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_organisation_invitations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("organisation", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=True),
        sa.Column("email_key", TEXT, nullable=True),
        sa.Column("invited_by", TEXT, nullable=True),
        sa.Column("invited_at", TEXT, nullable=False),
        sa.Column("ends_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["helpdesk_core_organisations.id"],
            name=op.f("fk_helpdesk_core_organisation_invitations_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_organisation_invitations")),
    )
    op.create_index(
        "ix_helpdesk_core_organisation_invitations_email_key_09e746ab",
        "helpdesk_core_organisation_invitations",
        ["tenant", "email_key", "invited_at", "id"],
        unique=False,
        sqlite_where=sa.text("email_key IS NOT NULL"),
        postgresql_where=sa.text("email_key IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_organisation_invitations_organisat_55db4da8",
        "helpdesk_core_organisation_invitations",
        ["organisation", "invited_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_organisation_members",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("organisation", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=True),
        sa.Column("is_manager", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["helpdesk_core_organisations.id"],
            name=op.f("fk_helpdesk_core_organisation_members_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_organisation_members")),
    )
    op.create_index(
        "ix_helpdesk_core_organisation_members_account",
        "helpdesk_core_organisation_members",
        ["tenant", "account"],
        unique=True,
        sqlite_where=sa.text("account IS NOT NULL"),
        postgresql_where=sa.text("account IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_organisation_members_organisation_joined_at",
        "helpdesk_core_organisation_members",
        ["organisation", "joined_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_passkeys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("account", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("credential", TEXT, nullable=True),
        sa.Column("public_key", TEXT, nullable=True),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_for", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("used_at", TEXT, nullable=True),
        sa.Column("removed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["helpdesk_core_customer_accounts.id"], name=op.f("fk_helpdesk_core_passkeys_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_passkeys")),
    )
    op.create_index(
        "ix_helpdesk_core_passkeys_account_created_at",
        "helpdesk_core_passkeys",
        ["tenant", "account", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("account IS NOT NULL"),
        postgresql_where=sa.text("account IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_passkeys_created_at", "helpdesk_core_passkeys", ["tenant", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_helpdesk_core_passkeys_removed_at",
        "helpdesk_core_passkeys",
        ["tenant", "removed_at", "id"],
        unique=False,
        sqlite_where=sa.text("removed_at IS NOT NULL"),
        postgresql_where=sa.text("removed_at IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_service_requests",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chain_length", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", TEXT, nullable=False),
        sa.Column("has", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("phase", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("held", TEXT, nullable=True),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("device", TEXT, nullable=False),
        sa.Column("device_checked", TEXT, nullable=True),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("given_name", TEXT, nullable=True),
        sa.Column("surname", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("assignee", TEXT, nullable=True),
        sa.Column("assignee_name", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("source_status", TEXT, nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("closed_at", TEXT, nullable=True),
        sa.Column("reopened_at", TEXT, nullable=True),
        sa.Column("erased_at", TEXT, nullable=True),
        sa.Column("merged_into", TEXT, nullable=True),
        sa.Column("repair", TEXT, nullable=True),
        sa.Column("cue", TEXT, nullable=True),
        sa.Column("cue_until", TEXT, nullable=True),
        sa.Column("last_side", TEXT, nullable=False),
        sa.Column("last_words", TEXT, nullable=True),
        sa.Column("last_name", TEXT, nullable=True),
        sa.Column("last_at", TEXT, nullable=False),
        sa.Column("unread", sa.BigInteger(), nullable=False),
        sa.Column("waits_since", TEXT, nullable=False),
        sa.Column("waits", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.Column("answered_minutes", sa.BigInteger(), nullable=True),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("tags", TEXT, nullable=False),
        sa.Column("is_backlog", sa.BigInteger(), nullable=False),
        sa.Column("order_number", TEXT, nullable=True),
        sa.Column("call_asked_at", TEXT, nullable=True),
        sa.Column("photos_at", TEXT, nullable=True),
        sa.Column("quote_asked_at", TEXT, nullable=True),
        sa.Column("agreed_at", TEXT, nullable=True),
        sa.Column("serial", TEXT, nullable=True),
        sa.Column("serial_key", TEXT, nullable=True),
        sa.Column("organisation", TEXT, nullable=True),
        sa.Column("own_device", TEXT, nullable=True),
        sa.Column("loan_late_at", TEXT, nullable=True),
        sa.Column("complaint_due", TEXT, nullable=True),
        sa.Column("withdrawal_due", TEXT, nullable=True),
        sa.Column("ready_at", TEXT, nullable=True),
        sa.Column("promise_due", TEXT, nullable=False),
        sa.Column("estimate", TEXT, nullable=True),
        sa.Column("spending_limit", sa.BigInteger(), nullable=True),
        sa.Column("spending_limit_currency", TEXT, nullable=True),
        sa.Column("category", TEXT, nullable=True),
        sa.Column("category_suggested", TEXT, nullable=True),
        sa.Column("seal", TEXT, nullable=True),
        sa.CheckConstraint(
            "phase IN ('received', 'confirmed', 'in_review', 'waiting_for_customer', 'in_progress', 'ready', 'cancelled') OR (decided IS NOT NULL AND decided LIKE 'complete:%')",
            name=op.f("ck_helpdesk_core_service_requests_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_service_requests_decided")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_service_requests")),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_agreed_at",
        "helpdesk_core_service_requests",
        ["tenant", "agreed_at", "id"],
        unique=False,
        sqlite_where=sa.text("agreed_at IS NOT NULL"),
        postgresql_where=sa.text("agreed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_answered_at",
        "helpdesk_core_service_requests",
        ["tenant", "answered_at", "id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NOT NULL"),
        postgresql_where=sa.text("answered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_assignee_priority_0f7233fc",
        "helpdesk_core_service_requests",
        ["tenant", "assignee", "priority", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("assignee IS NOT NULL AND closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("assignee IS NOT NULL AND closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_call_asked_at",
        "helpdesk_core_service_requests",
        ["tenant", "call_asked_at", "id"],
        unique=False,
        sqlite_where=sa.text("call_asked_at IS NOT NULL"),
        postgresql_where=sa.text("call_asked_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_closed_at",
        "helpdesk_core_service_requests",
        ["tenant", "closed_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_closed_at_no_erased_at",
        "helpdesk_core_service_requests",
        ["tenant", "closed_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NOT NULL AND erased_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL AND erased_at IS NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_complaint_due",
        "helpdesk_core_service_requests",
        ["tenant", "complaint_due", "id"],
        unique=False,
        sqlite_where=sa.text("complaint_due IS NOT NULL"),
        postgresql_where=sa.text("complaint_due IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_created_at_no_closed_at_0",
        "helpdesk_core_service_requests",
        ["tenant", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_created_at_no_closed_at_1",
        "helpdesk_core_service_requests",
        ["tenant", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 1"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 1"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_customer_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "customer", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("customer IS NOT NULL"),
        postgresql_where=sa.text("customer IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_due_at_no_closed_at_0",
        "helpdesk_core_service_requests",
        ["tenant", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_last_at_no_closed_at_0",
        "helpdesk_core_service_requests",
        ["tenant", "last_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_loan_late_at",
        "helpdesk_core_service_requests",
        ["tenant", "loan_late_at", "id"],
        unique=False,
        sqlite_where=sa.text("loan_late_at IS NOT NULL"),
        postgresql_where=sa.text("loan_late_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_location_priority_07d283bc",
        "helpdesk_core_service_requests",
        ["tenant", "location", "priority", "waits_since", "id"],
        unique=False,
        sqlite_where=sa.text("location IS NOT NULL AND closed_at IS NULL AND is_backlog = 0 AND waits = 1"),
        postgresql_where=sa.text("location IS NOT NULL AND closed_at IS NULL AND is_backlog = 0 AND waits = 1"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_order_number",
        "helpdesk_core_service_requests",
        ["tenant", "order_number", "id"],
        unique=False,
        sqlite_where=sa.text("order_number IS NOT NULL"),
        postgresql_where=sa.text("order_number IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_organisation_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "organisation", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("organisation IS NOT NULL"),
        postgresql_where=sa.text("organisation IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_own_device_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "own_device", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("own_device IS NOT NULL"),
        postgresql_where=sa.text("own_device IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_photos_at",
        "helpdesk_core_service_requests",
        ["tenant", "photos_at", "id"],
        unique=False,
        sqlite_where=sa.text("photos_at IS NOT NULL"),
        postgresql_where=sa.text("photos_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_priority_created__dbabb2bc",
        "helpdesk_core_service_requests",
        ["tenant", "priority", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_priority_waits_si_cf075f24",
        "helpdesk_core_service_requests",
        ["tenant", "priority", "waits_since", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0 AND waits = 1"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0 AND waits = 1"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_promise_due_no_closed_at_0",
        "helpdesk_core_service_requests",
        ["tenant", "promise_due", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_quote_asked_at",
        "helpdesk_core_service_requests",
        ["tenant", "quote_asked_at", "id"],
        unique=False,
        sqlite_where=sa.text("quote_asked_at IS NOT NULL"),
        postgresql_where=sa.text("quote_asked_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_ready_at",
        "helpdesk_core_service_requests",
        ["tenant", "ready_at", "id"],
        unique=False,
        sqlite_where=sa.text("ready_at IS NOT NULL"),
        postgresql_where=sa.text("ready_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_reference",
        "helpdesk_core_service_requests",
        ["tenant", "reference"],
        unique=True,
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_reopened_at",
        "helpdesk_core_service_requests",
        ["tenant", "reopened_at", "id"],
        unique=False,
        sqlite_where=sa.text("reopened_at IS NOT NULL"),
        postgresql_where=sa.text("reopened_at IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_serial_key_created_at",
        "helpdesk_core_service_requests",
        ["tenant", "serial_key", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("serial_key IS NOT NULL"),
        postgresql_where=sa.text("serial_key IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_source_id",
        "helpdesk_core_service_requests",
        ["tenant", "source_id", "id"],
        unique=False,
        sqlite_where=sa.text("source_id IS NOT NULL"),
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_status_priority_c_eace4803",
        "helpdesk_core_service_requests",
        ["tenant", "status", "priority", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_waits_since_no_closed_at_0",
        "helpdesk_core_service_requests",
        ["tenant", "waits_since", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
        postgresql_where=sa.text("closed_at IS NULL AND is_backlog = 0"),
    )
    op.create_index(
        "ix_helpdesk_core_service_requests_withdrawal_due",
        "helpdesk_core_service_requests",
        ["tenant", "withdrawal_due", "id"],
        unique=False,
        sqlite_where=sa.text("withdrawal_due IS NOT NULL"),
        postgresql_where=sa.text("withdrawal_due IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_setting_changes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("changed_at", TEXT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["settings"], ["helpdesk_core_shop_settings.id"], name=op.f("fk_helpdesk_core_setting_changes_settings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_setting_changes")),
    )
    op.create_index(
        "ix_helpdesk_core_setting_changes_settings_number",
        "helpdesk_core_setting_changes",
        ["settings", "number", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_staff_absences",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("profile", TEXT, nullable=False),
        sa.Column("first", TEXT, nullable=False),
        sa.Column("last", TEXT, nullable=False),
        sa.Column("noted_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["profile"], ["helpdesk_core_staff_profiles.id"], name=op.f("fk_helpdesk_core_staff_absences_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_staff_absences")),
    )
    op.create_index(
        "ix_helpdesk_core_staff_absences_last_no_ended_at",
        "helpdesk_core_staff_absences",
        ["tenant", "last", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_staff_absences_profile", "helpdesk_core_staff_absences", ["profile", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_appointments",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("starts_at", TEXT, nullable=False),
        sa.Column("ends_at", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_by_name", TEXT, nullable=True),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("moves", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'cancelled', 'kept', 'missed') OR (decided IS NOT NULL AND decided = 'book:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_appointments_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_appointments_decided")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_appointments_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_appointments")),
    )
    op.create_index(
        "ix_helpdesk_core_appointments_location_day_starts_at",
        "helpdesk_core_appointments",
        ["tenant", "location", "day", "starts_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_appointments_request_starts_at",
        "helpdesk_core_appointments",
        ["request", "starts_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_attachments",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_name", TEXT, nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("is_shared", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("media", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("key", TEXT, nullable=True),
        sa.Column("small_key", TEXT, nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_attachments_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_attachments")),
    )
    op.create_index(
        "ix_helpdesk_core_attachments_request_at", "helpdesk_core_attachments", ["request", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_awaited_parts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("supplier", TEXT, nullable=True),
        sa.Column("expected", TEXT, nullable=True),
        sa.Column("awaited_at", TEXT, nullable=False),
        sa.Column("awaited_by_name", TEXT, nullable=True),
        sa.Column("settled_at", TEXT, nullable=True),
        sa.Column("arrived_in", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_awaited_parts_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_awaited_parts")),
    )
    op.create_index(
        "ix_helpdesk_core_awaited_parts_request_awaited_at",
        "helpdesk_core_awaited_parts",
        ["request", "awaited_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_calls",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=True),
        sa.Column("link", TEXT, nullable=True),
        sa.Column("when", TEXT, nullable=True),
        sa.Column("urgent", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("offered_by", TEXT, nullable=True),
        sa.Column("settled_at", TEXT, nullable=True),
        sa.Column("settled_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_calls_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_calls")),
    )
    op.create_index(
        "ix_helpdesk_core_calls_request_asked_at", "helpdesk_core_calls", ["request", "asked_at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_collectors",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("named_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_collectors_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_collectors")),
    )
    op.create_index(
        "ix_helpdesk_core_collectors_request_named_at",
        "helpdesk_core_collectors",
        ["request", "named_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_complaint_links",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("complaint", TEXT, nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint"],
            ["helpdesk_core_service_requests.id"],
            name=op.f("fk_helpdesk_core_complaint_links_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_complaint_links_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_complaint_links")),
    )
    op.create_index(
        "ix_helpdesk_core_complaint_links_request_made_at",
        "helpdesk_core_complaint_links",
        ["request", "made_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_complaints",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("repair", TEXT, nullable=True),
        sa.Column("part", TEXT, nullable=True),
        sa.Column("noticed", TEXT, nullable=True),
        sa.Column("ground", TEXT, nullable=False),
        sa.Column("wish", TEXT, nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("answer_by", TEXT, nullable=True),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("reasons", TEXT, nullable=True),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.Column("answered_by", TEXT, nullable=True),
        sa.Column("answered_by_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["repair"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_complaints_repair")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_complaints_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_complaints")),
    )
    op.create_index("ix_helpdesk_core_complaints_request", "helpdesk_core_complaints", ["request"], unique=True)
    op.create_table(
        "helpdesk_core_contact_points",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("contact_kind", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=False),
        sa.Column("contact_key", TEXT, nullable=True),
        sa.Column("confirmed_at", TEXT, nullable=True),
        sa.Column("proof", TEXT, nullable=True),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.Column("channel", TEXT, nullable=True),
        sa.Column("heard_at", TEXT, nullable=True),
        sa.Column("is_preferred", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_contact_points_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_contact_points")),
    )
    op.create_index(
        "ix_helpdesk_core_contact_points_contact_key_contact_kind",
        "helpdesk_core_contact_points",
        ["tenant", "contact_key", "contact_kind", "id"],
        unique=False,
        sqlite_where=sa.text("contact_key IS NOT NULL"),
        postgresql_where=sa.text("contact_key IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_contact_points_request", "helpdesk_core_contact_points", ["request", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_entry_codes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_entry_codes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_entry_codes")),
    )
    op.create_index(
        "ix_helpdesk_core_entry_codes_request", "helpdesk_core_entry_codes", ["request", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_escalations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("answered_by", TEXT, nullable=True),
        sa.Column("answered_name", TEXT, nullable=True),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_escalations_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_escalations")),
    )
    op.create_index(
        "ix_helpdesk_core_escalations_request_asked_at",
        "helpdesk_core_escalations",
        ["request", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_findings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("marks", TEXT, nullable=False),
        sa.Column("pairs", TEXT, nullable=False),
        sa.Column("prepared_by", TEXT, nullable=False),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_findings_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_findings")),
    )
    op.create_index(
        "ix_helpdesk_core_findings_request_prepared_at",
        "helpdesk_core_findings",
        ["request", "prepared_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_hand_overs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("proof", TEXT, nullable=False),
        sa.Column("devices", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("handed_at", TEXT, nullable=False),
        sa.Column("handed_by", TEXT, nullable=False),
        sa.Column("handed_by_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_hand_overs_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_hand_overs")),
    )
    op.create_index(
        "ix_helpdesk_core_hand_overs_request_handed_at",
        "helpdesk_core_hand_overs",
        ["request", "handed_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_incident_dismissals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"],
            ["helpdesk_core_service_requests.id"],
            name=op.f("fk_helpdesk_core_incident_dismissals_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_incident_dismissals")),
    )
    op.create_index(
        "ix_helpdesk_core_incident_dismissals_at",
        "helpdesk_core_incident_dismissals",
        ["tenant", "at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_incident_links",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("incident", TEXT, nullable=False),
        sa.Column("linked", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", TEXT, nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("told_report", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["helpdesk_core_incidents.id"], name=op.f("fk_helpdesk_core_incident_links_incident")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_incident_links_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_incident_links")),
    )
    op.create_index(
        "ix_helpdesk_core_incident_links_incident_linked_at",
        "helpdesk_core_incident_links",
        ["tenant", "incident", "linked_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_incident_links_request_linked_at",
        "helpdesk_core_incident_links",
        ["request", "linked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_invoice_drafts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("corrects", TEXT, nullable=True),
        sa.Column("prices", TEXT, nullable=False),
        sa.Column("lines", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("buyer_address", TEXT, nullable=True),
        sa.Column("buyer_tax_number", TEXT, nullable=True),
        sa.Column("sold_on", TEXT, nullable=False),
        sa.Column("due_on", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("prepared_by", TEXT, nullable=False),
        sa.Column("prepared_by_name", TEXT, nullable=True),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_invoice_drafts_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_invoice_drafts")),
    )
    op.create_index(
        "ix_helpdesk_core_invoice_drafts_request_open",
        "helpdesk_core_invoice_drafts",
        ["tenant", "request", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "helpdesk_core_invoices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("corrects", TEXT, nullable=True),
        sa.Column("corrects_number", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("prices", TEXT, nullable=False),
        sa.Column("lines", TEXT, nullable=False),
        sa.Column("buyer_name", TEXT, nullable=False),
        sa.Column("buyer_address", TEXT, nullable=True),
        sa.Column("buyer_tax_number", TEXT, nullable=True),
        sa.Column("seller", TEXT, nullable=False),
        sa.Column("seller_address", TEXT, nullable=False),
        sa.Column("bank_account", TEXT, nullable=False),
        sa.Column("issued_on", TEXT, nullable=False),
        sa.Column("sold_on", TEXT, nullable=False),
        sa.Column("due_on", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("deducted", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("shares", TEXT, nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("gross_currency", TEXT, nullable=False),
        sa.Column("issued_by", TEXT, nullable=False),
        sa.Column("issued_by_name", TEXT, nullable=True),
        sa.Column("issued_at", TEXT, nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("credited_currency", TEXT, nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("paid_currency", TEXT, nullable=False),
        sa.Column("settlement", TEXT, nullable=False),
        sa.Column("needs_number", sa.BigInteger(), nullable=False),
        sa.Column("registered_number", TEXT, nullable=True),
        sa.Column("registered_at", TEXT, nullable=True),
        sa.Column("registered_link", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('unissued') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_invoices_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_invoices_decided")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_invoices_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_invoices")),
    )
    op.create_index(
        "ix_helpdesk_core_invoices_issued_at", "helpdesk_core_invoices", ["tenant", "issued_at", "id"], unique=False
    )
    op.create_index("ix_helpdesk_core_invoices_number", "helpdesk_core_invoices", ["tenant", "number"], unique=True)
    op.create_index(
        "ix_helpdesk_core_invoices_request_issued_at",
        "helpdesk_core_invoices",
        ["tenant", "request", "issued_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_invoices_settlement_issued_at",
        "helpdesk_core_invoices",
        ["tenant", "settlement", "issued_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_loans",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("loan_device", TEXT, nullable=False),
        sa.Column("condition", TEXT, nullable=True),
        sa.Column("due", TEXT, nullable=True),
        sa.Column("lent_at", TEXT, nullable=False),
        sa.Column("lent_by_name", TEXT, nullable=True),
        sa.Column("returned_at", TEXT, nullable=True),
        sa.Column("returned_condition", TEXT, nullable=True),
        sa.Column("returned_by_name", TEXT, nullable=True),
        sa.Column("continued_as", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["loan_device"], ["helpdesk_core_loan_devices.id"], name=op.f("fk_helpdesk_core_loans_loan_device")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_loans_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_loans")),
    )
    op.create_index(
        "ix_helpdesk_core_loans_loan_device_lent_at",
        "helpdesk_core_loans",
        ["tenant", "loan_device", "lent_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_loans_request_lent_at", "helpdesk_core_loans", ["request", "lent_at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_message_drafts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_name", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_message_drafts_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_message_drafts")),
    )
    op.create_index(
        "ix_helpdesk_core_message_drafts_at", "helpdesk_core_message_drafts", ["tenant", "at", "id"], unique=False
    )
    op.create_index(
        "ix_helpdesk_core_message_drafts_request", "helpdesk_core_message_drafts", ["request", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_messages",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_name", TEXT, nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_messages_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_messages")),
    )
    op.create_index(
        "ix_helpdesk_core_messages_request_at", "helpdesk_core_messages", ["request", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_notes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_name", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_notes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_notes")),
    )
    op.create_index("ix_helpdesk_core_notes_request_at", "helpdesk_core_notes", ["request", "at", "id"], unique=False)
    op.create_table(
        "helpdesk_core_outcomes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("prepared_by", TEXT, nullable=False),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.Column("recorded_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('draft') OR (decided IS NOT NULL AND decided = 'complete:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_outcomes_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_outcomes_decided")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_outcomes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_outcomes")),
    )
    op.create_index(
        "ix_helpdesk_core_outcomes_request_prepared_at",
        "helpdesk_core_outcomes",
        ["request", "prepared_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_parcels",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("shipment", TEXT, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("carrier", TEXT, nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=True),
        sa.Column("size", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("link", TEXT, nullable=True),
        sa.Column("state_at", TEXT, nullable=False),
        sa.Column("said_at", TEXT, nullable=True),
        sa.Column("cancel_asked_at", TEXT, nullable=True),
        sa.Column("not_cancelled", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_by_name", TEXT, nullable=True),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_parcels_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_parcels")),
    )
    op.create_index(
        "ix_helpdesk_core_parcels_carrier_number",
        "helpdesk_core_parcels",
        ["tenant", "carrier", "number"],
        unique=False,
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_parcels_request", "helpdesk_core_parcels", ["tenant", "request", "id"], unique=False
    )
    op.create_index(
        "ix_helpdesk_core_parcels_shipment_place",
        "helpdesk_core_parcels",
        ["tenant", "shipment", "place"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_promises",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("by_time", sa.BigInteger(), nullable=False),
        sa.Column("what", TEXT, nullable=True),
        sa.Column("limit", sa.BigInteger(), nullable=True),
        sa.Column("limit_currency", TEXT, nullable=True),
        sa.Column("follows", TEXT, nullable=True),
        sa.Column("promised_by", TEXT, nullable=False),
        sa.Column("promised_by_name", TEXT, nullable=True),
        sa.Column("promised_at", TEXT, nullable=False),
        sa.Column("settled_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_promises_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_promises")),
    )
    op.create_index(
        "ix_helpdesk_core_promises_request_promised_at",
        "helpdesk_core_promises",
        ["request", "promised_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_question_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("asked", TEXT, nullable=False),
        sa.Column("values", TEXT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_question_answers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_question_answers")),
    )
    op.create_index(
        "ix_helpdesk_core_question_answers_request",
        "helpdesk_core_question_answers",
        ["tenant", "request", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_quotes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("prices", TEXT, nullable=False),
        sa.Column("lines", TEXT, nullable=False),
        sa.Column("options", TEXT, nullable=False),
        sa.Column("valid_until", TEXT, nullable=False),
        sa.Column("prepared_by", TEXT, nullable=False),
        sa.Column("prepared_by_name", TEXT, nullable=True),
        sa.Column("prepared_at", TEXT, nullable=False),
        sa.Column("offered_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_quotes_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_quotes_decided")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_quotes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_quotes")),
    )
    op.create_index(
        "ix_helpdesk_core_quotes_request_number",
        "helpdesk_core_quotes",
        ["tenant", "request", "number", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_request_colleagues",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("member", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("joined_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member"],
            ["helpdesk_core_organisation_members.id"],
            name=op.f("fk_helpdesk_core_request_colleagues_member"),
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_request_colleagues_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_request_colleagues")),
    )
    op.create_index(
        "ix_helpdesk_core_request_colleagues_account_joined_at",
        "helpdesk_core_request_colleagues",
        ["tenant", "account", "joined_at", "id"],
        unique=False,
        sqlite_where=sa.text("account IS NOT NULL"),
        postgresql_where=sa.text("account IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_request_colleagues_request_joined_at",
        "helpdesk_core_request_colleagues",
        ["request", "joined_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_request_devices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=True),
        sa.Column("serial_key", TEXT, nullable=True),
        sa.Column("own_device", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=True),
        sa.Column("condition", TEXT, nullable=True),
        sa.Column("accessories", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("added_at", TEXT, nullable=False),
        sa.Column("removed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_request_devices_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_request_devices")),
    )
    op.create_index(
        "ix_helpdesk_core_request_devices_own_device",
        "helpdesk_core_request_devices",
        ["tenant", "own_device", "id"],
        unique=False,
        sqlite_where=sa.text("own_device IS NOT NULL"),
        postgresql_where=sa.text("own_device IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_request_devices_request_number",
        "helpdesk_core_request_devices",
        ["request", "number", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_request_devices_serial_key",
        "helpdesk_core_request_devices",
        ["tenant", "serial_key", "id"],
        unique=False,
        sqlite_where=sa.text("serial_key IS NOT NULL"),
        postgresql_where=sa.text("serial_key IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_search_entries",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("terms", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_search_entries_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_search_entries")),
    )
    op.create_index(
        "ix_helpdesk_core_search_entries_request", "helpdesk_core_search_entries", ["request", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_shipping",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("point", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("shipment", TEXT, nullable=True),
        sa.Column("parcels", sa.BigInteger(), nullable=False),
        sa.Column("chosen_at", TEXT, nullable=False),
        sa.Column("packed_at", TEXT, nullable=True),
        sa.Column("confirmed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_shipping_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_shipping")),
    )
    op.create_index(
        "ix_helpdesk_core_shipping_customer_state_chosen_at",
        "helpdesk_core_shipping",
        ["tenant", "customer", "state", "chosen_at", "id"],
        unique=False,
        sqlite_where=sa.text("customer IS NOT NULL"),
        postgresql_where=sa.text("customer IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_shipping_shipment",
        "helpdesk_core_shipping",
        ["tenant", "shipment", "id"],
        unique=False,
        sqlite_where=sa.text("shipment IS NOT NULL"),
        postgresql_where=sa.text("shipment IS NOT NULL"),
    )
    op.create_table(
        "helpdesk_core_signatures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("occasion", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("devices", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("due", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("asked_by_name", TEXT, nullable=True),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.Column("signed_at", TEXT, nullable=True),
        sa.Column("how", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("strokes", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_signatures_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_signatures")),
    )
    op.create_index(
        "ix_helpdesk_core_signatures_request_asked_at",
        "helpdesk_core_signatures",
        ["request", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_status_notes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_name", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_status_notes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_status_notes")),
    )
    op.create_index(
        "ix_helpdesk_core_status_notes_request_at", "helpdesk_core_status_notes", ["request", "at", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_testimonials",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("permission", TEXT, nullable=True),
        sa.Column("permitted_at", TEXT, nullable=True),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("published_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'suggested', 'given', 'declined', 'withdrawn', 'taken_down') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_testimonials_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_testimonials_decided")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_testimonials_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_testimonials")),
    )
    op.create_index(
        "ix_helpdesk_core_testimonials_request_asked_at",
        "helpdesk_core_testimonials",
        ["request", "asked_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_testimonials_state_asked_at",
        "helpdesk_core_testimonials",
        ["state", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_tickets",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("ticket", TEXT, nullable=False),
        sa.Column("customer", TEXT, nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_tickets_request")
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_tickets_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_tickets")),
    )
    op.create_index(
        "ix_helpdesk_core_tickets_customer_asked_at",
        "helpdesk_core_tickets",
        ["tenant", "customer", "asked_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_tickets_request_asked_at",
        "helpdesk_core_tickets",
        ["request", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_uncollected",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("ready_at", TEXT, nullable=False),
        sa.Column("first_at", TEXT, nullable=True),
        sa.Column("second_at", TEXT, nullable=True),
        sa.Column("terms", TEXT, nullable=True),
        sa.Column("terms_version", TEXT, nullable=True),
        sa.Column("terms_language", TEXT, nullable=True),
        sa.Column("storage_from", TEXT, nullable=True),
        sa.Column("paused_at", TEXT, nullable=True),
        sa.Column("paused_by_name", TEXT, nullable=True),
        sa.Column("resumed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_uncollected_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_uncollected")),
    )
    op.create_index(
        "ix_helpdesk_core_uncollected_request_ready_at",
        "helpdesk_core_uncollected",
        ["request", "ready_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_urgency_changes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("was", TEXT, nullable=False),
        sa.Column("urgency", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_urgency_changes_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_urgency_changes")),
    )
    op.create_index(
        "ix_helpdesk_core_urgency_changes_request_at",
        "helpdesk_core_urgency_changes",
        ["request", "at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_urgency_raises",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("raised_at", TEXT, nullable=False),
        sa.Column("lowered_at", TEXT, nullable=True),
        sa.Column("lowered_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_urgency_raises_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_urgency_raises")),
    )
    op.create_index(
        "ix_helpdesk_core_urgency_raises_request_raised_at",
        "helpdesk_core_urgency_raises",
        ["request", "raised_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_warranties",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column("begins_on", TEXT, nullable=False),
        sa.Column("covered_until", TEXT, nullable=False),
        sa.Column("given_at", TEXT, nullable=False),
        sa.Column("given_by", TEXT, nullable=False),
        sa.Column("given_by_name", TEXT, nullable=True),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_warranties_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_warranties")),
    )
    op.create_index(
        "ix_helpdesk_core_warranties_request_given_at",
        "helpdesk_core_warranties",
        ["request", "given_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_worked_checklists",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("device", TEXT, nullable=False),
        sa.Column("checklist", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("moment", TEXT, nullable=False),
        sa.Column("answers", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_worked_checklists_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_worked_checklists")),
    )
    op.create_index(
        "ix_helpdesk_core_worked_checklists_request",
        "helpdesk_core_worked_checklists",
        ["tenant", "request", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_checkouts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("invoice", TEXT, nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", TEXT, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("said", sa.BigInteger(), nullable=True),
        sa.Column("said_currency", TEXT, nullable=True),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("told_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice"], ["helpdesk_core_invoices.id"], name=op.f("fk_helpdesk_core_checkouts_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_checkouts_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_checkouts")),
    )
    op.create_index(
        "ix_helpdesk_core_checkouts_request_asked_at",
        "helpdesk_core_checkouts",
        ["tenant", "request", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_follow_ups",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("works", sa.BigInteger(), nullable=False),
        sa.Column("survey", sa.BigInteger(), nullable=False),
        sa.Column("permission", TEXT, nullable=False),
        sa.Column("permitted_at", TEXT, nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("withdrawn_at", TEXT, nullable=True),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.Column("still_works", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["outcome"], ["helpdesk_core_outcomes.id"], name=op.f("fk_helpdesk_core_follow_ups_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_follow_ups_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_follow_ups")),
    )
    op.create_index(
        "ix_helpdesk_core_follow_ups_permitted_at",
        "helpdesk_core_follow_ups",
        ["tenant", "permitted_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_follow_ups_request_permitted_at",
        "helpdesk_core_follow_ups",
        ["request", "permitted_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_invoice_sendings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("invoice", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("refers", TEXT, nullable=False),
        sa.Column("asked", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("session", TEXT, nullable=True),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("registered_at", TEXT, nullable=True),
        sa.Column("link", TEXT, nullable=True),
        sa.Column("has_receipt", sa.BigInteger(), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("said", TEXT, nullable=True),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_by_name", TEXT, nullable=True),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("told_at", TEXT, nullable=True),
        sa.CheckConstraint(
            "asked IN ('unasked') OR (decided IS NOT NULL AND decided = 'publish:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_invoice_sendings_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_invoice_sendings_decided")
        ),
        sa.ForeignKeyConstraint(
            ["invoice"], ["helpdesk_core_invoices.id"], name=op.f("fk_helpdesk_core_invoice_sendings_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_invoice_sendings_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_invoice_sendings")),
    )
    op.create_index(
        "ix_helpdesk_core_invoice_sendings_request_asked_at",
        "helpdesk_core_invoice_sendings",
        ["tenant", "request", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_outcome_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("solved", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", TEXT, nullable=False),
        sa.Column("answered_by", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome"], ["helpdesk_core_outcomes.id"], name=op.f("fk_helpdesk_core_outcome_answers_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_outcome_answers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_outcome_answers")),
    )
    op.create_index(
        "ix_helpdesk_core_outcome_answers_request", "helpdesk_core_outcome_answers", ["request", "id"], unique=False
    )
    op.create_table(
        "helpdesk_core_payments",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("invoice", TEXT, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("receipt", TEXT, nullable=True),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("recorded_by", TEXT, nullable=False),
        sa.Column("recorded_by_name", TEXT, nullable=True),
        sa.Column("recorded_at", TEXT, nullable=False),
        sa.CheckConstraint(
            "standing IN ('struck') OR (decided IS NOT NULL AND decided = 'pay:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_payments_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_payments_decided")
        ),
        sa.ForeignKeyConstraint(
            ["invoice"], ["helpdesk_core_invoices.id"], name=op.f("fk_helpdesk_core_payments_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_payments_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_payments")),
    )
    op.create_index(
        "ix_helpdesk_core_payments_request_recorded_at",
        "helpdesk_core_payments",
        ["tenant", "request", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_push_browsers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("browser", TEXT, nullable=True),
        sa.Column("endpoint", TEXT, nullable=True),
        sa.Column("key", TEXT, nullable=True),
        sa.Column("secret", TEXT, nullable=True),
        sa.Column("made_for", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("words_version", TEXT, nullable=False),
        sa.Column("agreed_at", TEXT, nullable=False),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.Column("ended_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact"], ["helpdesk_core_contact_points.id"], name=op.f("fk_helpdesk_core_push_browsers_contact")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_push_browsers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_push_browsers")),
    )
    op.create_index(
        "ix_helpdesk_core_push_browsers_browser",
        "helpdesk_core_push_browsers",
        ["tenant", "browser", "id"],
        unique=False,
        sqlite_where=sa.text("browser IS NOT NULL"),
        postgresql_where=sa.text("browser IS NOT NULL"),
    )
    op.create_index(
        "ix_helpdesk_core_push_browsers_request_agreed_at",
        "helpdesk_core_push_browsers",
        ["request", "agreed_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_quote_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("commitments", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("decided", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("quote", TEXT, nullable=False),
        sa.Column("quote_digest", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("options", TEXT, nullable=False),
        sa.Column("extras", TEXT, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("total_currency", TEXT, nullable=True),
        sa.Column("start_now", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", TEXT, nullable=False),
        sa.Column("answered_at", TEXT, nullable=False),
        sa.CheckConstraint(
            "answer IN ('declined') OR (decided IS NOT NULL AND decided = 'approve:' || id || ':' || digest)",
            name=op.f("ck_helpdesk_core_quote_answers_guard"),
        ),
        sa.ForeignKeyConstraint(
            ["decided"], ["helpdesk_core_decisions.id"], name=op.f("fk_helpdesk_core_quote_answers_decided")
        ),
        sa.ForeignKeyConstraint(
            ["quote"], ["helpdesk_core_quotes.id"], name=op.f("fk_helpdesk_core_quote_answers_quote")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_quote_answers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_quote_answers")),
    )
    op.create_index(
        "ix_helpdesk_core_quote_answers_request",
        "helpdesk_core_quote_answers",
        ["tenant", "request", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_quote_approvers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("contact_kind", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=False),
        sa.Column("contact_key", TEXT, nullable=True),
        sa.Column("confirmed_at", TEXT, nullable=True),
        sa.Column("proof", TEXT, nullable=True),
        sa.Column("ended_at", TEXT, nullable=True),
        sa.Column("quote", TEXT, nullable=False),
        sa.Column("named_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["quote"], ["helpdesk_core_quotes.id"], name=op.f("fk_helpdesk_core_quote_approvers_quote")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_quote_approvers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_quote_approvers")),
    )
    op.create_index(
        "ix_helpdesk_core_quote_approvers_request",
        "helpdesk_core_quote_approvers",
        ["tenant", "request", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_quote_limit_uses",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("quote", TEXT, nullable=False),
        sa.Column("quote_digest", TEXT, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("total_currency", TEXT, nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=False),
        sa.Column("limit_currency", TEXT, nullable=False),
        sa.Column("used_by", TEXT, nullable=False),
        sa.Column("used_by_name", TEXT, nullable=True),
        sa.Column("used_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["quote"], ["helpdesk_core_quotes.id"], name=op.f("fk_helpdesk_core_quote_limit_uses_quote")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_quote_limit_uses_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_quote_limit_uses")),
    )
    op.create_index(
        "ix_helpdesk_core_quote_limit_uses_request",
        "helpdesk_core_quote_limit_uses",
        ["tenant", "request", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_ratings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("rated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome"], ["helpdesk_core_outcomes.id"], name=op.f("fk_helpdesk_core_ratings_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_ratings_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_ratings")),
    )
    op.create_index(
        "ix_helpdesk_core_ratings_rated_at", "helpdesk_core_ratings", ["tenant", "rated_at", "id"], unique=False
    )
    op.create_index(
        "ix_helpdesk_core_ratings_request_rated_at",
        "helpdesk_core_ratings",
        ["request", "rated_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_refunds",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("invoice", TEXT, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("promised_by", TEXT, nullable=False),
        sa.Column("promised_by_name", TEXT, nullable=True),
        sa.Column("promised_at", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.Column("arrived_at", TEXT, nullable=True),
        sa.Column("withdrawn_at", TEXT, nullable=True),
        sa.Column("withdrawn_text", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice"], ["helpdesk_core_invoices.id"], name=op.f("fk_helpdesk_core_refunds_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_refunds_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_refunds")),
    )
    op.create_index(
        "ix_helpdesk_core_refunds_request_promised_at",
        "helpdesk_core_refunds",
        ["tenant", "request", "promised_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_repair_forms",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("quote", TEXT, nullable=False),
        sa.Column("seller", TEXT, nullable=False),
        sa.Column("good", TEXT, nullable=False),
        sa.Column("defect", TEXT, nullable=False),
        sa.Column("time", TEXT, nullable=False),
        sa.Column("replacement", TEXT, nullable=False),
        sa.Column("services", TEXT, nullable=True),
        sa.Column("more", TEXT, nullable=True),
        sa.Column("valid_until", TEXT, nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("made_by_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["quote"], ["helpdesk_core_quotes.id"], name=op.f("fk_helpdesk_core_repair_forms_quote")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_repair_forms_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_repair_forms")),
    )
    op.create_index(
        "ix_helpdesk_core_repair_forms_request_made_at",
        "helpdesk_core_repair_forms",
        ["request", "made_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_survey_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("values", TEXT, nullable=False),
        sa.Column("answered_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome"], ["helpdesk_core_outcomes.id"], name=op.f("fk_helpdesk_core_survey_answers_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_survey_answers_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_survey_answers")),
    )
    op.create_index(
        "ix_helpdesk_core_survey_answers_answered_at",
        "helpdesk_core_survey_answers",
        ["tenant", "answered_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_helpdesk_core_survey_answers_request_answered_at",
        "helpdesk_core_survey_answers",
        ["request", "answered_at", "id"],
        unique=False,
    )
    op.create_table(
        "helpdesk_core_withdrawals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("request", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answer_digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("declared_at", TEXT, nullable=False),
        sa.Column("sent_on", TEXT, nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("last_day", TEXT, nullable=True),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("repay_by", TEXT, nullable=True),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("proved_at", TEXT, nullable=True),
        sa.Column("owed", sa.BigInteger(), nullable=True),
        sa.Column("owed_currency", TEXT, nullable=True),
        sa.Column("returned", sa.BigInteger(), nullable=True),
        sa.Column("returned_currency", TEXT, nullable=True),
        sa.Column("hand_back", sa.BigInteger(), nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("repaid_at", TEXT, nullable=True),
        sa.Column("answered_at", TEXT, nullable=True),
        sa.Column("answered_by", TEXT, nullable=True),
        sa.Column("answered_by_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["answer"], ["helpdesk_core_quote_answers.id"], name=op.f("fk_helpdesk_core_withdrawals_answer")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["helpdesk_core_service_requests.id"], name=op.f("fk_helpdesk_core_withdrawals_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpdesk_core_withdrawals")),
    )
    op.create_index("ix_helpdesk_core_withdrawals_answer", "helpdesk_core_withdrawals", ["answer"], unique=True)
    op.create_index(
        "ix_helpdesk_core_withdrawals_request", "helpdesk_core_withdrawals", ["tenant", "request", "id"], unique=False
    )
    create_index(op.get_bind(), "helpdesk_core_guide_versions", "terms")
    create_index(op.get_bind(), "helpdesk_core_search_entries", "terms")


def downgrade() -> None:
    """Take them back."""
    drop_index(op.get_bind(), "helpdesk_core_guide_versions")
    drop_index(op.get_bind(), "helpdesk_core_search_entries")
    op.drop_table("helpdesk_core_withdrawals")
    op.drop_table("helpdesk_core_survey_answers")
    op.drop_table("helpdesk_core_repair_forms")
    op.drop_table("helpdesk_core_refunds")
    op.drop_table("helpdesk_core_ratings")
    op.drop_table("helpdesk_core_quote_limit_uses")
    op.drop_table("helpdesk_core_quote_approvers")
    op.drop_table("helpdesk_core_quote_answers")
    op.drop_table("helpdesk_core_push_browsers")
    op.drop_table("helpdesk_core_payments")
    op.drop_table("helpdesk_core_outcome_answers")
    op.drop_table("helpdesk_core_invoice_sendings")
    op.drop_table("helpdesk_core_follow_ups")
    op.drop_table("helpdesk_core_checkouts")
    op.drop_table("helpdesk_core_worked_checklists")
    op.drop_table("helpdesk_core_warranties")
    op.drop_table("helpdesk_core_urgency_raises")
    op.drop_table("helpdesk_core_urgency_changes")
    op.drop_table("helpdesk_core_uncollected")
    op.drop_table("helpdesk_core_tickets")
    op.drop_table("helpdesk_core_testimonials")
    op.drop_table("helpdesk_core_status_notes")
    op.drop_table("helpdesk_core_signatures")
    op.drop_table("helpdesk_core_shipping")
    op.drop_table("helpdesk_core_search_entries")
    op.drop_table("helpdesk_core_request_devices")
    op.drop_table("helpdesk_core_request_colleagues")
    op.drop_table("helpdesk_core_quotes")
    op.drop_table("helpdesk_core_question_answers")
    op.drop_table("helpdesk_core_promises")
    op.drop_table("helpdesk_core_parcels")
    op.drop_table("helpdesk_core_outcomes")
    op.drop_table("helpdesk_core_notes")
    op.drop_table("helpdesk_core_messages")
    op.drop_table("helpdesk_core_message_drafts")
    op.drop_table("helpdesk_core_loans")
    op.drop_table("helpdesk_core_invoices")
    op.drop_table("helpdesk_core_invoice_drafts")
    op.drop_table("helpdesk_core_incident_links")
    op.drop_table("helpdesk_core_incident_dismissals")
    op.drop_table("helpdesk_core_hand_overs")
    op.drop_table("helpdesk_core_findings")
    op.drop_table("helpdesk_core_escalations")
    op.drop_table("helpdesk_core_entry_codes")
    op.drop_table("helpdesk_core_contact_points")
    op.drop_table("helpdesk_core_complaints")
    op.drop_table("helpdesk_core_complaint_links")
    op.drop_table("helpdesk_core_collectors")
    op.drop_table("helpdesk_core_calls")
    op.drop_table("helpdesk_core_awaited_parts")
    op.drop_table("helpdesk_core_attachments")
    op.drop_table("helpdesk_core_appointments")
    op.drop_table("helpdesk_core_staff_absences")
    op.drop_table("helpdesk_core_setting_changes")
    op.drop_table("helpdesk_core_service_requests")
    op.drop_table("helpdesk_core_passkeys")
    op.drop_table("helpdesk_core_organisation_members")
    op.drop_table("helpdesk_core_organisation_invitations")
    op.drop_table("helpdesk_core_incident_versions")
    op.drop_table("helpdesk_core_guide_versions")
    op.drop_table("helpdesk_core_guide_pictures")
    op.drop_table("helpdesk_core_account_codes")
    op.drop_table("helpdesk_core_account_addresses")
    op.drop_table("helpdesk_core_wish_corrections")
    op.drop_table("helpdesk_core_webhook_endpoints")
    op.drop_table("helpdesk_core_timeline")
    op.drop_table("helpdesk_core_staff_profiles")
    op.drop_table("helpdesk_core_shop_settings")
    op.drop_table("helpdesk_core_search_progress")
    op.drop_table("helpdesk_core_saved_overviews")
    op.drop_table("helpdesk_core_routing_turns")
    op.drop_table("helpdesk_core_retention_counts")
    op.drop_table("helpdesk_core_redaction_counts")
    op.drop_table("helpdesk_core_parcel_facts")
    op.drop_table("helpdesk_core_outbox_places")
    op.drop_table("helpdesk_core_outbox")
    op.drop_table("helpdesk_core_organisations")
    op.drop_table("helpdesk_core_loan_devices")
    op.drop_table("helpdesk_core_kept_guides")
    op.drop_table("helpdesk_core_invoice_series")
    op.drop_table("helpdesk_core_incidents")
    op.drop_table("helpdesk_core_inbound_messages")
    op.drop_table("helpdesk_core_inbound_facts")
    op.drop_table("helpdesk_core_idempotency_keys")
    op.drop_table("helpdesk_core_guides")
    op.drop_table("helpdesk_core_guide_answers")
    op.drop_table("helpdesk_core_feedback")
    op.drop_table("helpdesk_core_devices")
    op.drop_table("helpdesk_core_decisions")
    op.drop_table("helpdesk_core_customer_accounts")
    op.drop_table("helpdesk_core_contact_stops")
    op.drop_table("helpdesk_core_contact_blocks")
    op.drop_table("helpdesk_core_chat_windows")
    op.drop_table("helpdesk_core_chat_dialogues")
    op.drop_table("helpdesk_core_channel_outages")
    op.drop_table("helpdesk_core_attempts")
    op.drop_table("helpdesk_core_appointment_days")
