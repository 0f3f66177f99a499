"""What is worked out from a company's orders beside its buying type. Nothing of it is known before its first run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifecycleChoice(models.TextChoices):
    """The values of `segmentation.contracts.Lifecycle`."""

    PROSPECT = "prospect", _("Has not ordered yet")
    FIRST_ORDER = "first_order", _("First order")
    GROWING = "growing", _("Growing")
    STABLE = "stable", _("Stable")
    DECLINING = "declining", _("Declining")
    LAPSED = "lapsed", _("Lapsed")


class CompanyMetrics(models.Model):
    """Columns of a company's profile; what cannot be told is null. Amounts are in minor units, shares from 0 to 1."""

    lifecycle = models.CharField(_("stage"), max_length=11, choices=LifecycleChoice, null=True)
    orders_year = models.PositiveIntegerField(_("orders in 12 months"), null=True)
    order_value_average = models.BigIntegerField(_("average order"), null=True)
    last_order_value = models.BigIntegerField(_("last order"), null=True)
    largest_order_value = models.BigIntegerField(_("largest order"), null=True)
    value_trend = models.FloatField(_("change of 12 months (%)"), null=True)
    items_per_order = models.FloatField(_("items per order"), null=True)
    returned_value_share = models.FloatField(_("share of value sent back"), null=True)
    returned_lines_share = models.FloatField(_("share of lines sent back"), null=True)
    lifetime_value = models.BigIntegerField(_("expected in 36 months"), null=True)
    products_bought = models.PositiveIntegerField(_("items bought"), null=True)
    categories_bought = models.PositiveIntegerField(_("categories bought"), null=True)
    basket_stability = models.FloatField(_("basket stability"), null=True)
    brand_loyalty = models.FloatField(_("brand loyalty"), null=True)
    top_grade_share = models.FloatField(_("share of top-grade items"), null=True)
    adoption_days = models.FloatField(_("days until new items are bought"), null=True)
    bought_hash = models.BigIntegerField(null=True)
    """Of all its `BoughtItem` rows, so that a run reads them only where they differ."""

    class Meta:
        abstract = True
