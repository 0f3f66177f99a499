from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.features import FEATURE_LENGTH
from segmentation.models.profiles import KEY_LENGTH


class Draft(models.Model):
    """Changes that are tried, approved and published together, now or at their moment, and can be taken back."""

    class State(models.TextChoices):
        OPEN = "open", _("Being written")
        PROPOSED = "proposed", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Waiting for its moment")
        PUBLISHED = "published", _("Published")
        BACK_PROPOSED = "back_proposed", _("Published, waiting for approval to be taken back")
        BACK_APPROVED = "back_approved", _("Published, may be taken back")
        ROLLED_BACK = "rolled_back", _("Taken back")
        DISCARDED = "discarded", _("Discarded")

    LIVE = (State.PUBLISHED, State.BACK_PROPOSED, State.BACK_APPROVED)
    """What it changes holds in the shop."""

    title = models.CharField(_("title"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=13, choices=State, default=State.OPEN, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    """Everybody who put something in or took it out; none of them may approve it."""
    created_at = models.DateTimeField(_("begun"))
    revision = models.PositiveIntegerField(default=0, editable=False)
    """Goes up with every change of what is in it."""
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    publish_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    """From then on what stood before holds again."""
    whatever_stands = models.BooleanField(_("also if something changes meanwhile"), default=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), null=True, editable=False)
    """Of the published switches, once it is in them."""
    back_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    """Who wants it taken back; somebody else has to approve that."""
    back_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    rolled_back_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    problem = models.TextField(_("what went wrong"), blank=True, editable=False)
    """Why it was not published at its moment, or what could not be taken back, in words."""

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-created_at", "-pk"]
        permissions = [("approve_draft", _("Can approve a draft of somebody else"))]
        indexes = [models.Index(fields=["state", "publish_at"]), models.Index(fields=["state", "ends_at"])]

    def __str__(self) -> str:
        return self.title


class DraftChange(models.Model):
    """One change in a draft. A target (kind, feature, segment, company) has one at most."""

    class Kind(models.TextChoices):
        """What is changed, and what `before` and `after` hold of it."""

        KILL_SWITCH = "kill_switch", _("Off for everybody")
        """{"killed": bool}"""
        BY_CATEGORY = "by_category", _("By category")
        """{"allowed": bool}"""
        RULE = "rule", _("Feature for a segment")
        """What a `SwitchRule` publishes; {} where nothing is said. Without a segment: for everybody."""
        OVERRIDE = "override", _("Feature for one company")
        """{"enabled": bool, "expires_at": ISO text or "", "reason": text, "parameters": {}}; {} for none."""
        SEGMENT_RULE = "segment_rule", _("Rule of a segment")
        """{"rule": as `segmentation.rules` reads it, or None}"""
        SEGMENT_ORDER = "segment_order", _("Order of segments")
        """{"order": [segment keys, the deciding one first]}"""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("what"), max_length=13, choices=Kind)
    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH, blank=True)
    segment_key = models.CharField(_("segment"), max_length=50, blank=True)
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, blank=True)
    before = models.JSONField(_("from"), default=dict)
    """What stood when it was put in; once published, what is brought back when it is taken back: what stood then,
    or, if that was of another draft that is taken back by now, what stood before both."""
    after = models.JSONField(_("to"), default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    put_at = models.DateTimeField(_("put in"))

    class Meta:
        verbose_name = _("change in a draft")
        verbose_name_plural = _("changes in a draft")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "kind", "feature", "segment_key", "customer_key"],
                name="segmentation_one_change_a_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind} {self.feature or self.segment_key}"


class DryRun(models.Model):
    """Who would gain and lose what by a draft: worked out once, for the draft and the switches as they were then."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Failed")

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="dry_run")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    revision = models.PositiveIntegerField()
    """Of the draft."""
    version = models.PositiveIntegerField()
    """Of the published switches."""
    requested_at = models.DateTimeField(_("asked for"))
    touched_at = models.DateTimeField(_("last heard of"), null=True)
    computed_at = models.DateTimeField(_("worked out"), null=True)
    done = models.PositiveIntegerField(_("companies looked at"), default=0)
    total = models.PositiveIntegerField(_("companies"), default=0)
    result = models.JSONField(default=dict)
    """What `selectors.dry_run_result` reads."""
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("dry run of a draft")
        verbose_name_plural = _("dry runs of drafts")

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.state}"


class DryRunPart(models.Model):
    """Some of the companies for which something would change, with what: all of them, in the order of keys."""

    run = models.ForeignKey(DryRun, on_delete=models.CASCADE, related_name="parts")
    effects = models.JSONField()
    """What `selectors.dry_run_result` reads."""

    class Meta:
        verbose_name = _("part of a dry run")
        verbose_name_plural = _("parts of dry runs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.pk}"
