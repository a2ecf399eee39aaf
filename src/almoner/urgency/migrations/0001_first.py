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
            name='Request',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('name_given', models.CharField(blank=True, max_length=200)),
                ('contact_given', models.CharField(blank=True, max_length=300)),
                ('age_given', models.FloatField(null=True)),
                ('words', models.TextField(blank=True)),
                ('language', models.CharField(default='en', max_length=12)),
                ('channel', models.CharField(choices=[('web', 'Web page'), ('desk', 'Desk'), ('phone', 'Telephone'), ('kiosk', 'Kiosk'), ('text', 'Text message'), ('email', 'E-mail'), ('letter', 'Letter'), ('aftercare', 'Aftercare: a call, a question or an answer')], max_length=10)),
                ('pregnant', models.BooleanField(null=True)),
                ('answers', models.JSONField(default=dict)),
                ('vitals', models.JSONField(default=dict)),
                ('danger_answers', models.JSONField(default=dict)),
                ('danger_answered_at', models.DateTimeField(null=True)),
                ('danger_at', models.DateTimeField(null=True)),
                ('crisis', models.CharField(blank=True, max_length=20)),
                ('service_code', models.CharField(blank=True, max_length=40)),
                ('appointment_id', models.UUIDField(null=True)),
                ('episode_id', models.UUIDField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('being_looked_at', 'Being looked at'), ('decided', 'Decided'), ('closed', 'Closed')], default='waiting', max_length=16)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('due_at', models.DateTimeField()),
                ('stale_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('sent_to_emergency', 'Handed to the emergency service'), ('seen', 'Seen'), ('booked', 'Booked'), ('advice', 'Advice given, ring back if worse'), ('answered', 'Answered: papers, medicines or dates'), ('unreached', 'Could not be reached; written to'), ('duplicate', 'The same as another request'), ('withdrawn', 'Withdrawn by the person')], max_length=20)),
                ('outcome_note', models.CharField(blank=True, max_length=500)),
                ('earlier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='urgency.request')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.person')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.site')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'being_looked_at', 'decided'))), fields=['level', 'due_at'], name='request_queue'), models.Index(fields=['person', '-created_at'], name='request_person'), models.Index(fields=['state', 'due_at'], name='request_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='request_level'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('outcome', '')), _connector='OR'), name='request_closed_with_outcome'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('name_given', ''), _negated=True), models.Q(('contact_given', ''), _negated=True), _connector='OR'), name='request_of_somebody'), models.CheckConstraint(condition=models.Q(('danger_at__isnull', False), ('level__gt', 1), _negated=True), name='request_danger_is_never_routine')],
            },
        ),
        migrations.CreateModel(
            name='Raise',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('before', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('why', models.CharField(choices=[('worse', 'They say it is worse'), ('again', 'A second contact about the same problem'), ('stale', 'Nobody had decided in time'), ('danger', 'A danger sign'), ('measured', 'New vital signs or answers'), ('linked', 'Taken over from a linked request'), ('sign', "A warning sign of the hospital's own list")], max_length=10)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('by_name', models.CharField(max_length=200)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raises', to='urgency.request')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('request', 'number'), name='raise_number'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5), ('level__lte', models.F('before'))), name='raise_only_raises')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('suggested', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('before', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by_name', models.CharField(max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgency_decisions', to='people.staff')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='urgency.request')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='decision_level'), models.UniqueConstraint(fields=('request', 'number'), name='decision_number'), models.CheckConstraint(condition=models.Q(models.Q(('before__gte', models.F('level')), ('level', models.F('suggested'))), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Emergency: now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')])),
                ('disposition', models.CharField(max_length=20)),
                ('minutes', models.PositiveIntegerField()),
                ('abstained', models.BooleanField(default=False)),
                ('rules_version', models.CharField(max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='urgency.request')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='suggestion_level'), models.UniqueConstraint(fields=('request', 'number'), name='suggestion_number')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watches', to='urgency.request')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgency_watches', to='people.staff')),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('request__isnull', False)), fields=('request', 'staff'), name='watch_request_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('request__isnull', True)), fields=('staff',), name='watch_queue_once')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='urgency_suggestion',
        ),
        almoner.core.append_only.AppendOnly(
            table='urgency_decision',
        ),
        almoner.core.append_only.AppendOnly(
            table='urgency_raise',
        ),
    )
