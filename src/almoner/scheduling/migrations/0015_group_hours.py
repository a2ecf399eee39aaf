"""Until when the hour of a planned group is kept for it, and which ones a manager gave free."""

import almoner.core.clock
import almoner.core.identifiers
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_groups'),
        ('people', '0002_where_somebody_lives'),
        ('scheduling', '0014_places_needed'),
    ]

    operations = [
        migrations.AddField('groupstart', 'release_hours', models.PositiveSmallIntegerField(default=24)),
        migrations.AddConstraint(
            'groupstart',
            models.CheckConstraint(condition=models.Q(('release_hours__lte', 336)), name='group_start_release'),
        ),
        migrations.CreateModel(
            name='GroupRelease',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('service', 'site', 'starts_at'), name='group_release_once'),
                ],
            },
        ),
    ]
