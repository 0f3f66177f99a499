from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("segmentation_rest", "0001_api")]

    operations = [
        migrations.RenameField(model_name="answeredcall", old_name="data", new_name="body"),
        migrations.AlterField(model_name="answeredcall", name="body", field=models.TextField(null=True)),
        migrations.AddField(model_name="answeredcall", name="headers", field=models.JSONField(default=dict)),
    ]
