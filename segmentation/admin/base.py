"""What every page of the plugin's admin shares: the theme the host has, and permissions by their short names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Media
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from segmentation import conf

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as ThemedModelAdmin
    from django.forms import CheckboxSelectMultiple as ThemedTicks
    from django.forms import NumberInput as ThemedNumber
    from django.forms import Select as ThemedSelect
    from django.forms import URLInput as ThemedAddress
elif apps.is_installed("unfold"):
    from unfold.admin import ModelAdmin as ThemedModelAdmin
    from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as ThemedTicks
    from unfold.widgets import UnfoldAdminIntegerFieldWidget as ThemedNumber
    from unfold.widgets import UnfoldAdminSelectWidget as ThemedSelect
    from unfold.widgets import UnfoldAdminURLInputWidget as ThemedAddress
else:
    from django.contrib.admin import ModelAdmin as ThemedModelAdmin
    from django.contrib.admin.widgets import AdminURLFieldWidget as ThemedAddress
    from django.forms import CheckboxSelectMultiple as ThemedTicks
    from django.forms import NumberInput as ThemedNumber
    from django.forms import Select as ThemedSelect

__all__ = [
    "PluginAdmin",
    "ReadOnlyAdmin",
    "ThemedAddress",
    "ThemedNumber",
    "ThemedSelect",
    "ThemedTicks",
    "actor_of",
    "live_after",
    "may",
]

IN_UNFOLD = apps.is_installed("unfold")
STYLES: dict[str, Sequence[str]] = {"all": ["segmentation/admin.css"]}


class PluginAdmin(ThemedModelAdmin):
    """An admin page of the plugin, in the host's theme."""

    class Media:
        css = STYLES

    def render_page(
        self,
        request: HttpRequest,
        template: str,
        *,
        title: str,
        context: Mapping[str, Any],
        scripts: tuple[str, ...] = (),
        styles: tuple[str, ...] = (),
    ) -> TemplateResponse:
        """A page of our own inside the admin's frame."""
        site: admin.AdminSite = self.admin_site
        request.current_app = site.name  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            f"admin/segmentation/{template}",
            {
                **site.each_context(request),
                "opts": self.opts,
                "app_label": self.opts.app_label,
                "title": title,
                "in_unfold": IN_UNFOLD,
                "media": Media(css={"all": [*STYLES["all"], *styles]}, js=scripts),
                **context,
            },
        )


class ReadOnlyAdmin(PluginAdmin):
    """Rows that are looked at here and changed elsewhere, through the services."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def may(request: HttpRequest, action: str, model: str) -> bool:
    """Whether this person may view, add, change or delete rows of one of the plugin's models."""
    return bool(request.user.has_perm(f"segmentation.{action}_{model}"))


def live_after() -> str:
    """How long a change may take to be seen by everybody, in words."""
    seconds = math.ceil(conf.get("SNAPSHOT_MAX_AGE"))
    return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}


def actor_of(request: HttpRequest) -> AbstractBaseUser:
    """The person who acts; the admin lets nobody in who is not logged in."""
    return cast("AbstractBaseUser", request.user)
