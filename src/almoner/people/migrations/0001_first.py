import almoner.core.append_only
import almoner.core.clock
import almoner.core.identifiers
import almoner.core.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = almoner.core.tables.at_once(
        migrations.CreateModel(
            name='Cached',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'people_cache',
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('time_zone', models.CharField(max_length=60)),
                ('address', models.TextField(blank=True)),
                ('service_desk_number', models.CharField(max_length=30)),
                ('emergency_number', models.CharField(max_length=30)),
                ('crisis_number', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('working_days', models.JSONField(default=list)),
                ('holidays', models.JSONField(default=list)),
                ('crisis_text_number', models.CharField(blank=True, max_length=30)),
                ('leave_notice_days', models.PositiveSmallIntegerField(default=30)),
                ('of_age', models.PositiveSmallIntegerField(default=16)),
                ('own_record_age', models.PositiveSmallIntegerField(default=13)),
                ('private_topics', models.JSONField(default=list)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('of_age__gte', models.F('own_record_age')), ('of_age__lte', 18), ('own_record_age__gte', 8)), name='site_ages')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=30)),
                ('who', models.CharField(max_length=64)),
                ('until_at', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('what', 'who', 'until_at'), name='tally_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('record_number', models.CharField(max_length=20, unique=True)),
                ('given_name', models.CharField(max_length=120)),
                ('family_name', models.CharField(blank=True, max_length=120)),
                ('called', models.CharField(blank=True, max_length=120)),
                ('name_key', models.CharField(db_index=True, default='', editable=False, max_length=260)),
                ('birth_on', models.DateField()),
                ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                ('language', models.CharField(default='en', max_length=12)),
                ('interpreter_language', models.CharField(blank=True, max_length=12)),
                ('best_time', models.CharField(blank=True, max_length=80)),
                ('restricted', models.BooleanField(default=False)),
                ('died_on', models.DateField(blank=True, null=True)),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='people.site')),
                ('compared_at', models.DateTimeField(blank=True, null=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['birth_on'], name='person_birth'), models.Index(condition=models.Q(('compared_at__isnull', True)), fields=['created_at'], name='person_uncompared')],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='person_merged_into_another')],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('profession', models.CharField(max_length=60)),
                ('specialty_code', models.CharField(blank=True, max_length=60)),
                ('team', models.CharField(blank=True, max_length=40)),
                ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                ('languages', models.JSONField(default=list)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='people.site')),
            ],
            options={
                'verbose_name_plural': 'staff',
            },
        ),
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('weight', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_keys', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'weight', 'person'], name='name_found')],
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='name_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('system', models.CharField(max_length=60)),
                ('value', models.CharField(max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'value'), name='identifier_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('mobile', 'Mobile phone'), ('landline', 'Landline'), ('email', 'E-mail'), ('post', 'Post')], max_length=10)),
                ('value', models.CharField(max_length=300)),
                ('key', models.CharField(db_index=True, default='', editable=False, max_length=300)),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_because', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_points', to='people.person')),
            ],
            options={
                'ordering': ['rank', 'created_at'],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'key'), name='contact_once'), models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='contact_rank')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('purpose', models.CharField(choices=[('care', 'Messages about care'), ('feedback', 'Asking how it was'), ('family', 'News to family'), ('research', 'Research')], max_length=12)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Letter')], max_length=10)),
                ('given', models.BooleanField()),
                ('wording', models.CharField(default='2026-1', max_length=40)),
                ('captured_by', models.CharField(max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'purpose', 'channel', 'created_at'), name='consent_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CommunicationNeed',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('blind', 'Cannot see displays: walk to them and say who you are'), ('low_vision', 'Large print'), ('deaf', 'Deaf: do not ring, write; face them when you speak'), ('hard_of_hearing', 'Hard of hearing: speak clearly, call them in person'), ('interpreter', 'Interpreter needed'), ('wheelchair', 'Uses a wheelchair: step-free room'), ('learning_disability', 'Easy words, more time, someone they trust with them'), ('phone_and_post', 'Phone and post only'), ('carer_with_them', 'Comes with a carer')], max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('review_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'kind'), name='need_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Carer',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('relationship', models.CharField(max_length=60)),
                ('basis', models.CharField(choices=[('chosen', 'The person chose them'), ('parent', 'Parent or guardian of a child'), ('court', 'Decision of a court')], default='chosen', max_length=10)),
                ('scopes', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=200)),
                ('code_word_hash', models.CharField(blank=True, max_length=128)),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cares_for', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carers', to='people.person')),
                ('ending_told_at', models.DateTimeField(blank=True, null=True)),
                ('narrowing_told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('carer')), _negated=True), name='carer_is_another'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='carer_period'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'carer'), name='carer_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Double',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('score', models.PositiveSmallIntegerField()),
                ('marks', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('likely', 'To be looked into'), ('apart', 'Two people'), ('joined', 'One person')], default='likely', max_length=8)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-score'], name='double_likeliest')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='double_once'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='double_of_two')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyOpening',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('reason', models.CharField(max_length=500)),
                ('until_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('finding', models.CharField(blank=True, max_length=500)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_openings', to='people.person')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_openings', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'staff', 'until_at'], name='opening_live')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='opening_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='opening_review_whole'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('staff')), _negated=True), _connector='OR'), name='opening_reviewed_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(default=almoner.core.clock.now)),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.person')),
                ('staff', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.staff')),
            ],
            options={
                'verbose_name': 'account',
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('staff__isnull', True), _connector='XOR'), name='account_of_one')],
            },
        ),
        migrations.CreateModel(
            name='StaffRole',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('role', models.CharField(max_length=20)),
                ('starts_on', models.DateField(default=almoner.core.clock.today)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles_held', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'ends_on'], name='role_current')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('staff', 'role'), name='role_once_at_a_time'), models.CheckConstraint(condition=models.Q(('role__in', ['agent', 'bed_manager', 'doctor', 'manager', 'receptionist', 'triage_nurse', 'ward_nurse'])), name='role_of_staff')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('state', models.CharField(choices=[('proposed', 'Waits for a second person'), ('joined', 'Joined'), ('declined', 'Declined'), ('parted', 'Parted again')], default='proposed', max_length=10)),
                ('evidence', models.CharField(choices=[('paper', 'A paper with a photograph'), ('number', 'The same number of another system'), ('themselves', 'They said so, and two things of each record fitted'), ('clinician', 'A clinician who knows them')], max_length=12)),
                ('seen', models.CharField(max_length=500)),
                ('risk', models.PositiveSmallIntegerField()),
                ('risks', models.JSONField(default=list)),
                ('take', models.JSONField(default=list)),
                ('listed', models.JSONField(default=list)),
                ('confirmed', models.JSONField(default=list)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
                ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absorptions', to='people.person')),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('double', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.double')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.person')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'joined'])), fields=('absorbed',), name='merge_absorbs_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('absorbed')), _negated=True), name='merge_of_two'), models.CheckConstraint(condition=models.Q(('seen', ''), _negated=True), name='merge_has_evidence'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='merge_agreed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'joined'), _negated=True), ('joined_at__isnull', False), _connector='OR'), name='merge_joined_is_marked')],
            },
        ),
        migrations.CreateModel(
            name='Activation',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('code_hash', models.CharField(blank=True, max_length=128)),
                ('proof', models.CharField(blank=True, max_length=200)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code_hash', ''), ('proof', ''), _negated=True), name='activation_two_channels_or_proof')],
            },
        ),
        migrations.CreateModel(
            name='MergeStep',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('place', models.PositiveIntegerField()),
                ('label', models.CharField(max_length=80)),
                ('row_id', models.CharField(max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='people.merge')),
            ],
            options={
                'indexes': [models.Index(fields=['label', 'row_id'], name='merge_step_row')],
                'constraints': [models.UniqueConstraint(fields=('merge', 'place'), name='merge_step_in_order')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='people_consent',
        ),
        almoner.core.append_only.OnlyMayChange(
            table='people_consent',
            column='person_id',
        ),
    )
