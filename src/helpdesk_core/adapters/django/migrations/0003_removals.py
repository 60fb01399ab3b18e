"""How often redaction removed something is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of counts."""

    dependencies = [
        ("helpdesk_core", "0002_order_number"),
    ]

    operations = [
        migrations.CreateModel(
            name="Removals",
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
                "verbose_name": "removals",
                "verbose_name_plural": "removals",
                "db_table": "helpdesk_core_removals",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["tenant", "at", "id"], name="hc_removals_5eb88a10")],
            },
        ),
    ]
