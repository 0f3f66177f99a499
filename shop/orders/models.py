from __future__ import annotations

from datetime import date

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


class Channel(models.TextChoices):
    """How an order came in, by the keys that segmentation knows ways of ordering by."""

    WEB = "web", _("Web shop")
    PUNCHOUT = "punchout", _("Punch-out catalogue")
    EDI = "edi", _("EDI")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    REP = "rep", _("Sales representative")


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
    channel = models.CharField(
        _("came in by"), max_length=8, choices=Channel, blank=True, help_text=_("Empty where nobody knows.")
    )
    small_screen = models.BooleanField(_("placed on a phone or tablet"), null=True, editable=False)
    quote_number = models.CharField(
        _("our quote"), max_length=40, blank=True, help_text=_("The number of the quote that the order followed.")
    )
    started_at = models.DateTimeField(_("first line put into the cart"), null=True, editable=False)
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
    list_price = models.DecimalField(_("list price"), max_digits=12, decimal_places=2, null=True, editable=False)
    """What one cost everybody at that time; None where nobody kept it."""
    unit_cost = models.DecimalField(_("unit cost"), max_digits=12, decimal_places=2, null=True, editable=False)
    """What one cost us at that time; None where nobody kept it. Never for buyers."""

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


class InvoiceState(models.TextChoices):
    OPEN = "open", _("Open")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")


class Invoice(models.Model):
    """What a company owes for an order that was sent. Its amounts are as they were agreed with the order."""

    number = models.CharField(_("invoice number"), max_length=20, unique=True, null=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice", verbose_name=_("order"))
    issued_on = models.DateField(_("issued"))
    due_on = models.DateField(_("due"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True, help_text=_("Empty while it is not paid."))
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("issued_on")), name="shop_orders_invoice_due_after_issue"
            ),
            models.CheckConstraint(
                condition=models.Q(paid_on__isnull=True) | models.Q(paid_on__gte=models.F("issued_on")),
                name="shop_orders_invoice_paid_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "-"

    def state_on(self, day: date) -> InvoiceState:
        """Whether it is paid, and if not, whether it should have been by this day."""
        if self.paid_on is not None:
            return InvoiceState.PAID
        return InvoiceState.OVERDUE if self.due_on < day else InvoiceState.OPEN


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
