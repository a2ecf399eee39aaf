"""Groups: several people who come to one start, each on a place of their own (law I-10)."""

import almoner.core.clock
import almoner.core.identifiers
import django.db.models.deletion
from almoner.scheduling.no_overlap import NoOverlap, Overlap
from django.db import migrations, models

ALONE = "UPDATE scheduling_claim SET group_key = id"
"""What was booked before shares its time with nobody."""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_groups'),
        ('people', '0001_first'),
        ('scheduling', '0007_other_hours_and_changes'),
    ]

    operations = [
        Overlap(table='scheduling_claim'),
        migrations.CreateModel(
            name='GroupStart',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('at', models.TimeField()),
            ],
        ),
        migrations.AddField(
            model_name='claim',
            name='group_key',
            field=models.UUIDField(default=almoner.core.identifiers.new_id),
        ),
        migrations.AddField(
            model_name='claim',
            name='places',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='claim',
            name='seat',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunSQL(ALONE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('places__gt', 1)), fields=['starts_at'], name='claim_of_groups'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('resource', 'group_key', 'seat'), name='claim_place_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('seat__lt', models.F('places'))), name='claim_within_places'),
        ),
        migrations.AddField(
            model_name='groupstart',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_starts', to='catalogue.service'),
        ),
        migrations.AddField(
            model_name='groupstart',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AddConstraint(
            model_name='groupstart',
            constraint=models.UniqueConstraint(fields=('service', 'site', 'weekday', 'at'), name='group_start_once'),
        ),
        migrations.AddConstraint(
            model_name='groupstart',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='group_start_weekday'),
        ),
        NoOverlap(table='scheduling_claim', group='group_key'),
    ]
