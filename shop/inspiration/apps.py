from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspirationConfig(AppConfig):
    name = "shop.inspiration"
    label = "shop_inspiration"
    verbose_name = _("Inspiration")
