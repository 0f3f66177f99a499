from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatisticsVersion(models.Model):
    """What was learnt from everybody's orders, frozen: results name the version they were worked out with."""

    kind = models.CharField(_("kind"), max_length=20)
    version = models.CharField(_("version"), max_length=40)
    as_of = models.DateField(_("as of"))
    created_at = models.DateTimeField(_("made"))
    payload = models.BinaryField()
    active = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("version of the statistics")
        verbose_name_plural = _("versions of the statistics")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="segmentation_one_statistics_a_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(active=True), name="segmentation_one_active_statistics_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class ShardStatistics(models.Model):
    """What one part of a run adds to the statistics; reduced with the others' when the run finishes."""

    shard = models.ForeignKey("segmentation.RunShard", on_delete=models.CASCADE, related_name="statistics")
    kind = models.CharField(max_length=20)
    payload = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shard", "kind"], name="segmentation_one_sum_a_shard_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.shard_id} {self.kind}"
