from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH


class ShareHistory(models.Model):
    """A company's three shares as they were on a day: the last one of each month in which something changed."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH)
    as_of = models.DateField(_("as of"))
    share_routine = models.FloatField(_("routine"))
    share_major = models.FloatField(_("major repurchase"))
    share_new = models.FloatField(_("new"))

    class Meta:
        verbose_name = _("shares of a month")
        verbose_name_plural = _("shares of each month")
        constraints = [models.UniqueConstraint(fields=["customer_key", "as_of"], name="segmentation_shares_once_a_day")]
        indexes = [models.Index(fields=["as_of"], name="segmentation_shares_by_day")]

    def __str__(self) -> str:
        return f"{self.customer_key} {self.as_of}"
