from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class FeatureClosed(NotFound):
    default_detail = _("This is not switched on for your company. If you would like to use it, please get in touch.")
    default_code = "feature_closed"


class HasFeature(BasePermission):
    """Closes an API view with status 404 to whom its feature is off.

    Name the feature on the view (`feature = "quick_order"`) or here (`HasFeature.for_("quick_order")`).
    """

    feature: ClassVar[str] = ""

    @classmethod
    def for_(cls, key: str) -> type[HasFeature]:
        """This permission for one feature."""
        return type(f"HasFeature_{key}", (cls,), {"feature": key})

    def has_permission(self, request: Request, view: APIView) -> bool:
        key = self.feature or view.feature  # type: ignore[attr-defined]
        if not request.features.has(key):  # type: ignore[attr-defined]
            raise FeatureClosed
        return True
