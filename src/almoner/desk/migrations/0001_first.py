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
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('walk_up', 'At the desk'), ('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Letter')], max_length=10)),
                ('direction', models.CharField(choices=[('in', 'They came to us'), ('out', 'We went to them')], default='in', max_length=3)),
                ('number', models.CharField(blank=True, max_length=300)),
                ('number_key', models.CharField(blank=True, editable=False, max_length=300)),
                ('asked', models.CharField(blank=True, max_length=500)),
                ('started_at', models.DateTimeField()),
                ('identified_at', models.DateTimeField(blank=True, null=True)),
                ('identified_by', models.JSONField(default=list)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=30)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('promised_at', models.DateTimeField(blank=True, null=True)),
                ('called_back_at', models.DateTimeField(blank=True, null=True)),
                ('called_back_note', models.CharField(blank=True, max_length=1000)),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts_taken', to='people.staff')),
                ('called_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('caller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts_for_others', to='people.person')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-started_at'], name='contact_of_person'), models.Index(fields=['number_key', '-started_at'], name='contact_of_number'), models.Index(fields=['agent', 'ended_at'], name='contact_of_agent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='contact_ends_with_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('identified_at__isnull', True), ('person__isnull', True)), models.Q(('identified_at__isnull', False), ('person__isnull', False)), _connector='OR'), name='contact_person_is_identified'), models.CheckConstraint(condition=models.Q(('called_back_at__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='contact_ends_before_reply'), models.CheckConstraint(condition=models.Q(('level__isnull', True), models.Q(('level__gte', 1), ('level__lte', 5)), _connector='OR'), name='contact_level')],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('about', models.CharField(max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reaches', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'reaches',
                'indexes': [models.Index(condition=models.Q(('acknowledged_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['asked_at'], name='reach_open'), models.Index(fields=['asked_by', '-asked_at'], name='reach_asked_by'), models.Index(fields=['person', '-asked_at'], name='reach_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', True), ('acknowledged_by__isnull', True)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='reach_answer_is_whole'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(models.Q(('withdrawn_because', ''), _negated=True), ('acknowledged_at__isnull', True)), _connector='OR'), name='reach_withdrawn_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('scope', models.CharField(choices=[('ward', 'Ward'), ('specialty', 'Specialty'), ('hospital', 'Whole hospital')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('how', models.CharField(max_length=60)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='people.staff')),
                ('takes_over', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over_by', to='desk.cover')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'ends_at'], name='cover_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='cover_takes_time'), models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='cover_rank'), models.CheckConstraint(condition=models.Q(('scope__in', ['ward', 'specialty', 'hospital'])), name='cover_scope'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('scope', 'hospital')), models.Q(models.Q(('scope', 'hospital'), _negated=True), models.Q(('code', ''), _negated=True)), _connector='OR'), name='cover_names_its_scope')],
            },
        ),
        migrations.CreateModel(
            name='Ringing',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('number_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('language', models.CharField(default='en', max_length=12)),
                ('urgent', models.BooleanField(default=False)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ringing', to='desk.contact')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ringing', to='people.site')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rings_taken', to='people.staff')),
            ],
            options={
                'verbose_name_plural': 'ringing',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['since'], name='ringing_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), models.Q(('contact__isnull', True), ('taken_by__isnull', True)), _connector='OR'), name='ringing_is_taken_when_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('why', models.CharField(choices=[('visit', 'Sees them today'), ('stay', 'Named doctor of the stay'), ('ward', 'On call for the ward'), ('specialty', 'On call for the specialty'), ('hospital', 'On call for the hospital')], max_length=10)),
                ('how', models.CharField(blank=True, max_length=60)),
                ('asked_at', models.DateTimeField()),
                ('reach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='desk.reach')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_in', to='people.staff')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('reach', 'number'), name='turn_in_order'), models.UniqueConstraint(fields=('reach', 'staff'), name='turn_once_each')],
            },
        ),
    )
