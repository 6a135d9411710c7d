from django.db import migrations, models


class Migration(migrations.Migration):
    """A case says when it was last answered and by whom."""

    dependencies = [
        ("followup", "0005_case_waiting"),
    ]

    operations = [
        migrations.AddField("Case", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("Case", "answered_by", models.UUIDField(null=True)),
    ]
