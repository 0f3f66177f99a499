from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "shop.companies"
    label = "shop_companies"
    verbose_name = _("Companies")
