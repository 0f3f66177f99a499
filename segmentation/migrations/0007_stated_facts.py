from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0006_dimensions_and_rules")]

    operations = [
        migrations.AddField(
            model_name="attributecolumn",
            name="kind",
            field=models.CharField(default="", max_length=8),
            preserve_default=False,
        ),
    ]
