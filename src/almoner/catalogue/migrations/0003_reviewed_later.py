from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0002_what_was_approved"),
    ]

    operations = [
        migrations.AddConstraint(
            "preparationapproval",
            models.CheckConstraint(condition=Q(review_on__gt=F("approved_on")), name="approval_reviewed_later"),
        ),
    ]
