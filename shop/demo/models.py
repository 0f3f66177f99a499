from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.companies.models import Company
from shop.demo.planted import Kind


class PlantedType(models.Model):
    """How a demo company was made to buy, so that what is worked out from its orders can be held against it."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="planted_type")
    kind = models.CharField(_("made to be"), max_length=12, choices=Kind)

    class Meta:
        verbose_name = _("planted buying type")
        verbose_name_plural = _("planted buying types")

    def __str__(self) -> str:
        return f"{self.company}: {self.kind}"
