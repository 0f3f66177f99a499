from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.metrics import CompanyMetrics

KEY_LENGTH = 64


class BuyclassChoice(models.TextChoices):
    ROUTINE = "routine", _("Routine")
    MAJOR = "major", _("Major repurchase")
    NEW = "new", _("New")


class ActivityChoice(models.TextChoices):
    PROSPECT = "prospect", _("Has not ordered yet")
    ACTIVE = "active", _("Active")
    DUE = "due", _("Due to order")
    OVERDUE = "overdue", _("Overdue")
    AT_RISK = "at_risk", _("At risk")
    LAPSED = "lapsed", _("Lapsed")


class RegularityChoice(models.TextChoices):
    REGULAR = "regular", _("Regular")
    FAIRLY_REGULAR = "fairly_regular", _("Fairly regular")
    IRREGULAR = "irregular", _("Irregular")


class BuyingShares(models.Model):
    """What both profiles hold: a class, the three shares behind it, and why."""

    buyclass = models.CharField(_("buying type"), max_length=8, choices=BuyclassChoice)
    share_routine = models.FloatField(_("routine"))
    share_major = models.FloatField(_("major repurchase"))
    share_new = models.FloatField(_("new"))
    evidence = models.FloatField(_("weight of evidence"))
    confidence = models.FloatField(_("confidence"))
    occasions = models.PositiveIntegerField(_("orders"))
    last_order = models.DateField(_("last order"), null=True)
    reason_code = models.CharField(max_length=40)
    reason_params = models.JSONField(default=dict)
    result_hash = models.BigIntegerField(null=True)
    """Of all that was worked out, so that a run finds what differs without reading it back."""

    class Meta:
        abstract = True


class CustomerProfile(BuyingShares, CompanyMetrics):
    """How one company buys, as last worked out from its orders."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, primary_key=True)
    mixed = models.BooleanField(_("mixed"), default=False)
    routine_ahead = models.FloatField(_("more routine than others"), null=True)
    """The routine share less what is expected of companies with as many orders; null before the second order."""
    activity = models.CharField(_("activity"), max_length=8, choices=ActivityChoice)
    first_order = models.DateField(_("first order"), null=True)
    expected_from = models.DateField(_("next order from"), null=True)
    expected_to = models.DateField(_("next order until"), null=True)
    history_truncated = models.BooleanField(_("older orders unknown"), default=False)
    held = models.BooleanField(_("held by its history"), default=False)
    usual_gap_days = models.FloatField(_("days between orders"), null=True)
    regularity = models.CharField(_("regularity"), max_length=16, choices=RegularityChoice, blank=True)
    value_year = models.BigIntegerField(_("bought in 12 months"), default=0)
    """In the currency's minor unit, net of returns; the next one is of the 12 months before."""
    value_year_before = models.BigIntegerField(_("bought in the 12 months before"), default=0)
    holds_until = models.DateField(null=True)
    """The first day on which this would read otherwise without a new order; null where no day does."""
    lines_hash = models.CharField(max_length=64, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)
    """The source's fingerprint of the orders this was worked out from; empty where none was taken."""
    categories_hash = models.BigIntegerField(null=True)
    """Of the `result_hash` of all its categories."""
    config_version = models.CharField(max_length=40)
    prior_version = models.CharField(max_length=40)
    as_of = models.DateField(_("as of"))
    classified_at = models.DateTimeField(_("worked out"))

    class Meta:
        verbose_name = _("company profile")
        verbose_name_plural = _("company profiles")
        indexes = [models.Index(fields=["buyclass"]), models.Index(fields=["activity"])]

    def __str__(self) -> str:
        return self.customer_key


class CategoryProfile(BuyingShares):
    """How one company buys in one category; only kept from the second order there."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    category = models.CharField(_("category"), max_length=120)

    class Meta:
        verbose_name = _("buying type in a category")
        verbose_name_plural = _("buying types per category")
        constraints = [
            models.UniqueConstraint(fields=["customer_key", "category"], name="segmentation_one_profile_a_category")
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} / {self.category}"


class BuyclassChange(models.Model):
    """A company moved from one class to another, overall or in a category."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    category = models.CharField(_("category"), max_length=120, blank=True)
    old = models.CharField(_("from"), max_length=8, choices=BuyclassChoice, blank=True)
    new = models.CharField(_("to"), max_length=8, choices=BuyclassChoice)
    reason_code = models.CharField(max_length=40)
    reason_params = models.JSONField(default=dict)
    as_of = models.DateField(_("as of"))
    run = models.ForeignKey("segmentation.Run", on_delete=models.SET_NULL, null=True, related_name="changes")
    at = models.DateTimeField(_("when"))
    afterwards = models.BooleanField(_("worked out afterwards"), default=False, db_default=False)
    """Said of a past day by `backfill_history`; nobody was told then, and no feature followed it."""

    class Meta:
        verbose_name = _("change of buying type")
        verbose_name_plural = _("changes of buying type")
        indexes = [models.Index(fields=["customer_key", "-at"])]

    def __str__(self) -> str:
        return f"{self.customer_key}: {self.old or '-'} > {self.new}"


class BuyclassOverride(models.Model):
    """A class an admin chose. Runs keep the computed class beside it and never touch this."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, primary_key=True)
    buyclass = models.CharField(_("buying type"), max_length=8, choices=BuyclassChoice)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("set"))
    expires_at = models.DateTimeField(_("holds until"))

    class Meta:
        verbose_name = _("chosen buying type")
        verbose_name_plural = _("chosen buying types")

    def __str__(self) -> str:
        return f"{self.customer_key}: {self.buyclass}"
