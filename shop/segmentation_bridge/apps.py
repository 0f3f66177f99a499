from __future__ import annotations

from django.apps import AppConfig


class SegmentationBridgeConfig(AppConfig):
    name = "shop.segmentation_bridge"
    label = "shop_segmentation_bridge"

    def ready(self) -> None:
        from shop.segmentation_bridge import receivers  # noqa: F401
