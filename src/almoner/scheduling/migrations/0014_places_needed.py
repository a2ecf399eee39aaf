"""No diary, visit or offer is without its site."""

import django.db.models.deletion
from django.db import migrations, models

SITE = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.site')


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0013_places_filled'),
    ]

    operations = [
        migrations.AlterField(model_name='diary', name='site', field=SITE.clone()),
        migrations.AlterField(model_name='appointment', name='site', field=SITE.clone()),
        migrations.AlterField(model_name='offer', name='site', field=SITE.clone()),
    ]
