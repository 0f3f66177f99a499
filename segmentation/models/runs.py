from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

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
        PROBLEMS = "problems", _("Finished, with problems")
        """Everybody else is published; whose orders could not be used is in `failures`, and keeps the class it had."""
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("covers"), max_length=7, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    as_of = models.DateField(_("as of"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    touched_at = models.DateTimeField(_("last heard of"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    planned_at = models.DateTimeField(null=True)
    """When its parts were laid down; null while that is under way, and for a run without parts."""
    reads_all = models.BooleanField(_("read all orders"), default=True)
    """Whether companies without news were read as well, which is what statistics are made from."""
    customers = models.PositiveIntegerField(_("companies"), default=0)
    skipped = models.PositiveIntegerField(_("without news"), default=0)
    """Companies whose orders are what they were at the last run, and were not read."""
    changed = models.PositiveIntegerField(_("moved to another type"), default=0)
    config_version = models.CharField(max_length=40)
    prior_version = models.CharField(max_length=40)
    statistics = models.JSONField(_("statistics"), default=dict)
    """Kind of statistics -> the version that this run made."""
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

    @property
    def is_over(self) -> bool:
        """Whether it came to its end, be it without some companies."""
        return self.state in {self.State.FINISHED, self.State.PROBLEMS}


class RunShard(models.Model):
    """A part of a full run: neighbours by key, worked out by one task and published at once."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shards")
    position = models.PositiveIntegerField()
    first_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    end_key = models.CharField(max_length=KEY_LENGTH, null=True)
    is_whole = models.BooleanField(default=False)
    """Whether everybody from `first_key` to before `end_key` belongs to it, so that they can be read as a range."""
    packed_keys = models.BinaryField(default=bytes)
    packed_hashes = models.BinaryField(default=bytes)
    """Fingerprints of the orders when the run began, in the order of the keys; nothing where the source takes none."""
    customers = models.PositiveIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0)
    quality = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="segmentation_one_shard_a_position")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.position}"

    @property
    def customer_keys(self) -> list[str]:
        """Who is worked out, sorted."""
        return unpack_texts(self.packed_keys)

    @property
    def source_hashes(self) -> list[str]:
        """One for each key, or none at all."""
        return unpack_texts(self.packed_hashes)


def pack_texts(texts: Sequence[str]) -> bytes:
    """Many short texts in little room."""
    return zlib.compress(json.dumps(texts).encode(), level=1)


def unpack_texts(packed: bytes | memoryview) -> list[str]:
    """What `pack_texts` put away; nothing for nothing."""
    return list(json.loads(zlib.decompress(packed))) if len(packed) else []


class RunFailure(models.Model):
    """A company that a run could not work out, and why; it keeps the class it had."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="failures")
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    error = models.TextField(_("what went wrong"))

    class Meta:
        verbose_name = _("company not worked out")
        verbose_name_plural = _("companies not worked out")
        constraints = [
            models.UniqueConstraint(fields=["run", "customer_key"], name="segmentation_one_failure_a_customer")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.customer_key}"


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
