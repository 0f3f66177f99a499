from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0007_membership_choices")]

    operations = [
        migrations.AddField(
            model_name="attributecolumn",
            name="kind",
            field=models.CharField(default="", max_length=8),
            preserve_default=False,
        ),
    ]
