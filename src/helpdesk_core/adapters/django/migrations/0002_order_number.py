"""Requests name the order they are about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column, and the index that staff search by."""

    dependencies = [("helpdesk_core", "0001_initial")]

    operations = [
        migrations.AddField("ServiceRequests", "order_number", models.TextField(null=True)),
        migrations.AddIndex(
            "ServiceRequests",
            models.Index(fields=["tenant", "order_number", "id"], name="hc_service_requests_8ac11a03"),
        ),
    ]
