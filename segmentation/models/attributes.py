"""What is known of companies beside their orders. A row a company, so that a rule over everybody reads one table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Kind, Origin
from segmentation.models.profiles import CustomerProfile

TEXT_LENGTH = 300


class OriginChoice(models.TextChoices):
    ORDERS = Origin.ORDERS.value, _("Worked out from orders")
    DERIVED = Origin.DERIVED.value, _("Worked out from other facts")
    RECORD = Origin.RECORD.value, _("Company record")
    IMPORTED = Origin.IMPORTED.value, _("Imported")
    API = Origin.API.value, _("Sent by another system")
    HAND = Origin.HAND.value, _("Entered by hand")


class AttributeBatch(models.Model):
    """Values that came in together: from where, when, by whom. What a value's source and age are read from."""

    origin = models.CharField(_("source"), max_length=8, choices=OriginChoice)
    detail = models.CharField(_("file or system"), max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"))
    dimensions = models.JSONField(default=list)
    """Of which something came with it."""

    class Meta:
        verbose_name = _("delivery of attributes")
        verbose_name_plural = _("deliveries of attributes")

    def __str__(self) -> str:
        return f"{self.get_origin_display()} {self.at:%Y-%m-%d %H:%M}"


class AttributeColumn(models.Model):
    """Which column of `CompanyAttributes` a dimension's values are kept in. Given once, kept for good."""

    dimension = models.CharField(max_length=60, unique=True)
    column = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8)
    """As which kind its values are stored."""

    class Meta:
        verbose_name = _("column of a dimension")
        verbose_name_plural = _("columns of dimensions")

    def __str__(self) -> str:
        return f"{self.dimension}: {self.column}"


class CompanyAttributes(models.Model):
    """The values of one company, each dimension in a column of its kind; what is not known is null.

    Columns are numbered and given out to dimensions (`AttributeColumn`), so that a host adds one without a migration,
    and a rule is still one pass over plain typed columns. Choices stand between bars: "|erp|edi|". Money is in minor
    units.
    """

    profile = models.OneToOneField(
        CustomerProfile,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        db_column="customer_key",
        related_name="attributes",
    )
    """A company may be known before its first run, so nothing makes the database ask for a profile."""
    origins = models.JSONField(default=dict)
    """Column -> the `AttributeBatch` its value came with."""
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attributes of a company")
        verbose_name_plural = _("attributes of companies")

    def __str__(self) -> str:
        return str(self.pk)


def _number() -> models.Field[Any, Any]:
    return models.FloatField(null=True, editable=False)


def _amount() -> models.Field[Any, Any]:
    return models.BigIntegerField(null=True, editable=False)


def _day() -> models.Field[Any, Any]:
    return models.DateField(null=True, editable=False)


def _flag() -> models.Field[Any, Any]:
    return models.BooleanField(null=True, editable=False)


def _text() -> models.Field[Any, Any]:
    return models.CharField(max_length=TEXT_LENGTH, null=True, editable=False)


COLUMN_KINDS = {
    "number": (64, _number),
    "amount": (16, _amount),
    "day": (16, _day),
    "flag": (32, _flag),
    "text": (72, _text),
}
"""Sort of column -> how many there are, and what they hold."""

COLUMN_OF_KIND = {
    Kind.NUMBER: "number",
    Kind.MONEY: "amount",
    Kind.DATE: "day",
    Kind.YES_NO: "flag",
    Kind.CHOICE: "text",
    Kind.CHOICES: "text",
    Kind.TEXT: "text",
}

for _sort, (_count, _make) in COLUMN_KINDS.items():
    for _place in range(1, _count + 1):
        CompanyAttributes.add_to_class(f"{_sort}_{_place:02}", _make())
