"""Tokens are made here, shown once, and revoked. Nobody can read one again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from segmentation import conf
from segmentation.admin.base import PluginAdmin, ThemedTicks, actor_of
from segmentation.rest.models import ApiToken
from segmentation.rest.scopes import Scope
from segmentation.rest.services.api_tokens import make_token, revoke_token


def _usual_end() -> datetime:
    return timezone.now() + timedelta(days=conf.get("API_TOKEN_DAYS"))


class ApiTokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(label=_("May be used to"), choices=Scope.choices, widget=ThemedTicks)

    class Meta:
        model = ApiToken
        fields = ["name", "user", "scopes", "expires_at"]

    def clean_expires_at(self) -> datetime:
        end: datetime = self.cleaned_data["expires_at"]
        if end <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return end


@admin.register(ApiToken)
class ApiTokenAdmin(PluginAdmin):
    form = ApiTokenForm
    list_display = ["name", "beginning", "user", "can", "created_at", "expires_at", "last_used_at", "standing"]
    list_display_links = None
    list_select_related = ["user"]
    list_per_page = 50
    actions = ["revoke"]

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> list[Any]:
        """Only a superuser makes tokens that act as somebody else: a token can do what its person may."""
        own = ["name", "scopes", "expires_at"]
        return ["name", "user", *own[1:]] if request.user.is_superuser else own  # type: ignore[union-attr]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"expires_at": _usual_end(), "user": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("segmentation_rest.change_apitoken"))

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        facts = form.cleaned_data
        token, text = make_token(
            name=facts["name"],
            user=facts.get("user") or actor_of(request),
            scopes=facts["scopes"],
            expires_at=facts["expires_at"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        obj.pk, obj.beginning = token.pk, token.beginning
        request.made_token = text  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """The token itself, on a page that nothing keeps."""
        context = {"secret": request.made_token, "what": obj.name}  # type: ignore[attr-defined]
        return shown_once(self, request, title=str(_("Token")), context=context)

    @admin.action(description=_("Revoke the chosen tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        now, actor = timezone.now(), actor_of(request)
        count = sum(revoke_token(token.pk, actor=actor, now=now) for token in tokens)
        text = ngettext("%(count)d token was revoked.", "%(count)d tokens were revoked.", count)
        messages.success(request, text % {"count": count})

    @admin.display(description=_("may be used to"))
    def can(self, token: ApiToken) -> str:
        return ", ".join(token.scopes)

    @admin.display(description=_("lets in"), boolean=True)
    def standing(self, token: ApiToken) -> bool:
        return token.holds(now=timezone.now()) and token.user.is_active


def shown_once(page: PluginAdmin, request: HttpRequest, *, title: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a secret, which neither the browser nor anything on the way keeps."""
    response = page.render_page(request, "shown_once.html", title=title, context=context)
    add_never_cache_headers(response)
    return response
