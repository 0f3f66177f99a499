from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product


class StockItem(models.Model):
    """How many of a product can be promised now. An order takes them at once; a cancellation gives them back."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="stock")
    available = models.PositiveIntegerField(_("available"), default=0)
    restock_on = models.DateField(_("more expected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [models.CheckConstraint(condition=models.Q(available__gte=0), name="shop_stock_not_negative")]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.available}"


class StockMovement(models.Model):
    """Every change of what is available, and what caused it. Only ever added."""

    class Cause(models.TextChoices):
        ORDER = "order", _("Ordered")
        CANCELLATION = "cancellation", _("Order cancelled")
        RETURN = "return", _("Returned")
        DELIVERY = "delivery", _("Delivered to the warehouse")
        COUNT = "count", _("Counted")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock_movements")
    change = models.IntegerField(_("change"))
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.product_id} {self.change:+}"
