"""Searches read from memory: a diary says which act wrote it last, and no longer bounds its free time."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0002_order_reason_as_facts")]
    operations = [
        migrations.RemoveIndex("diary", "diary_by_day"),
        migrations.RemoveField("diary", "first"),
        migrations.RemoveField("diary", "longest"),
        migrations.AddField("diary", "stamp", models.BigIntegerField(null=True, default=0)),
        migrations.AlterField("diary", "stamp", models.BigIntegerField(null=True, default=None)),
        migrations.AddIndex("diary", models.Index(fields=["day"], name="diary_by_day")),
        migrations.AddIndex("diary", models.Index(fields=["stamp"], name="diary_by_stamp")),
    ]
