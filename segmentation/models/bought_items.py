from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH
from segmentation.models.relations import SKU_LENGTH


class BoughtKindChoice(models.TextChoices):
    PRODUCT = "product", _("Product")
    CATEGORY = "category", _("Category")
    BRAND = "brand", _("Brand")


class BoughtItem(models.Model):
    """What a company ever bought of one product, category or brand, net of returns. What rules ask of purchases."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    kind = models.CharField(_("kind"), max_length=8, choices=BoughtKindChoice)
    item = models.CharField(_("product, category or brand"), max_length=SKU_LENGTH)
    """An item number in capitals, or a key of a category, as order lines have them; or a brand's name."""
    first_day = models.DateField(_("first bought"))
    last_day = models.DateField(_("last bought"))
    orders = models.PositiveIntegerField(_("orders"))
    """Days on which it was bought."""
    quantity = models.BigIntegerField(_("quantity"))
    """Thousandths of the base unit."""
    value = models.BigIntegerField(_("value"))
    """In minor units."""

    class Meta:
        verbose_name = _("bought item")
        verbose_name_plural = _("bought items")
        constraints = [
            models.UniqueConstraint(fields=["customer_key", "kind", "item"], name="segmentation_bought_item_once")
        ]
        indexes = [
            # Who bought one of these, and when: answered from the index alone.
            models.Index(fields=["kind", "item", "last_day", "customer_key"], name="segmentation_who_bought")
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} / {self.kind} {self.item}"


class BoughtDay(models.Model):
    """What a company bought of one item on one day, net of returns, where it bought that on two or more days.

    An item bought on one day is said by its `BoughtItem` alone. Days before `rules.days_kept` are not kept. Written by
    difference while the company is locked, so no day is there twice.
    """

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    kind = models.CharField(_("kind"), max_length=8, choices=BoughtKindChoice)
    item = models.CharField(_("product, category or brand"), max_length=SKU_LENGTH)
    day = models.DateField(_("day"))
    value = models.BigIntegerField(_("value"))
    """In minor units."""

    class Meta:
        verbose_name = _("day of a bought item")
        verbose_name_plural = _("days of bought items")
        indexes = [
            # How often and for how much something was bought within a time: answered from the index alone.
            models.Index(fields=["kind", "item", "day", "customer_key", "value"], name="segmentation_bought_when"),
            models.Index(fields=["customer_key"], name="segmentation_days_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} / {self.kind} {self.item} / {self.day}"
