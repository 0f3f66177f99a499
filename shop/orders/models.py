from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product
from shop.companies.models import AddressFields, Company
from shop.pricing.totals import Totals


class OrderState(models.TextChoices):
    PLACED = "placed", _("Placed")
    CONFIRMED = "confirmed", _("Confirmed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Order(AddressFields):
    """An order as it was agreed: addresses and prices are copies, later changes elsewhere leave them alone."""

    number = models.CharField(_("order number"), max_length=20, unique=True, null=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="orders", verbose_name=_("company"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="orders",
        verbose_name=_("placed by"),
    )
    state = models.CharField(_("state"), max_length=9, choices=OrderState, default=OrderState.PLACED)
    placed_at = models.DateTimeField(_("placed"))
    submission = models.UUIDField(
        null=True,
        unique=True,
        editable=False,
        help_text=_("Sent along by the checkout, so that a double click orders once."),
    )
    po_number = models.CharField(_("your order number"), max_length=40, blank=True)
    wished_delivery = models.DateField(_("wished delivery date"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    net_total = models.DecimalField(_("goods"), max_digits=14, decimal_places=2)
    freight = models.DecimalField(_("freight"), max_digits=10, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-placed_at", "-pk"]
        indexes = [models.Index(fields=["company", "-placed_at"])]

    def __str__(self) -> str:
        return self.number or "-"

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.number])

    @property
    def totals(self) -> Totals:
        """What the order came to, as it was agreed."""
        return Totals(net=self.net_total, freight=self.freight, vat=self.vat, total=self.total)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="order_lines")
    sku = models.CharField(_("item number"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    category_key = models.CharField(_("category"), max_length=80)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    line_total = models.DecimalField(_("line total"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="shop_orders_line_position_once"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="shop_orders_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class OrderEvent(models.Model):
    """An order moved from one state to the next. Only ever added."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(_("state"), max_length=9, choices=OrderState)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of an order")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.state}"


class ReturnLine(models.Model):
    """Goods that came back, credited at the price they were sold for."""

    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="returns")
    quantity = models.PositiveIntegerField(_("quantity"))
    credit = models.DecimalField(_("credited"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    returned_at = models.DateTimeField(_("returned"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["returned_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="shop_orders_return_quantity_positive")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.order_line_id}"
