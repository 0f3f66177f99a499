from django.db import migrations, models


def read_everybody_again(apps, schema_editor):
    """The next run leaves nobody out, so that the days are filled in for companies without news too."""
    apps.get_model('segmentation', 'CustomerProfile').objects.update(source_hash='')


class Migration(migrations.Migration):

    dependencies = [
        ('segmentation', '0023_key_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoughtDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_key', models.CharField(max_length=64, verbose_name='customer')),
                ('kind', models.CharField(choices=[('product', 'Product'), ('category', 'Category'), ('brand', 'Brand')], max_length=8, verbose_name='kind')),
                ('item', models.CharField(max_length=120, verbose_name='product, category or brand')),
                ('day', models.DateField(verbose_name='day')),
                ('value', models.BigIntegerField(verbose_name='value')),
            ],
            options={
                'verbose_name': 'day of a bought item',
                'verbose_name_plural': 'days of bought items',
                'indexes': [models.Index(fields=['kind', 'item', 'day', 'customer_key', 'value'], name='segmentation_bought_when'), models.Index(fields=['customer_key'], name='segmentation_days_of_customer')],
            },
        ),
        migrations.RunPython(read_everybody_again, migrations.RunPython.noop),
    ]
