"""Companies that somebody looks after in person, and those that somebody might."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from segmentation.models.profiles import KEY_LENGTH, CustomerProfile


class KeyAccount(CustomerProfile):
    """A company as the page of key accounts shows it; so that its permissions are its own."""

    class Meta:
        proxy = True
        verbose_name = _("key account")
        verbose_name_plural = _("key accounts")


class KeyAccountDismissal(models.Model):
    """Somebody looked at a suggestion and said no: the company is not suggested again until a day."""

    customer_key = models.CharField(_("customer"), max_length=KEY_LENGTH, primary_key=True)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"))
    """The last day on which it holds, where the shop is."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("key account that was put aside")
        verbose_name_plural = _("key accounts that were put aside")

    def __str__(self) -> str:
        return f"{self.customer_key}: {self.until:%Y-%m-%d}"
