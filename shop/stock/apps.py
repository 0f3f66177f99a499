from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    name = "shop.stock"
    label = "shop_stock"
    verbose_name = _("Stock")

    def ready(self) -> None:
        from shop.stock import receivers  # noqa: F401
