"""Where people are when: sites and rooms of sessions, diaries by site, holidays that close them, the way between."""

import almoner.core.clock
import almoner.core.identifiers
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_first'),
        ('scheduling', '0011_clocks_of_sites'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlsoAt',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'also at',
            },
        ),
        migrations.CreateModel(
            name='EveryDay',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('profession', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='SiteTravel',
            fields=[
                ('id', models.UUIDField(default=almoner.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=almoner.core.clock.now, editable=False)),
                ('minutes', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='diary',
            name='diary_once',
        ),
        migrations.AddField(
            model_name='appointment',
            name='site',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='diary',
            name='rooms',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='diary',
            name='site',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='hourschange',
            name='names',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='hourschange',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='offer',
            name='site',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='weeklypattern',
            name='room',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.resource'),
        ),
        migrations.AddField(
            model_name='weeklypattern',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AlterField(
            model_name='hourschange',
            name='resource',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='scheduling.resource'),
        ),
        migrations.AlterField(
            model_name='hourschange',
            name='what',
            field=models.CharField(choices=[('week', 'Other hours of the week'), ('day', 'Other hours on one day'), ('usual', 'The usual hours on that day again'), ('block', 'Time away'), ('lifted', 'Can be booked again'), ('left', 'Works here no longer'), ('holiday', 'Holiday'), ('ordinary', 'Holiday no longer'), ('everyday', 'Who works on holidays'), ('travel', 'Time to travel')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='diary',
            index=models.Index(condition=models.Q(('rooms', ''), _negated=True), fields=['site', 'day'], name='diary_with_rooms'),
        ),
        migrations.AddConstraint(
            model_name='diary',
            constraint=models.UniqueConstraint(fields=('resource', 'day', 'site'), name='diary_once'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resource__isnull', False), ('site__isnull', True)), models.Q(('resource__isnull', True), ('site__isnull', False)), _connector='OR'), name='hours_change_of_one'),
        ),
        migrations.AddField(
            model_name='alsoat',
            name='resource',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='also_at', to='scheduling.resource'),
        ),
        migrations.AddField(
            model_name='alsoat',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='everyday',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='every_day', to='people.site'),
        ),
        migrations.AddField(
            model_name='sitetravel',
            name='from_site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.site'),
        ),
        migrations.AddField(
            model_name='sitetravel',
            name='to_site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.site'),
        ),
        migrations.AddConstraint(
            model_name='alsoat',
            constraint=models.UniqueConstraint(fields=('resource', 'site'), name='also_at_once'),
        ),
        migrations.AddConstraint(
            model_name='everyday',
            constraint=models.UniqueConstraint(fields=('site', 'profession'), name='every_day_once'),
        ),
        migrations.AddConstraint(
            model_name='sitetravel',
            constraint=models.UniqueConstraint(fields=('from_site', 'to_site'), name='travel_once'),
        ),
        migrations.AddConstraint(
            model_name='sitetravel',
            constraint=models.CheckConstraint(condition=models.Q(('from_site', models.F('to_site')), _negated=True), name='travel_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='sitetravel',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__lte', 600)), name='travel_minutes'),
        ),
    ]
