"""One person more: where a manager allows it, how often people stay away, and the numbers of each."""

import almoner.core.clock
import almoner.core.identifiers
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_groups'),
        ('scheduling', '0008_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='extra',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hold',
            name='extra',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('lead', models.PositiveSmallIntegerField()),
                ('confirmed', models.BooleanField()),
                ('seen', models.PositiveIntegerField()),
                ('missed', models.PositiveIntegerField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='catalogue.service')),
            ],
            options={
                'verbose_name_plural': 'attendance',
                'constraints': [models.UniqueConstraint(fields=('service', 'weekday', 'lead', 'confirmed'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('lead__lte', 2), ('missed__lte', models.F('seen')), ('weekday__lte', 6)), name='attendance_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Overbooking',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('on', models.BooleanField(default=False)),
                ('limit_percent', models.PositiveSmallIntegerField(default=10)),
                ('a_day', models.PositiveSmallIntegerField(default=1)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('said_by', models.CharField(blank=True, max_length=200)),
                ('said_at', models.DateTimeField(null=True)),
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='overbooking', to='catalogue.service')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('a_day__gte', 1), ('a_day__lte', 4), ('limit_percent__gte', 1), ('limit_percent__lte', 20)), name='overbooking_within_bounds'), models.CheckConstraint(condition=models.Q(('on', False), models.Q(('why', ''), _negated=True), _connector='OR'), name='overbooking_says_why')],
            },
        ),
    ]
