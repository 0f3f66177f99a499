from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product
from shop.companies.models import Company, User


class Cart(models.Model):
    """What a person is about to order for a company; one for each company they act for."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="carts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="carts")
    started_at = models.DateTimeField(_("first line put in"), null=True, editable=False)
    """When the first line was put into it while it was empty; says nothing of an empty cart."""

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="shop_cart_one_a_person_and_company")]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.company_id}"


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "product"], name="shop_cart_product_once"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="shop_cart_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"


class Submission(models.Model):
    """Something that was sent for a cart and worked on, under the mark it came with, so that it counts once."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="submissions")
    mark = models.UUIDField()
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cart", "mark"], name="shop_cart_submission_once")]

    def __str__(self) -> str:
        return str(self.mark)
