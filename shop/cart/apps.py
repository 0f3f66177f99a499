from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CartConfig(AppConfig):
    name = "shop.cart"
    label = "shop_cart"
    verbose_name = _("Cart")
