"""Days with other hours than the week gives, and who changed which hours."""

import almoner.core.clock
import almoner.core.identifiers
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0006_series'),
    ]

    operations = [
        migrations.CreateModel(
            name='HoursChange',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('what', models.CharField(choices=[('week', 'Other hours of the week'), ('day', 'Other hours on one day'), ('usual', 'The usual hours on that day again'), ('block', 'Time away'), ('lifted', 'Can be booked again'), ('left', 'Works here no longer')], max_length=8)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('teaching', 'Teaching'), ('meeting', 'Meeting'), ('maintenance', 'Maintenance'), ('closure', 'Closed'), ('other', 'Other')], max_length=12)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('made_by', models.CharField(max_length=200)),
                ('block', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='scheduling.block')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='scheduling.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', '-created_at'], name='hours_change_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__isnull', True), ('last_on__gte', models.F('first_on')), _connector='OR'), name='hours_change_period')],
            },
        ),
        migrations.CreateModel(
            name='OtherHours',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('day', models.DateField()),
                ('sessions', models.JSONField(default=list)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_hours', to='scheduling.resource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('resource', 'day'), name='other_hours_once_a_day')],
            },
        ),
    ]
