from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH


class Segment(models.Model):
    """Companies under one name. The four built-in ones cannot be deleted."""

    key = models.SlugField(_("key"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=300, blank=True)
    because = models.CharField(
        _("what its companies are told"),
        max_length=200,
        blank=True,
        help_text=_("Ends the sentence “This is here because …” in the shop, such as “you have a frame contract”."),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), unique=True, help_text=_("The lowest number wins."))
    is_builtin = models.BooleanField(_("built in"), default=False, editable=False)
    rule = models.JSONField(_("rule"), null=True, blank=True)
    """Who belongs to it, as `segmentation.rules` reads it; null for one that is filled by hand alone."""
    rule_version = models.PositiveIntegerField(default=0, editable=False)
    """Goes up with every change of the rule."""
    computed_at = models.DateTimeField(_("worked out"), null=True, editable=False)
    """When its members were last worked out for every company."""

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["priority"]

    def __str__(self) -> str:
        return self.name


class SegmentMembership(models.Model):
    """A company is in a segment, put there by a run or by hand."""

    class Source(models.TextChoices):
        AUTOMATIC = "automatic", _("By its rule")
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


class MembershipChoice(models.Model):
    """A company is in a segment, or out of it, because an admin says so. No run touches this."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="choices")
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, db_index=True)
    include = models.BooleanField(_("belongs to it"))
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("set"))
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("company put in or out by hand")
        verbose_name_plural = _("companies put in or out by hand")
        constraints = [
            models.UniqueConstraint(fields=["segment", "customer_key"], name="segmentation_one_choice_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} {'in' if self.include else 'out of'} {self.segment_id}"


class SegmentRefresh(models.Model):
    """One working-out of a segment's members among all companies, with how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Failed")
        REPLACED = "replaced", _("Replaced by a newer one")

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="refreshes")
    rule_version = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(_("asked for"))
    started_at = models.DateTimeField(_("started"), null=True)
    touched_at = models.DateTimeField(_("last heard of"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    changes = models.PositiveIntegerField(_("companies to move"), default=0)
    done = models.PositiveIntegerField(_("moved so far"), default=0)
    joined = models.PositiveIntegerField(_("joined"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("refresh of a segment")
        verbose_name_plural = _("refreshes of segments")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.requested_at:%Y-%m-%d %H:%M}"


class SegmentCount(models.Model):
    """How many companies a segment had on a day."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField(_("day"))
    members = models.PositiveIntegerField(_("companies"))

    class Meta:
        verbose_name = _("size of a segment")
        verbose_name_plural = _("sizes of segments")
        constraints = [models.UniqueConstraint(fields=["segment", "day"], name="segmentation_one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.day}: {self.members}"
