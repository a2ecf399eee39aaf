import almoner.core.append_only
import almoner.core.clock
import almoner.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = almoner.core.tables.at_once(
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(default=0)),
                ('digest', models.CharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='CommandKey',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('act', models.CharField(max_length=80)),
                ('body_digest', models.CharField(max_length=64)),
                ('result_label', models.CharField(blank=True, max_length=80)),
                ('result_id', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(default=almoner.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('act', models.CharField(max_length=80)),
                ('outcome', models.CharField(max_length=20)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('for_person_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(db_index=True, null=True)),
                ('via', models.CharField(max_length=20)),
                ('origin', models.CharField(blank=True, max_length=64)),
                ('facts', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['actor_id', 'at'], name='audit_actor')],
            },
        ),
        almoner.core.append_only.AppendOnly(
            table='core_auditentry',
        ),
    )
