from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_hearing"),
    ]

    operations = [
        migrations.AddField(
            model_name="business",
            name="writing",
            field=models.CharField(db_default="day_first", default="day_first", max_length=20),
        ),
    ]
