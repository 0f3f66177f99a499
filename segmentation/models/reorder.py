from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH


class ReorderList(models.Model):
    """What one company is likely to order again, best first; one row is all that a page reads."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, primary_key=True)
    items = models.JSONField(_("items"), default=dict)
    """One list a column, as `segmentation.reorder_item.ITEM_COLUMNS` names them."""
    items_hash = models.CharField(max_length=32)
    as_of = models.DateField(_("as of"))
    statistics_version = models.CharField(_("statistics"), max_length=64)

    class Meta:
        verbose_name = _("reorder list")
        verbose_name_plural = _("reorder lists")

    def __str__(self) -> str:
        return self.customer_key
