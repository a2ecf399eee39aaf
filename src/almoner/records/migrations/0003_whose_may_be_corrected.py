"""Whose a row is may be put right when two records are joined or parted; what it says may not."""

from django.db import migrations

from almoner.core.append_only import OnlyMayChange


class Migration(migrations.Migration):
    dependencies = [("records", "0002_early_warnings")]

    operations = [OnlyMayChange("records_vitalsigns", "person_id")]
