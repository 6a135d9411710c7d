from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from foundation.tenancy.context import acting_for

ARRIVED = ("", "It is not known whether this letter arrived.")


def fill(apps, schema_editor):
    """Write down the last answer of every answered case, a batch at a time; it can be run twice."""
    for business_id in apps.get_model("accounts", "Business").objects.order_by("id").values_list("id", flat=True):
        last = None
        while last := _fill_some(apps, business_id, last):
            pass


def _fill_some(apps, business_id, after):
    """The last case of a batch; None where there are no more."""
    with acting_for(business_id):
        cases = apps.get_model("followup", "Case").objects.filter(business_id=business_id)
        entries = apps.get_model("followup", "CaseEntry").objects.filter(business_id=business_id)
        found = cases.filter(first_reply_at__isnull=False, **({"id__gt": after} if after else {}))
        ids = list(found.order_by("id").values_list("id", flat=True)[: fill.batch_size])
        answers = entries.filter(case_id=OuterRef("id"), kind__in=["reply", "call"], fault__in=ARRIVED)
        newest = answers.order_by("-at", "-id")
        cases.filter(id__in=ids).update(
            answered_at=Coalesce(Subquery(newest.values("at")[:1]), F("first_reply_at")),
            answered_by=Subquery(newest.values("author")[:1]),
        )
    return ids[-1] if ids else None


fill.batch_size = 1000


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("accounts", "0001_initial"),
        ("followup", "0006_last_answer"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
