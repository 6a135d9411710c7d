from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_second_factors_encrypted"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="hears",
            field=models.CharField(db_default="targets", default="targets", max_length=10),
        ),
    ]
