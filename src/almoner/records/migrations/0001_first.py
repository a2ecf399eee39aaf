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
            name='Document',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('letter', 'Letter'), ('referral', 'Referral'), ('result', 'Test result'), ('imaging', 'Imaging report'), ('discharge', 'Discharge report'), ('form', 'Form'), ('other', 'Other')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('sent_by', models.CharField(blank=True, max_length=200)),
                ('received_at', models.DateTimeField()),
                ('received_by', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('media_type', models.CharField(max_length=60)),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('gist', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('received', 'Received'), ('verified', 'Checked against the paper'), ('released', 'Can be read by the person'), ('set_aside', 'Set aside')], default='received', max_length=10)),
                ('verified_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('set_aside_because', models.CharField(blank=True, max_length=300)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='people.person')),
                ('received_by_staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-received_at'], name='document_of_person'), models.Index(fields=['state', 'received_at'], name='document_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['verified', 'released']), _negated=True), models.Q(('person__isnull', False), ('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='document_verified_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='document_released_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('set_aside_because', ''), _negated=True), _connector='OR'), name='document_aside_says_why'), models.UniqueConstraint(condition=models.Q(('state', 'set_aside'), _negated=True), fields=('person', 'digest'), name='document_once_for_a_person')],
            },
        ),
        migrations.CreateModel(
            name='VitalSigns',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('taken_at', models.DateTimeField()),
                ('taken_by_name', models.CharField(max_length=200)),
                ('source', models.CharField(choices=[('measured', 'Measured by staff'), ('told', 'Told by the person'), ('device', 'Sent by a device')], default='measured', max_length=10)),
                ('respiratory_rate', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('spo2', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('on_oxygen', models.BooleanField(null=True)),
                ('oxygen_scale', models.PositiveSmallIntegerField(choices=[(1, 'Scale 1'), (2, 'Scale 2: prescribed target 88–92 %')], default=1)),
                ('systolic', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('diastolic', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('pulse', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('temperature', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('consciousness', models.CharField(blank=True, choices=[('alert', 'Alert'), ('confused', 'Newly confused'), ('voice', 'Responds to voice'), ('pain', 'Responds to pain'), ('unresponsive', 'Unresponsive')], max_length=12)),
                ('pain', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('weight', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('height', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('glucose', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('pregnant', models.BooleanField(default=False)),
                ('as_entered', models.JSONField(default=dict)),
                ('confirmed', models.JSONField(default=list)),
                ('news2', models.PositiveSmallIntegerField(null=True)),
                ('news2_parts', models.JSONField(default=dict)),
                ('missing', models.JSONField(default=list)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('rules_version', models.CharField(blank=True, max_length=20)),
                ('why_corrected', models.CharField(blank=True, max_length=300)),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='records.vitalsigns')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vital_signs', to='people.person')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('scale_noted', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'verbose_name_plural': 'vital signs',
                'indexes': [models.Index(fields=['person', '-taken_at'], name='vitals_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('source__in', ['measured', 'told', 'device'])), name='vitals_source'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('why_corrected', ''), _negated=True), _connector='OR'), name='vitals_correction_says_why'), models.CheckConstraint(condition=models.Q(('news2__isnull', True), ('news2__lte', 20), _connector='OR'), name='vitals_news2'), models.CheckConstraint(condition=models.Q(('level__isnull', True), ('level__range', (1, 5)), _connector='OR'), name='vitals_level'), models.CheckConstraint(condition=models.Q(('systolic__isnull', True), ('diastolic__isnull', True), ('diastolic__lt', models.F('systolic')), _connector='OR'), name='vitals_pressures'), models.CheckConstraint(condition=models.Q(('oxygen_scale', 1), models.Q(('scale_noted', ''), _negated=True), _connector='OR'), name='vitals_scale_is_noted')],
            },
        ),
        migrations.CreateModel(
            name='Allergy',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('medicine', 'Medicine'), ('food', 'Food'), ('other', 'Something else')], max_length=10)),
                ('substance', models.CharField(max_length=120)),
                ('allergen', models.CharField(blank=True, choices=[('gluten', 'Gluten'), ('milk', 'Milk'), ('egg', 'Egg'), ('peanut', 'Peanut'), ('nuts', 'Nuts'), ('soy', 'Soya'), ('fish', 'Fish'), ('shellfish', 'Shellfish'), ('sesame', 'Sesame'), ('mustard', 'Mustard'), ('celery', 'Celery'), ('lupin', 'Lupin'), ('sulphite', 'Sulphites'), ('latex_fruit', 'Banana, avocado, kiwi')], max_length=20)),
                ('reaction', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(choices=[('person', 'They said so'), ('family', 'Their family said so'), ('paper', 'It stands on a paper'), ('seen', 'The reaction was seen here'), ('tested', 'A test showed it')], max_length=10)),
                ('noted_by_name', models.CharField(max_length=200)),
                ('verified_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
                ('ended_by_name', models.CharField(blank=True, max_length=200)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allergies', to='people.person')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'verbose_name_plural': 'allergies',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person'], name='allergy_live')],
                'constraints': [models.CheckConstraint(condition=models.Q(('substance', ''), _negated=True), name='allergy_says_to_what'), models.CheckConstraint(condition=models.Q(('kind__in', ['medicine', 'food', 'other'])), name='allergy_kind'), models.CheckConstraint(condition=models.Q(('source__in', ['person', 'family', 'paper', 'seen', 'tested'])), name='allergy_source'), models.CheckConstraint(condition=models.Q(('allergen', ''), ('kind', 'food'), _connector='OR'), name='allergy_of_food'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='allergy_verified_by_somebody'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='allergy_ended_says_why')],
            },
        ),
        migrations.CreateModel(
            name='EarlyWarning',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('response', models.CharField(choices=[('urgent', 'A clinician looks urgently'), ('emergency', 'The critical care team comes')], max_length=10)),
                ('score', models.PositiveSmallIntegerField(null=True)),
                ('why', models.JSONField(default=list)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('found', models.CharField(blank=True, max_length=500)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='early_warnings', to='people.person')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('vitals', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='warning', to='records.vitalsigns')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('reviewed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['person'], name='warning_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('response__in', ['urgent', 'emergency'])), name='warning_response'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('found', ''), _negated=True)), _connector='OR'), name='warning_review_is_whole'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(models.Q(('withdrawn_because', ''), _negated=True), ('reviewed_at__isnull', True)), _connector='OR'), name='warning_withdrawn_says_why')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='records_vitalsigns',
        ),
        almoner.core.append_only.OnlyMayChange(
            table='records_vitalsigns',
            column='person_id',
        ),
    )
