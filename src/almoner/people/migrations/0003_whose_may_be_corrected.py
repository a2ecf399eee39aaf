"""Whose a row is may be put right when two records are joined or parted; what it says may not."""

from django.db import migrations

from almoner.core.append_only import OnlyMayChange


class Migration(migrations.Migration):
    dependencies = [("people", "0002_joined_records_and_ages")]

    operations = [OnlyMayChange("people_consent", "person_id")]
