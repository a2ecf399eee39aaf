"""Visits that were booked in one act know of each other: a series, and the place of each in it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import almoner.core.clock
import almoner.core.identifiers

HOLDING_TIME = ("booked", "arrived", "in_progress", "fulfilled")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first"), ("scheduling", "0005_offers_and_what_if")]
    operations = [
        migrations.CreateModel(
            "Series",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("again", "The same visit again and again"), ("day", "Several visits on one day")],
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveSmallIntegerField()),
                ("booked_via", models.CharField(max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "constraints": [models.CheckConstraint(condition=Q(size__gte=2), name="series_of_several")],
            },
        ),
        migrations.AddField(
            "appointment",
            "series",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="scheduling.series",
            ),
        ),
        migrations.AddField("appointment", "series_place", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_place__isnull=True)
                | Q(series__isnull=False, series_place__gte=1),
                name="visit_place_in_series",
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.UniqueConstraint(
                fields=["series", "series_place"], condition=Q(state__in=HOLDING_TIME), name="visit_place_once"
            ),
        ),
        migrations.AlterField(
            "hold",
            "kept_for",
            models.CharField(
                choices=[
                    ("choosing", "While they decide"),
                    ("offer", "Offered from the waiting list"),
                    ("together", "While several visits are booked in one act"),
                ],
                default="choosing",
                max_length=10,
            ),
        ),
    ]
