import datetime
import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models

YEAR = datetime.timedelta(days=365)


def keep_what_was_read(apps, schema_editor):
    """Approvals of the wording as it stands take its content along; those of an older wording were void already."""
    approvals = apps.get_model("catalogue", "PreparationApproval")
    for one in approvals.objects.select_related("service"):
        items = list(one.service.preparation.order_by("position"))
        texts = [item.texts.get(one.language, "").strip() for item in items]
        before = hashlib.sha256(json.dumps([one.language, *texts], ensure_ascii=False).encode()).hexdigest()
        if not all(texts) or one.digest != before:
            one.delete()
            continue
        one.content = {
            "language": one.language,
            "hours": [one.service.fast_food_hours, one.service.fast_clear_hours],
            "items": [
                {"kind": item.kind, "text": text, "timing": item.timing, "hours_before": item.hours_before, "hard": item.hard}
                for item, text in zip(items, texts)
            ],
        }
        told = json.dumps(one.content, ensure_ascii=False, sort_keys=True)
        one.digest = hashlib.sha256(told.encode()).hexdigest()
        one.review_on = one.approved_on + YEAR
        one.save()


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0001_first"),
        ("people", "0003_whose_may_be_corrected"),
    ]

    operations = [
        migrations.AddField("service", "preparation_version", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField(
            "service",
            "preparation_owner",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="preparations_owned", to="people.staff",
            ),
        ),
        migrations.AddField("preparationapproval", "content", models.JSONField(default=dict)),
        migrations.AddField("preparationapproval", "version", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("preparationapproval", "review_on", models.DateField(default=datetime.date(2100, 1, 1)), preserve_default=False),
        migrations.AddField("preparationapproval", "overdue_told", models.BooleanField(default=False)),
        migrations.RunPython(keep_what_was_read, migrations.RunPython.noop),
    ]
