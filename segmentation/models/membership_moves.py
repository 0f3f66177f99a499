from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH
from segmentation.models.segments import Segment, SegmentMembership


class MembershipMove(models.Model):
    """A company came into a segment, or left it. Kept for MEMBERSHIP_MOVE_DAYS days."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="moves", db_index=False)
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, db_index=True)
    joined = models.BooleanField(_("joined"))
    """False where it left."""
    by_hand = models.BooleanField(_("by hand"))
    """Not by the rule; as well where what was said by hand came to its end."""
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move into or out of a segment")
        verbose_name_plural = _("moves into and out of segments")
        indexes = [models.Index(fields=["segment", "at"], name="segmentation_moves_by_moment")]

    def __str__(self) -> str:
        return f"{self.customer_key} {'into' if self.joined else 'out of'} {self.segment_id}"

    @property
    def why(self) -> str:
        source = SegmentMembership.Source.MANUAL if self.by_hand else SegmentMembership.Source.AUTOMATIC
        return str(source.label)
