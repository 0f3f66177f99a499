from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SegmentationConfig(AppConfig):
    name = "segmentation"
    label = "segmentation"
    verbose_name = _("Buying behaviour")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from segmentation import checks, dimension_checks, receivers  # noqa: F401
        from segmentation.dimensions.shipped import SHIPPED
        from segmentation.registry import dimensions
        from segmentation.services.aggregates import register_aggregate
        from segmentation.services.item_aggregate import ITEM_AGGREGATE

        register_aggregate(ITEM_AGGREGATE)

        dimensions.register(*SHIPPED)
        autodiscover_modules("segment_features", "segment_dimensions")
