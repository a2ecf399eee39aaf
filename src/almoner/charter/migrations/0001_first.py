import almoner.core.clock
import almoner.core.identifiers
import almoner.core.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_first'),
        ('timeline', '0001_first'),
    ]

    operations = almoner.core.tables.at_once(
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('standard', models.CharField(max_length=60)),
                ('charter_version', models.CharField(max_length=20)),
                ('stage', models.CharField(max_length=20)),
                ('subject_id', models.UUIDField(null=True)),
                ('text', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=dict)),
                ('parts', models.JSONField(default=list)),
                ('due_at', models.DateTimeField()),
                ('risk_at', models.DateTimeField()),
                ('team', models.CharField(max_length=40)),
                ('by_hand_since', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('open', 'Promised'), ('kept', 'Kept'), ('broken', 'Broken'), ('made_good', 'Made good'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('at_risk_since', models.DateTimeField(null=True)),
                ('broken_at', models.DateTimeField(null=True)),
                ('new_time', models.DateTimeField(null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('before_team', models.CharField(blank=True, max_length=40)),
                ('next_rung_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_how', models.CharField(blank=True, max_length=300)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises_opened', to='timeline.event')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.person')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='promises_taken', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_at'], name='promise_due'), models.Index(fields=['person', 'state'], name='promise_person'), models.Index(fields=['subject_id', 'state'], name='promise_subject'), models.Index(fields=['team', 'state', 'due_at'], name='promise_team'), models.Index(condition=models.Q(('state', 'broken')), fields=['next_rung_at'], name='promise_rung')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('kept', 'made_good', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('state__in', ('open', 'broken'))), _connector='OR'), name='promise_end_is_marked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'broken'), _negated=True), models.Q(('broken_at__isnull', False), ('next_rung_at__isnull', False)), _connector='OR'), name='promise_broken_climbs'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('ended_how', ''), _negated=True), _connector='OR'), name='promise_withdrawn_with_reason'), models.UniqueConstraint(fields=('opened_by', 'standard'), name='promise_once_for_an_event')],
            },
        ),
    )
