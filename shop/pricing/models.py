from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product
from shop.companies.models import Company


class PriceList(models.Model):
    """Net prices in the shop's currency. One list is everybody's; a company may have one of its own on top."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(_("for everybody"), default=False)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="shop_pricing_one_default_list"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The unit price from a quantity on. The row from quantity 1 is the plain price, the others are volume prices."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    from_quantity = models.PositiveIntegerField(_("from quantity"), default=1, validators=[MinValueValidator(1)])
    unit_price = models.DecimalField(
        _("unit price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["from_quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "product", "from_quantity"], name="shop_pricing_one_price_a_quantity"
            ),
            models.CheckConstraint(condition=models.Q(unit_price__gte=0), name="shop_pricing_price_not_negative"),
            models.CheckConstraint(condition=models.Q(from_quantity__gte=1), name="shop_pricing_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.from_quantity}+: {self.unit_price}"


class CompanyPriceList(models.Model):
    """The price list agreed with a company."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="agreed_prices")
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="companies")

    class Meta:
        verbose_name = _("agreed price list")
        verbose_name_plural = _("agreed price lists")

    def __str__(self) -> str:
        return f"{self.company}: {self.price_list}"
