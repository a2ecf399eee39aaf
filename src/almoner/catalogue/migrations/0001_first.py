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
            name='Specialty',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'specialties',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('code', models.CharField(max_length=20)),
                ('kind', models.CharField(db_index=True, max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('floor', models.SmallIntegerField(default=0)),
                ('step_free', models.BooleanField(default=True)),
                ('active', models.BooleanField(default=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='people.site')),
            ],
            options={
                'ordering': ['site', 'code'],
                'constraints': [models.UniqueConstraint(fields=('site', 'code'), name='room_code')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('summaries', models.JSONField(default=dict)),
                ('lay_needs', models.JSONField(default=dict)),
                ('answers', models.JSONField(default=dict)),
                ('leads_specialty', models.BooleanField(default=False)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('performers', models.JSONField(default=list)),
                ('performer_sex', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other'), ('unknown', 'Not known')], max_length=10)),
                ('assistants', models.JSONField(default=list)),
                ('on_call', models.JSONField(default=list)),
                ('room_kinds', models.JSONField(default=list)),
                ('by_video', models.BooleanField(default=False)),
                ('self_book', models.BooleanField(default=False)),
                ('needs_order', models.BooleanField(default=False)),
                ('escort', models.BooleanField(default=False)),
                ('fast_food_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('fast_clear_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('needs_readback', models.BooleanField(default=False)),
                ('languages', models.JSONField(default=list)),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('sex', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other'), ('unknown', 'Not known')], max_length=10)),
                ('pregnancy', models.BooleanField(default=False)),
                ('follow_up', models.BooleanField(default=False)),
                ('step_free', models.BooleanField(default=True)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('active', models.BooleanField(default=True)),
                ('first_step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='first_step_to', to='catalogue.service')),
                ('specialty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='catalogue.specialty')),
                ('preparation_version', models.PositiveSmallIntegerField(default=1)),
                ('preparation_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='preparations_owned', to='people.staff')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='service_takes_time'), models.CheckConstraint(condition=models.Q(('visit_minutes__gte', models.F('minutes'))), name='service_within_visit'), models.CheckConstraint(condition=models.Q(('min_age__isnull', True), ('max_age__isnull', True), ('max_age__gte', models.F('min_age')), _connector='OR'), name='service_ages'), models.CheckConstraint(condition=models.Q(('fast_clear_hours__isnull', True), ('fast_food_hours__gte', models.F('fast_clear_hours')), _connector='OR'), name='service_food_before_clear'), models.CheckConstraint(condition=models.Q(('first_step', models.F('id')), _negated=True), name='service_first_step_is_another'), models.CheckConstraint(condition=models.Q(('sex', ''), ('sex__in', ['female', 'male', 'other', 'unknown']), _connector='OR'), name='service_sex'), models.UniqueConstraint(condition=models.Q(('leads_specialty', True)), fields=('specialty',), name='service_leads_once')],
            },
        ),
        migrations.CreateModel(
            name='PreparationItem',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('bring', 'Bring'), ('food', 'Food'), ('drink', 'Drink'), ('medicine', 'Medicines'), ('clothes', 'Clothes and skin'), ('escort', 'Who comes with you'), ('other', 'Good to know')], max_length=10)),
                ('texts', models.JSONField(default=dict)),
                ('timing', models.CharField(choices=[('from', 'from then until the visit'), ('by', 'done by then'), ('at', 'at the visit'), ('after', 'after the visit')], default='at', max_length=10)),
                ('hours_before', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('hard', models.BooleanField(default=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preparation', to='catalogue.service')),
            ],
            options={
                'ordering': ['service', 'position'],
                'constraints': [models.UniqueConstraint(fields=('service', 'position'), name='preparation_place'), models.CheckConstraint(condition=models.Q(('kind__in', ['bring', 'food', 'drink', 'medicine', 'clothes', 'escort', 'other'])), name='preparation_kind'), models.CheckConstraint(condition=models.Q(('timing__in', ['from', 'by', 'at', 'after'])), name='preparation_timing'), models.CheckConstraint(condition=models.Q(('hours_before__isnull', True), ('timing__in', ['from', 'by']), _connector='OR'), name='preparation_hours')],
            },
        ),
        migrations.CreateModel(
            name='PreparationApproval',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('language', models.CharField(max_length=12)),
                ('digest', models.CharField(max_length=64)),
                ('approved_by', models.CharField(max_length=120)),
                ('approved_on', models.DateField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='catalogue.service')),
                ('content', models.JSONField(default=dict)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('review_on', models.DateField()),
                ('overdue_told', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'language'), name='approval_once'), models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('approved_on'))), name='approval_reviewed_later')],
            },
        ),
        migrations.CreateModel(
            name='Offering',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offerings', to='people.staff')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offerings', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'staff'), name='offering_once')],
            },
        ),
    )
