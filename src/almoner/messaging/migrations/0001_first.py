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
            name='Made',
            fields=[
                ('message_id', models.UUIDField(primary_key=True, serialize=False)),
                ('day', models.DateField(db_index=True)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Letter')], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxEpoch',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=60)),
                ('purpose', models.CharField(choices=[('care', 'Messages about care'), ('feedback', 'Asking how it was'), ('family', 'News to family'), ('research', 'Research')], max_length=12)),
                ('subject_id', models.UUIDField(null=True)),
                ('promise_id', models.UUIDField(null=True)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('group_key', models.CharField(blank=True, max_length=80)),
                ('urgent', models.BooleanField(default=False)),
                ('ways', models.JSONField(default=list)),
                ('way', models.PositiveSmallIntegerField(default=0)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Letter')], max_length=10)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('not_before', models.DateTimeField()),
                ('deadline', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Waiting to go'), ('sent', 'Sent'), ('delivered', 'Reached them'), ('withdrawn', 'Withdrawn'), ('undeliverable', 'Could not be delivered')], default='planned', max_length=14)),
                ('epoch', models.PositiveIntegerField(default=1)),
                ('lease_token', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('claims', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('handed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('refused', 'Every address was refused'), ('exhausted', 'Every way was tried'), ('no_way', 'There is no way that they agreed to and that works'), ('too_late', 'Its time passed'), ('poison', 'It could not be made, three times'), ('restored', 'It was due while a backup was being restored')], max_length=10)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
                ('joined_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='messaging.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('joined_to__isnull', True), ('state', 'planned')), fields=['next_at'], name='message_due'), models.Index(fields=['person', '-created_at'], name='message_person'), models.Index(fields=['subject_id'], name='message_subject'), models.Index(fields=['promise_id'], name='message_promise'), models.Index(fields=['state', 'deadline'], name='message_state'), models.Index(fields=['-created_at'], name='message_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'planned')), models.Q(('ended_at__isnull', False), ('state__in', ('sent', 'delivered', 'withdrawn', 'undeliverable'))), _connector='OR'), name='message_end_is_marked'), models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', True), ('lease_until__isnull', True)), models.Q(('lease_token__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='message_lease_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undeliverable'), _negated=True), models.Q(('ended_how', ''), _negated=True), _connector='OR'), name='message_undeliverable_with_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='message_withdrawn_with_reason'), models.CheckConstraint(condition=models.Q(('next_at__lte', models.F('deadline'))), name='message_looked_at_in_time'), models.CheckConstraint(condition=models.Q(('joined_to', models.F('id')), _negated=True), name='message_joined_to_another')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Letter')], max_length=10)),
                ('contact_point_id', models.UUIDField()),
                ('address', models.CharField(max_length=300)),
                ('provider_key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('result', models.CharField(choices=[('accepted', 'Accepted'), ('delivered', 'Reached a person'), ('voicemail', 'Safe words left on an answering machine'), ('not_now', 'Not now: busy, no answer, or try again'), ('refused', 'Refused: this address does not work'), ('unknown', 'No answer from the provider')], max_length=10)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('evidence', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=12)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField()),
                ('fenced', models.BooleanField(default=False)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tried', to='messaging.message')),
            ],
            options={
                'indexes': [models.Index(fields=['message', 'at'], name='attempt_message'), models.Index(fields=['provider_key'], name='attempt_key'), models.Index(fields=['contact_point_id', 'at'], name='attempt_contact')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('fenced', False), ('result__in', ('accepted', 'delivered'))), fields=('provider_key',), name='attempt_taken_once_for_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('status', models.CharField(choices=[('delivered', 'Delivered'), ('bounced', 'Came back')], max_length=10)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='messaging.attempt')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('attempt', 'status'), name='receipt_once')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='messaging_attempt',
        ),
        almoner.core.append_only.AppendOnly(
            table='messaging_receipt',
        ),
        almoner.core.append_only.AppendOnly(
            table='messaging_made',
        ),
    )
