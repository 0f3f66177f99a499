from __future__ import annotations

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "shop.rest"
    label = "shop_rest"
