"""The note about visiting hours, which was English, becomes words by language."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def keep_as_english(apps: Any, _schema: Any) -> None:
    for ward in apps.get_model("visits", "Ward").objects.exclude(visiting_note=""):
        ward.notes = {"en": ward.visiting_note}
        ward.save(update_fields=["notes"])


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_first")]
    operations = [
        migrations.AddField("ward", "notes", models.JSONField(default=dict)),
        migrations.RunPython(keep_as_english),
        migrations.RemoveField("ward", "visiting_note"),
        migrations.RenameField("ward", "notes", "visiting_note"),
    ]
