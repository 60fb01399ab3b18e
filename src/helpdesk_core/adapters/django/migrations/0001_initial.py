"""The tables of the first release."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from helpdesk_core.adapters.django.models import TEXT, check_constraint


class Migration(migrations.Migration):
    """The tables of the first release."""

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Decisions",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("effect", models.TextField()),
                ("record", models.TextField()),
                ("digest", models.TextField()),
                ("subject", models.TextField()),
                ("actor_kind", models.TextField()),
                ("actor", models.TextField()),
                ("basis", models.TextField()),
                ("contact", models.TextField(null=True)),
                ("proved_at", models.TextField(null=True)),
                ("decided_at", models.TextField()),
                ("replaces", models.TextField(null=True)),
            ],
            options={
                "verbose_name": "decisions",
                "verbose_name_plural": "decisions",
                "db_table": "helpdesk_core_decisions",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKeys",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("content", models.TextField()),
                ("result", models.TextField()),
                ("created_at", models.TextField()),
            ],
            options={
                "verbose_name": "idempotency keys",
                "verbose_name_plural": "idempotency keys",
                "db_table": "helpdesk_core_idempotency_keys",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ShopSettings",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("chain_length", models.BigIntegerField()),
                ("chain_head", models.TextField()),
            ],
            options={
                "verbose_name": "shop settings",
                "verbose_name_plural": "shop settings",
                "db_table": "helpdesk_core_shop_settings",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
                ("window_ends_at", models.TextField()),
            ],
            options={
                "verbose_name": "attempts",
                "verbose_name_plural": "attempts",
                "db_table": "helpdesk_core_attempts",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["tenant", "window_ends_at", "id"], name="hc_attempts_3437dad7da")],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("subject", models.TextField()),
                ("subject_type", models.TextField()),
                ("job", models.TextField()),
                ("payload", models.TextField()),
                ("lane", models.BigIntegerField()),
                ("state", models.TextField()),
                ("attempts", models.BigIntegerField()),
                ("due_at", models.TextField()),
                ("lease", models.TextField(null=True)),
                ("reason", models.TextField()),
                ("provider_id", models.TextField(null=True)),
                ("created_at", models.TextField()),
                ("completed_at", models.TextField(null=True)),
            ],
            options={
                "verbose_name": "outbox",
                "verbose_name_plural": "outbox",
                "db_table": "helpdesk_core_outbox",
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["tenant", "lane", "due_at", "id"],
                        name="hc_outbox_5083f958df",
                    ),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["tenant", "due_at", "id"],
                        name="hc_outbox_fc5c0ca07c",
                    ),
                    models.Index(fields=["subject", "id"], name="hc_outbox_6291e5b9b9"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedactionCounts",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("secret_kind", models.TextField()),
                ("language", models.TextField()),
                ("pieces", models.BigIntegerField()),
                ("at", models.TextField()),
            ],
            options={
                "verbose_name": "redaction counts",
                "verbose_name_plural": "redaction counts",
                "db_table": "helpdesk_core_redaction_counts",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["tenant", "at", "id"], name="hc_redaction_counts_6cb72b54be")],
            },
        ),
        migrations.CreateModel(
            name="ServiceRequests",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("chain_length", models.BigIntegerField()),
                ("chain_head", models.TextField()),
                ("reference", models.TextField()),
                ("phase", models.TextField()),
                ("status", models.TextField()),
                ("held", models.TextField(null=True)),
                ("priority", models.BigIntegerField()),
                ("urgency", models.TextField()),
                ("device", models.TextField()),
                ("device_checked", models.TextField(null=True)),
                ("location", models.TextField(null=True)),
                ("customer", models.TextField(null=True)),
                ("given_name", models.TextField(null=True)),
                ("surname", models.TextField(null=True)),
                ("surname_key", models.TextField(null=True)),
                ("language", models.TextField()),
                ("assignee", models.TextField(null=True)),
                ("assignee_name", models.TextField(null=True)),
                ("source", models.TextField()),
                ("source_id", models.TextField(null=True)),
                ("source_status", models.TextField(null=True)),
                ("generation", models.BigIntegerField()),
                ("created_at", models.TextField()),
                ("updated_at", models.TextField()),
                ("closed_at", models.TextField(null=True)),
                ("cue", models.TextField(null=True)),
                ("cue_until", models.TextField(null=True)),
                ("order_number", models.TextField(null=True)),
                ("seal", models.TextField(null=True)),
                (
                    "decided",
                    models.ForeignKey(
                        db_column="decided",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.decisions",
                    ),
                ),
            ],
            options={
                "verbose_name": "service requests",
                "verbose_name_plural": "service requests",
                "db_table": "helpdesk_core_service_requests",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Outcomes",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("commitments", models.TextField()),
                ("digest", models.TextField()),
                ("state", models.TextField()),
                ("result", models.TextField()),
                ("text", models.TextField(null=True)),
                ("prepared_by", models.TextField()),
                ("prepared_at", models.TextField()),
                ("recorded_at", models.TextField(null=True)),
                (
                    "decided",
                    models.ForeignKey(
                        db_column="decided",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.decisions",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_column="request",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.servicerequests",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcomes",
                "verbose_name_plural": "outcomes",
                "db_table": "helpdesk_core_outcomes",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="OutcomeAnswers",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("solved", models.BigIntegerField()),
                ("answered_at", models.TextField()),
                ("answered_by", models.TextField()),
                (
                    "outcome",
                    models.ForeignKey(
                        db_column="outcome",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.outcomes",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_column="request",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.servicerequests",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome answers",
                "verbose_name_plural": "outcome answers",
                "db_table": "helpdesk_core_outcome_answers",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Notes",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("author", models.TextField()),
                ("author_name", models.TextField()),
                ("at", models.TextField()),
                ("text", models.TextField()),
                (
                    "request",
                    models.ForeignKey(
                        db_column="request",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.servicerequests",
                    ),
                ),
            ],
            options={
                "verbose_name": "notes",
                "verbose_name_plural": "notes",
                "db_table": "helpdesk_core_notes",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Messages",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("side", models.TextField()),
                ("author", models.TextField()),
                ("author_name", models.TextField(null=True)),
                ("at", models.TextField()),
                ("text", models.TextField()),
                (
                    "request",
                    models.ForeignKey(
                        db_column="request",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.servicerequests",
                    ),
                ),
            ],
            options={
                "verbose_name": "messages",
                "verbose_name_plural": "messages",
                "db_table": "helpdesk_core_messages",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ContactPoints",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("contact_kind", models.TextField()),
                ("contact", models.TextField()),
                ("confirmed_at", models.TextField(null=True)),
                ("proof", models.TextField(null=True)),
                ("code_number", models.BigIntegerField()),
                ("code_sent_at", models.TextField(null=True)),
                ("code_tries", models.BigIntegerField()),
                ("code_used", models.BigIntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        db_column="request",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.servicerequests",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact points",
                "verbose_name_plural": "contact points",
                "db_table": "helpdesk_core_contact_points",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SettingChanges",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("salt", models.TextField(null=True)),
                ("number", models.BigIntegerField()),
                ("key", models.TextField()),
                ("before", models.TextField(null=True)),
                ("after", models.TextField(null=True)),
                ("changed_at", models.TextField()),
                ("changed_by", models.TextField(null=True)),
                (
                    "settings",
                    models.ForeignKey(
                        db_column="settings",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="helpdesk_core.shopsettings",
                    ),
                ),
            ],
            options={
                "verbose_name": "setting changes",
                "verbose_name_plural": "setting changes",
                "db_table": "helpdesk_core_setting_changes",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Timeline",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("tenant", models.TextField()),
                ("version", models.BigIntegerField()),
                ("subject", models.TextField()),
                ("sequence", models.BigIntegerField()),
                ("at", models.TextField()),
                ("actor_kind", models.TextField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("salt", models.TextField(null=True)),
                ("payload", models.TextField(null=True)),
                ("commitment", models.TextField()),
                ("attested", models.TextField()),
                ("previous", models.TextField()),
                ("hash", models.TextField()),
                ("position", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "timeline",
                "verbose_name_plural": "timeline",
                "db_table": "helpdesk_core_timeline",
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["tenant", "subject", "sequence", "id"], name="hc_timeline_a260077482"),
                    models.Index(fields=["tenant", "position", "sequence", "id"], name="hc_timeline_0e285ffa38"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["tenant", "priority", "created_at", "id"],
                name="hc_service_requests_a322ffd1ae",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False), ("closed_at__isnull", True)),
                fields=["tenant", "assignee", "priority", "created_at", "id"],
                name="hc_service_requests_9cf993cc7a",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["tenant", "status", "priority", "created_at", "id"],
                name="hc_service_requests_9a140a1a76",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False), ("closed_at__isnull", True)),
                fields=["tenant", "assignee", "status", "priority", "created_at", "id"],
                name="hc_service_requests_9a59dd5432",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["tenant", "customer", "created_at", "id"],
                name="hc_service_requests_2b4b31ea5c",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("surname_key__isnull", False)),
                fields=["tenant", "surname_key", "created_at", "id"],
                name="hc_service_requests_1058e7f825",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("source_id__isnull", False)),
                fields=["tenant", "source_id", "id"],
                name="hc_service_requests_ea17366d63",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequests",
            index=models.Index(
                condition=models.Q(("order_number__isnull", False)),
                fields=["tenant", "order_number", "id"],
                name="hc_service_requests_f67423d87e",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequests",
            constraint=models.UniqueConstraint(fields=("tenant", "reference"), name="hc_service_requests_0eef901d13"),
        ),
        migrations.AddConstraint(
            model_name="servicerequests",
            constraint=check_constraint(
                models.Q(
                    (
                        "phase__in",
                        [
                            "received",
                            "confirmed",
                            "in_review",
                            "waiting_for_customer",
                            "in_progress",
                            "ready",
                            "cancelled",
                        ],
                    ),
                    ("decided__isnull", False),
                    _connector="OR",
                ),
                name="hc_service_requests_guard",
            ),
        ),
        migrations.AddIndex(
            model_name="outcomes",
            index=models.Index(fields=["request", "prepared_at", "id"], name="hc_outcomes_bfbc84fc95"),
        ),
        migrations.AddConstraint(
            model_name="outcomes",
            constraint=check_constraint(
                models.Q(
                    ("state__in", ["draft"]),
                    models.Q(
                        ("decided__isnull", False),
                        (
                            "decided",
                            django.db.models.functions.text.Concat(
                                models.Value("complete:", output_field=TEXT),
                                "id",
                                models.Value(":", output_field=TEXT),
                                "digest",
                                output_field=TEXT,
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="hc_outcomes_guard",
            ),
        ),
        migrations.AddIndex(
            model_name="outcomeanswers",
            index=models.Index(fields=["request", "id"], name="hc_outcome_answers_3a50a8bbc9"),
        ),
        migrations.AddIndex(
            model_name="notes",
            index=models.Index(fields=["request", "at", "id"], name="hc_notes_98b8bf8518"),
        ),
        migrations.AddIndex(
            model_name="messages",
            index=models.Index(fields=["request", "at", "id"], name="hc_messages_f54c4dbd8e"),
        ),
        migrations.AddIndex(
            model_name="contactpoints",
            index=models.Index(fields=["request", "id"], name="hc_contact_points_df49f450e9"),
        ),
        migrations.AddIndex(
            model_name="contactpoints",
            index=models.Index(fields=["tenant", "contact_kind", "contact", "id"], name="hc_contact_points_790ceb7b5e"),
        ),
        migrations.AddIndex(
            model_name="settingchanges",
            index=models.Index(fields=["settings", "number", "id"], name="hc_setting_changes_0d7e5f6687"),
        ),
    ]
