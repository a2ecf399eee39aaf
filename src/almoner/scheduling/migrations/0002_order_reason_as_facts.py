"""Why it was somebody's turn is kept as facts, to be said in the reader's language. What was kept in words stays so."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def keep_words(apps: Any, _schema: Any) -> None:
    for offer in apps.get_model("scheduling", "Offer").objects.exclude(order_reason="").iterator():
        offer.why_now = {"words": offer.order_reason}
        offer.save(update_fields=["why_now"])


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_first")]
    operations = [
        migrations.AddField("offer", "why_now", models.JSONField(default=dict)),
        migrations.RunPython(keep_words),
        migrations.RemoveField("offer", "order_reason"),
        migrations.RenameField("offer", "why_now", "order_reason"),
    ]
