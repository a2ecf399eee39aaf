import almoner.core.clock
import almoner.core.identifiers
import almoner.core.tables
import almoner.scheduling.no_overlap
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_first'),
        ('people', '0001_first'),
    ]

    operations = almoner.core.tables.at_once(
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('clinician', 'Clinician'), ('room', 'Room'), ('machine', 'Machine'), ('interpreter', 'Interpreter'), ('hoist', 'Hoist'), ('transport', 'Transport'), ('chaperone', 'Chaperone')], max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('languages', models.JSONField(default=list)),
                ('release_hours', models.PositiveSmallIntegerField(default=24)),
                ('active', models.BooleanField(default=True)),
                ('room', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resource', to='catalogue.room')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='people.site')),
                ('staff', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resource', to='people.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'clinician'), ('staff__isnull', False)), models.Q(models.Q(('kind', 'clinician'), _negated=True), ('staff__isnull', True)), _connector='OR'), name='resource_clinician_is_staff'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'room'), ('room__isnull', False)), models.Q(models.Q(('kind', 'room'), _negated=True), ('room__isnull', True)), _connector='OR'), name='resource_room_is_room')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField(db_index=True)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')], default=5)),
                ('kept_for', models.CharField(choices=[('choosing', 'While they decide'), ('offer', 'Offered from the waiting list')], default='choosing', max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='people.person')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kept_for', 'choosing')), fields=('person',), name='hold_one_for_a_person'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='hold_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('wall', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('booked', 'Booked'), ('arrived', 'Arrived'), ('in_progress', 'In progress'), ('fulfilled', 'Took place'), ('cancelled', 'Cancelled'), ('missed', 'Missed')], default='booked', max_length=12)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')], default=5)),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('booked_via', models.CharField(max_length=20)),
                ('confirmed_by_call_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by_email_at', models.DateTimeField(blank=True, null=True)),
                ('moved_from', models.DateTimeField(blank=True, null=True)),
                ('move_reason', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.CharField(blank=True, max_length=10)),
                ('cancel_reason', models.CharField(blank=True, choices=[('pat', 'You cannot come'), ('pat-fb', 'You feel better'), ('pat-cpp', 'You asked us to cancel it'), ('prep-incomplete', 'The preparation could not be completed'), ('prep-unavail', 'What you need to prepare was not available'), ('interpreter-unavail', 'No interpreter is free'), ('transportation', 'Transport is not possible'), ('equip-unavail', 'The equipment is out of order'), ('room-unavail', 'The room cannot be used'), ('scheduling-error', 'We made a mistake in booking'), ('weather', 'The weather'), ('staff-cancel', 'The clinician cannot be there'), ('wait-list', 'You took another time'), ('other', 'Another reason')], max_length=24)),
                ('cancel_note', models.CharField(blank=True, max_length=300)),
                ('advice', models.CharField(blank=True, max_length=300)),
                ('new_date_by', models.DateTimeField(blank=True, null=True)),
                ('times_cancelled_by_hospital', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.person')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='scheduling.appointment')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='catalogue.service')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits_given', to='scheduling.resource')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits_held', to='scheduling.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'starts_at'], name='visit_of_person'), models.Index(fields=['state', 'starts_at'], name='visit_by_time'), models.Index(fields=['clinician', 'starts_at'], name='visit_of_clinician')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='visit_takes_time'), models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'arrived', 'in_progress', 'fulfilled', 'cancelled', 'missed'])), name='visit_state'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='visit_level'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancelled_by__in', ['patient', 'hospital']), models.Q(('cancel_reason', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='visit_cancelled_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Diary',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('day', models.DateField()),
                ('midnight', models.DateTimeField()),
                ('open', models.BinaryField(default=bytes)),
                ('blocked', models.BinaryField(default=bytes)),
                ('free', models.BinaryField(default=bytes)),
                ('urgent', models.BinaryField(default=bytes)),
                ('first', models.PositiveSmallIntegerField(default=0)),
                ('longest', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diaries', to='scheduling.resource')),
            ],
            options={
                'verbose_name_plural': 'diaries',
                'indexes': [models.Index(condition=models.Q(('longest__gt', 0)), fields=['day', 'first'], name='diary_by_day')],
                'constraints': [models.UniqueConstraint(fields=('resource', 'day'), name='diary_once')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('teaching', 'Teaching'), ('meeting', 'Meeting'), ('maintenance', 'Maintenance'), ('closure', 'Closed'), ('other', 'Other')], max_length=12)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='scheduling.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', 'ends_at'], name='block_of_resource')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='block_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='WeeklyPattern',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('urgent_reserved', models.BooleanField(default=False)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='patterns', to='scheduling.resource')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='pattern_weekday'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='pattern_period')],
            },
        ),
        migrations.CreateModel(
            name='Understanding',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('sequence', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('understood', models.BooleanField()),
                ('heard_by', models.CharField(max_length=200)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='understandings', to='scheduling.appointment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Now'), (2, 'Within the hour'), (3, 'Today'), (4, 'Within days'), (5, 'Routine')], default=5)),
                ('preferences', models.JSONField(default=dict)),
                ('notice_hours', models.PositiveSmallIntegerField(default=24)),
                ('entered_at', models.DateTimeField()),
                ('last_offered_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('served', 'Has a time'), ('left', 'Left the list')], default='waiting', max_length=8)),
                ('left_because', models.CharField(blank=True, max_length=200)),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='scheduling.appointment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='people.person')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='catalogue.service')),
            ],
            options={
                'verbose_name_plural': 'waiting entries',
                'indexes': [models.Index(fields=['service', 'state'], name='waiting_for_service')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person', 'service'), name='waiting_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField(blank=True, null=True)),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='scheduling.appointment')),
                ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='scheduling.diary')),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='claims', to='scheduling.hold')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='scheduling.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', 'starts_at'], name='claim_of_resource'), models.Index(condition=models.Q(('lapses_at__isnull', False)), fields=['lapses_at'], name='claim_lapsing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='claim_takes_time'), models.CheckConstraint(condition=models.Q(models.Q(('appointment__isnull', True), ('hold__isnull', False), ('lapses_at__isnull', False)), models.Q(('appointment__isnull', False), ('hold__isnull', True), ('lapses_at__isnull', True)), _connector='OR'), name='claim_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('time_key', models.CharField(max_length=400)),
                ('starts_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('order_reason', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('open', 'Waiting for the answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Not answered in time'), ('taken', 'Somebody was faster'), ('stopped', 'Taken back by us')], default='open', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('days_gained', models.SmallIntegerField(blank=True, null=True)),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='offers', to='scheduling.hold')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.resource')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.resource')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='scheduling.waitingentry')),
                ('ended_because', models.CharField(blank=True, max_length=200)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'answer_by'], name='offer_answers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('entry',), name='offer_one_at_a_time')],
            },
        ),
        almoner.scheduling.no_overlap.NoOverlap(
            table='scheduling_claim',
        ),
    )
