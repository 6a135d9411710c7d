import django.db.models.deletion
from django.db import migrations, models

import foundation.ids
import foundation.tenancy.fields
from foundation.tenancy.operations import Enclose


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('business_id', models.UUIDField(editable=False)),
                ('kind', models.CharField(choices=[('bounced', 'came back: nobody lives at the address'), ('complained', 'was reported as spam')], max_length=12)),
                ('source', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('letter', foundation.tenancy.fields.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='feedback', to='letters.letter')),
            ],
            options={
                'indexes': [models.Index(fields=['business_id', 'kind', 'at'], name='feedback_lately')],
                'constraints': [models.UniqueConstraint(fields=('business_id', 'letter', 'kind'), name='feedback_one')],
            },
        ),
        Enclose("Feedback"),
    ]
