from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH
from segmentation.models.segments import Segment

FEATURE_LENGTH = 60


class SwitchState(models.TextChoices):
    ON = "on", _("On")
    OFF = "off", _("Off")
    INHERIT = "inherit", _("As declared")


class FeatureSetting(models.Model):
    """What holds for a feature whatever its rules say. No row: neither killed nor kept from going by category."""

    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH, primary_key=True)
    killed = models.BooleanField(_("off for everybody"), default=False)
    by_category = models.BooleanField(_("by category"), default=True)

    class Meta:
        verbose_name = _("feature as a whole")
        verbose_name_plural = _("features as a whole")

    def __str__(self) -> str:
        return self.feature


class FeatureRule(models.Model):
    """What is said of a feature for a segment; without one, for everybody whom none decides. No row: nothing."""

    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, null=True, related_name="feature_rules")
    state = models.CharField(_("state"), max_length=7, choices=SwitchState, default=SwitchState.INHERIT)
    share = models.PositiveSmallIntegerField(_("share of the companies, in percent"), default=100)
    held_out = models.PositiveSmallIntegerField(_("held out, in percent"), default=0)
    parameters = models.JSONField(_("values"), default=dict, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True)

    class Meta:
        verbose_name = _("feature for a segment")
        verbose_name_plural = _("features for segments")
        permissions = [("preview_as", _("Can see the shop as another company"))]
        constraints = [
            models.UniqueConstraint(fields=["feature", "segment"], name="segmentation_one_rule_a_feature_and_segment"),
            models.UniqueConstraint(
                fields=["feature"], condition=models.Q(segment=None), name="segmentation_one_rule_a_feature"
            ),
            models.CheckConstraint(
                condition=models.Q(share__lte=100, held_out__lte=100), name="segmentation_shares_are_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feature} / {self.segment_id}: {self.state}"


class FeatureOverride(models.Model):
    """A feature is on or off for one company, with a reason and, if wanted, an end."""

    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH)
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, db_index=True)
    enabled = models.BooleanField(_("on"))
    parameters = models.JSONField(_("values"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("set"))
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("feature for one company")
        verbose_name_plural = _("features for single companies")
        constraints = [
            models.UniqueConstraint(
                fields=["feature", "customer_key"], name="segmentation_one_override_a_feature_and_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature} / {self.customer_key}: {'on' if self.enabled else 'off'}"


class AuditEntry(models.Model):
    """One change of a switch, an override or a segment: who, when, from what, to what, why. Only ever added."""

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=200, blank=True)
    token_name = models.CharField(_("by which token"), max_length=100, blank=True)
    """Where another system did it in the actor's name."""
    action = models.CharField(_("what"), max_length=40)
    feature = models.CharField(_("feature"), max_length=FEATURE_LENGTH, blank=True)
    segment_key = models.CharField(_("segment"), max_length=50, blank=True)
    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, blank=True)
    before = models.TextField(_("from"), blank=True)
    after = models.TextField(_("to"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    draft = models.ForeignKey("segmentation.Draft", on_delete=models.SET_NULL, null=True, related_name="audit")

    class Meta:
        verbose_name = _("change of a switch")
        verbose_name_plural = _("changes of switches")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["feature", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.feature or self.customer_key}"
