from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("segmentation", "0003_relations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReorderList",
            fields=[
                (
                    "customer_key",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="customer"),
                ),
                ("items", models.JSONField(default=dict, verbose_name="items")),
                ("items_hash", models.CharField(max_length=32)),
                ("as_of", models.DateField(verbose_name="as of")),
                ("statistics_version", models.CharField(max_length=64, verbose_name="statistics")),
            ],
            options={
                "verbose_name": "reorder list",
                "verbose_name_plural": "reorder lists",
            },
        ),
    ]
