from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SegmentationRestConfig(AppConfig):
    """The plugin's API. An app of its own, so that a host without it needs neither its tables nor its packages."""

    name = "segmentation.rest"
    label = "segmentation_rest"
    verbose_name = _("Buying behaviour: access for other systems")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from segmentation.rest import receivers  # noqa: F401
