"""Every diary, visit and offer so far is at the site of its clinician or room."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    site_of = apps.get_model("scheduling", "Resource").objects
    for name, resource in (("Diary", "resource_id"), ("Appointment", "clinician_id"), ("Offer", "clinician_id")):
        belongs = site_of.filter(id=OuterRef(resource)).values("site_id")[:1]
        apps.get_model("scheduling", name).objects.filter(site=None).update(site_id=Subquery(belongs))


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0012_places'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
