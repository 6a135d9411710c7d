from django.db import migrations, transaction

from accounts.second_factors import kept


def encrypt(apps, schema_editor):
    """Encrypt what is plain, a batch at a time; what is encrypted already is encrypted anew, so it can be run twice."""
    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    last = 0
    while True:
        with transaction.atomic(using=schema_editor.connection.alias):
            rows = list(factors.filter(id__gt=last).order_by("id").select_for_update()[: encrypt.batch_size])
            for row in rows:
                row.data = kept(row.data)
            factors.bulk_update(rows, ["data"])
        if not rows:
            return
        last = rows[-1].id


encrypt.batch_size = 500


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("accounts", "0003_away"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
