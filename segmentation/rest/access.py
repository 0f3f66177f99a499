"""Who may call: the shop's own people, and systems that act for them with a token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from segmentation.rest.authentication import ApiTokenAuthentication
from segmentation.rest.errors import answer_error
from segmentation.rest.models import ApiToken
from segmentation.rest.parsers import BoundedJSONParser
from segmentation.rest.schema import PluginSchema
from segmentation.rest.scopes import Need
from segmentation.rest.throttling import TokenThrottle
from segmentation.rest.versions import let_be_kept


class IsStaff(BasePermission):
    """Lets in nobody but the shop's own people, whatever they show."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if not getattr(request.user, "is_staff", False):
            raise PermissionDenied(_("Only the shop's own people can use this."), code="not_staff")
        return True


class HoldsWhatIsNeeded(BasePermission):
    """The scope of the token, and the permission of the person, that the view names for the method."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        need = cast("PluginView", view).needs.get("GET" if request.method == "HEAD" else str(request.method))
        # A method that the view does not know is answered as such.
        if need is None:
            return True
        if isinstance(request.auth, ApiToken) and need.scope.value not in request.auth.scopes:
            raise PermissionDenied(_("This token lacks the scope “%s”.") % need.scope.value, code="no_scope")
        if not cast("Any", request.user).has_perm(need.full_permission):
            text = _("You lack the permission “%s”. An administrator of the shop can change that.")
            raise PermissionDenied(text % need.full_permission, code="no_permission")
        return True


class AcceptNegotiation(DefaultContentNegotiation):
    """By the header `Accept` alone: a parameter called as the host's settings say is one of many that mean nothing."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


class PluginView(APIView):
    """A view of the plugin's API; it takes none of its behaviour from the host's settings of the framework."""

    needs: ClassVar[Mapping[str, Need]] = {}
    effort: ClassVar[str] = ""
    """The sort of call that API_RATES limits, where it is neither a plain "read" nor a plain "write"."""

    authentication_classes: Any = [ApiTokenAuthentication, SessionAuthentication]
    permission_classes: Any = [IsStaff, HoldsWhatIsNeeded]
    throttle_classes: Any = [TokenThrottle]
    parser_classes: Any = [BoundedJSONParser]
    renderer_classes: Any = [JSONRenderer]
    content_negotiation_class: Any = AcceptNegotiation
    metadata_class: Any = None
    versioning_class: Any = None
    schema: Any = PluginSchema()

    def get_exception_handler(self) -> Callable[..., Any]:
        return answer_error

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer: Any = super().finalize_response(request, response, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            let_be_kept(request, answer)
        return answer

    @property
    def person(self) -> AbstractBaseUser:
        return cast("AbstractBaseUser", self.request.user)


def readable_key(key: str) -> str:
    """A key out of an address; one that no row can have is not there."""
    if not key.isprintable():
        raise NotFound
    return key
