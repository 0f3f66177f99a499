from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0007_benefits"), ("segmentation", "0007_membership_choices")]

    operations = [
        migrations.AddField(
            model_name="attributebatch",
            name="dimensions",
            field=models.JSONField(default=list),
        ),
    ]
