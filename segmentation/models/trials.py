from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.features import FEATURE_LENGTH
from segmentation.models.profiles import KEY_LENGTH


class Trial(models.Model):
    """A feature is on for a segment (for everybody without one) but for a share, so that its effect can be measured."""

    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH)
    segment_key = models.CharField(_("segment"), max_length=50, blank=True)
    share = models.PositiveSmallIntegerField(_("share of the companies, in percent"), default=100)
    held_out = models.PositiveSmallIntegerField(_("held out, in percent"))
    started_at = models.DateTimeField(_("started"))
    enrolled_at = models.DateTimeField(_("companies last taken in"), null=True)
    """Null while those are to be taken in whom the start, or a larger share, brings."""
    ended_at = models.DateTimeField(_("ended"), null=True)
    simulated = models.BooleanField(_("simulated"), default=False)
    """Of made-up companies, to show what a measurement looks like."""

    class Meta:
        verbose_name = _("measured effect")
        verbose_name_plural = _("measured effects")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feature", "segment_key"],
                condition=models.Q(ended_at=None),
                name="segmentation_one_trial_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature} / {self.segment_key} {self.started_at:%Y-%m-%d}"


class TrialMember(models.Model):
    """A company counts in a trial from a day on, whatever becomes of it later: also leaving may be an effect."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="members")
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, db_index=True)
    held_out = models.BooleanField(_("held out"))
    enrolled_on = models.DateField(_("since"))
    before_on = models.DateField(_("untouched until"))
    """The day of the company's first trial of this feature: what it bought before, no trial can have changed."""

    class Meta:
        verbose_name = _("company of a trial")
        verbose_name_plural = _("companies of trials")
        constraints = [
            models.UniqueConstraint(fields=["trial", "customer_key"], name="segmentation_enrolled_once_a_trial")
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} in {self.trial_id}"


class EffectReading(models.Model):
    """What a trial said about one metric on a day; `figures` is the payload of an `Effect` of the analysis."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="readings")
    metric = models.CharField(_("metric"), max_length=20)
    as_of = models.DateField(_("as of"))
    read_at = models.DateTimeField(_("measured"))
    figures = models.JSONField(_("figures"))

    class Meta:
        verbose_name = _("reading of an effect")
        verbose_name_plural = _("readings of effects")
        constraints = [
            models.UniqueConstraint(fields=["trial", "metric", "as_of"], name="segmentation_one_reading_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.metric} {self.as_of}"
