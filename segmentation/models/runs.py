from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH


class Run(models.Model):
    """One working-out of classes: of everybody, or of the customers an outbox drain took."""

    class Kind(models.TextChoices):
        FULL = "full", _("All companies")
        PARTIAL = "partial", _("Companies with new orders")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("covers"), max_length=7, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    as_of = models.DateField(_("as of"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    touched_at = models.DateTimeField(_("last heard of"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    customers = models.PositiveIntegerField(_("companies"), default=0)
    changed = models.PositiveIntegerField(_("moved to another type"), default=0)
    config_version = models.CharField(max_length=20)
    prior_version = models.CharField(max_length=20)
    quality = models.JSONField(_("data quality"), default=dict)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="full", state="running"),
                name="segmentation_one_full_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d %H:%M}"


class RunShard(models.Model):
    """A part of a full run: some customers, worked out by one task and published at once."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shards")
    position = models.PositiveIntegerField()
    customer_keys = models.JSONField()
    finished_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0)
    quality = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="segmentation_one_shard_a_position")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.position}"


class OutboxEntry(models.Model):
    """A customer whose orders changed, written in the order's own transaction and taken out by a drain."""

    customer_key = models.CharField(max_length=KEY_LENGTH)
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("waiting company")
        verbose_name_plural = _("waiting companies")

    def __str__(self) -> str:
        return self.customer_key


class PublishedSnapshot(models.Model):
    """What the storefront reads, and all it reads: the switches (subject ""), or one customer's standing."""

    subject = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    payload = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")

    def __str__(self) -> str:
        return self.subject or "switches"
