import almoner.core.append_only
import almoner.core.clock
import almoner.core.identifiers
import almoner.core.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_first'),
    ]

    operations = almoner.core.tables.at_once(
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('subject_id', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('via', models.CharField(max_length=20)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='event_journey'), models.Index(fields=['kind', 'at'], name='event_kind'), models.Index(fields=['subject_id'], name='event_subject')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='timeline_event',
        ),
        almoner.core.append_only.OnlyMayChange(
            table='timeline_event',
            column='person_id',
        ),
    )
