import django.db.models.deletion
from django.db import migrations, models


def keep_states(apps, schema_editor):
    """A rule said on or off; now it may say nothing besides."""
    rule = apps.get_model("segmentation", "FeatureRule")
    rule.objects.filter(enabled=False).update(state="off")
    rule.objects.filter(enabled=True).update(state="on")


def keep_killed(apps, schema_editor):
    """A row used to mean: off for everybody."""
    apps.get_model("segmentation", "FeatureSetting").objects.update(killed=True)


def publish_in_the_new_form(apps, schema_editor):
    """The switches are published anew after every `migrate`; until then, nothing is switched."""
    published = apps.get_model("segmentation", "PublishedSnapshot")
    for row in published.objects.filter(subject=""):
        row.payload = {
            "version": row.payload["version"],
            "features": {},
            "segments": row.payload["segments"],
            "names": row.payload["names"],
            "because": {},
        }
        row.save(update_fields=["payload"])
    override = apps.get_model("segmentation", "FeatureOverride")
    keys = list(override.objects.order_by("customer_key").values_list("customer_key", flat=True).distinct())
    for start in range(0, len(keys), 500):
        rows = list(published.objects.filter(subject__in=keys[start : start + 500]))
        for row in rows:
            row.payload["overrides"] = {key: [*said[:3], {}] for key, said in row.payload["overrides"].items()}
        published.objects.bulk_update(rows, ["payload"])


class Migration(migrations.Migration):

    dependencies = [("segmentation", "0012_by_its_rule")]

    operations = [
        migrations.RenameModel("KillSwitch", "FeatureSetting"),
        migrations.AlterModelOptions(
            name="featuresetting",
            options={"verbose_name": "feature as a whole", "verbose_name_plural": "features as a whole"},
        ),
        migrations.AddField(
            model_name="featuresetting",
            name="killed",
            field=models.BooleanField(default=False, verbose_name="off for everybody"),
        ),
        migrations.AddField(
            model_name="featuresetting",
            name="by_category",
            field=models.BooleanField(default=True, verbose_name="by category"),
        ),
        migrations.RunPython(keep_killed, migrations.RunPython.noop),
        migrations.AddField(
            model_name="featurerule",
            name="state",
            field=models.CharField(
                choices=[("on", "On"), ("off", "Off"), ("inherit", "As declared")],
                default="inherit",
                max_length=7,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(keep_states, migrations.RunPython.noop),
        migrations.RunPython(publish_in_the_new_form, migrations.RunPython.noop),
        migrations.RemoveField(model_name="featurerule", name="enabled"),
        migrations.AddField(
            model_name="featureoverride",
            name="parameters",
            field=models.JSONField(blank=True, default=dict, verbose_name="values"),
        ),
        migrations.AddField(
            model_name="featurerule",
            name="changed_at",
            field=models.DateTimeField(null=True, verbose_name="changed"),
        ),
        migrations.AddField(
            model_name="featurerule",
            name="held_out",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="held out, in percent"),
        ),
        migrations.AddField(
            model_name="featurerule",
            name="parameters",
            field=models.JSONField(blank=True, default=dict, verbose_name="values"),
        ),
        migrations.AddField(
            model_name="featurerule",
            name="share",
            field=models.PositiveSmallIntegerField(default=100, verbose_name="share of the companies, in percent"),
        ),
        migrations.AddField(
            model_name="segment",
            name="because",
            field=models.CharField(
                blank=True,
                help_text="Ends the sentence “This is here because …” in the shop, such as “you have a frame contract”.",
                max_length=200,
                verbose_name="what its companies are told",
            ),
        ),
        migrations.AlterField(
            model_name="featurerule",
            name="segment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feature_rules",
                to="segmentation.segment",
            ),
        ),
        migrations.AddConstraint(
            model_name="featurerule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("segment", None)), fields=("feature",), name="segmentation_one_rule_a_feature"
            ),
        ),
        migrations.AddConstraint(
            model_name="featurerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_out__lte", 100), ("share__lte", 100)), name="segmentation_shares_are_percent"
            ),
        ),
    ]
