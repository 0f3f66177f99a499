from django.db import migrations, models


def read_everybody_again(apps, schema_editor):
    """The next run leaves nobody out, so that what is new in a profile is filled in for companies without news too."""
    apps.get_model('segmentation', 'CustomerProfile').objects.update(source_hash='')


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0007_stated_facts")]

    operations = [
        migrations.AddField(
            model_name='customerprofile',
            name='adoption_days',
            field=models.FloatField(null=True, verbose_name='days until new items are bought'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='basket_stability',
            field=models.FloatField(null=True, verbose_name='basket stability'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='bought_hash',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='brand_loyalty',
            field=models.FloatField(null=True, verbose_name='brand loyalty'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='categories_bought',
            field=models.PositiveIntegerField(null=True, verbose_name='categories bought'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='items_per_order',
            field=models.FloatField(null=True, verbose_name='items per order'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='largest_order_value',
            field=models.BigIntegerField(null=True, verbose_name='largest order'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='last_order_value',
            field=models.BigIntegerField(null=True, verbose_name='last order'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='lifecycle',
            field=models.CharField(choices=[('prospect', 'Has not ordered yet'), ('first_order', 'First order'), ('growing', 'Growing'), ('stable', 'Stable'), ('declining', 'Declining'), ('lapsed', 'Lapsed')], max_length=11, null=True, verbose_name='stage'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='lifetime_value',
            field=models.BigIntegerField(null=True, verbose_name='expected in 36 months'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='order_value_average',
            field=models.BigIntegerField(null=True, verbose_name='average order'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='orders_year',
            field=models.PositiveIntegerField(null=True, verbose_name='orders in 12 months'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='products_bought',
            field=models.PositiveIntegerField(null=True, verbose_name='items bought'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='returned_lines_share',
            field=models.FloatField(null=True, verbose_name='share of lines sent back'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='returned_value_share',
            field=models.FloatField(null=True, verbose_name='share of value sent back'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='top_grade_share',
            field=models.FloatField(null=True, verbose_name='share of top-grade items'),
        ),
        migrations.AddField(
            model_name='customerprofile',
            name='value_trend',
            field=models.FloatField(null=True, verbose_name='change of 12 months (%)'),
        ),
        migrations.CreateModel(
            name='BoughtItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_key', models.CharField(max_length=64, verbose_name='customer')),
                ('kind', models.CharField(choices=[('product', 'Product'), ('category', 'Category'), ('brand', 'Brand')], max_length=8, verbose_name='kind')),
                ('item', models.CharField(max_length=120, verbose_name='product, category or brand')),
                ('first_day', models.DateField(verbose_name='first bought')),
                ('last_day', models.DateField(verbose_name='last bought')),
                ('orders', models.PositiveIntegerField(verbose_name='orders')),
                ('quantity', models.BigIntegerField(verbose_name='quantity')),
                ('value', models.BigIntegerField(verbose_name='value')),
            ],
            options={
                'verbose_name': 'bought item',
                'verbose_name_plural': 'bought items',
                'indexes': [models.Index(fields=['kind', 'item', 'last_day', 'customer_key'], name='segmentation_who_bought')],
                'constraints': [models.UniqueConstraint(fields=('customer_key', 'kind', 'item'), name='segmentation_bought_item_once')],
            },
        ),
        migrations.CreateModel(
            name='ShareHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_key', models.CharField(max_length=64, verbose_name='customer')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('share_routine', models.FloatField(verbose_name='routine')),
                ('share_major', models.FloatField(verbose_name='major repurchase')),
                ('share_new', models.FloatField(verbose_name='new')),
            ],
            options={
                'verbose_name': 'shares of a month',
                'verbose_name_plural': 'shares of each month',
                'indexes': [models.Index(fields=['as_of'], name='segmentation_shares_by_day')],
                'constraints': [models.UniqueConstraint(fields=('customer_key', 'as_of'), name='segmentation_shares_once_a_day')],
            },
        ),
        migrations.RunPython(read_everybody_again, migrations.RunPython.noop),
    ]
