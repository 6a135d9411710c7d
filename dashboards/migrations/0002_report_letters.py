import foundation.ids
from django.db import migrations, models

from foundation.tenancy.operations import Enclose


class Migration(migrations.Migration):

    dependencies = [
        ("dashboards", "0001_shared_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportLetter",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("business_id", models.UUIDField(editable=False)),
                ("user", models.UUIDField()),
                ("hears", models.CharField(max_length=10)),
                ("day", models.DateField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("business_id", "user", "day"), name="report_letter_one")],
            },
        ),
        Enclose("ReportLetter", root=True),
    ]
