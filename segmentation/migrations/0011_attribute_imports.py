from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0010_benefits")]

    operations = [
        migrations.AddField(
            model_name="attributebatch",
            name="dimensions",
            field=models.JSONField(default=list),
        ),
    ]
