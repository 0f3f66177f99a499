from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH


class Segment(models.Model):
    """Companies under one name. The four built-in ones cannot be deleted."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), unique=True, help_text=_("The lowest number wins."))
    is_builtin = models.BooleanField(_("built in"), default=False, editable=False)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["priority"]

    def __str__(self) -> str:
        return self.name


class SegmentMembership(models.Model):
    """A company is in a segment, put there by a run or by hand."""

    class Source(models.TextChoices):
        AUTOMATIC = "automatic", _("From its orders")
        MANUAL = "manual", _("By hand")

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="memberships")
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, db_index=True)
    source = models.CharField(_("put there"), max_length=9, choices=Source, default=Source.AUTOMATIC)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("segment member")
        verbose_name_plural = _("segment members")
        constraints = [
            models.UniqueConstraint(fields=["segment", "customer_key"], name="segmentation_member_of_a_segment_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} in {self.segment_id}"
