"""Addresses that are told of changes, and what was told to them: with those given up, to be sent again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.admin.audited import AuditedDeletionAdmin
from segmentation.admin.base import ReadOnlyAdmin, ThemedAddress, ThemedTicks, actor_of
from segmentation.rest.admin.api_tokens import shown_once
from segmentation.rest.models import WebhookDelivery, WebhookEndpoint
from segmentation.rest.services.post_abroad import ForbiddenAddressError, check_url
from segmentation.rest.services.queue_webhooks import FEATURE_CHANGED, MEMBERSHIP_CHANGED
from segmentation.rest.services.webhook_endpoints import endpoint_facts, rotate_secret, save_endpoint, send_again
from segmentation.rest.tasks import hand_over
from segmentation.words.facts import Facts

EVENTS = [
    (MEMBERSHIP_CHANGED, gettext_lazy("Companies joined or left segments")),
    (FEATURE_CHANGED, gettext_lazy("Features were switched otherwise")),
]


class EndpointForm(forms.ModelForm):
    url = forms.URLField(label=gettext_lazy("Address"), max_length=500, assume_scheme="https", widget=ThemedAddress)
    events = forms.MultipleChoiceField(label=gettext_lazy("Is told when"), choices=EVENTS, widget=ThemedTicks)

    class Meta:
        model = WebhookEndpoint
        fields = ["url", "description", "events", "active"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            check_url(url)
        except ForbiddenAddressError as error:
            raise forms.ValidationError(str(error)) from error
        return url


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(AuditedDeletionAdmin):
    audit_action = "webhook"
    form = EndpointForm
    list_display = ["url", "description", "active", "created_at"]
    actions = ["new_secret"]

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("segmentation_rest.change_webhookendpoint"))

    def save_model(self, request: HttpRequest, obj: WebhookEndpoint, form: Any, change: bool) -> None:
        save_endpoint(obj, actor=actor_of(request), now=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: WebhookEndpoint, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._secret_of(request, obj)

    @admin.action(
        description=gettext_lazy("Make a new secret; the old one holds for a day more"), permissions=["rotate"]
    )
    def new_secret(self, request: HttpRequest, endpoints: QuerySet[WebhookEndpoint]) -> HttpResponse | None:
        if len(endpoints) != 1:
            messages.error(request, _("Choose one address: its new secret is shown once."))
            return None
        changed = rotate_secret(endpoints[0].pk, actor=actor_of(request), now=timezone.now())
        return self._secret_of(request, changed)

    def _secret_of(self, request: HttpRequest, endpoint: WebhookEndpoint) -> HttpResponse:
        context = {"secret": endpoint.secret, "what": endpoint.url}
        return shown_once(self, request, title=_("Secret to check messages with"), context=context)

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        return endpoint_facts(rows)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "event", "endpoint", "state", "attempts", "next_try", "last_status", "last_error"]
    list_filter = ["state", "endpoint"]
    list_select_related = ["endpoint"]
    list_per_page = 50
    search_fields = ["event_id"]
    search_help_text = gettext_lazy("Id of a message")
    actions = ["send_again"]  # type: ignore[assignment]
    show_full_result_count = False

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("segmentation_rest.change_webhookdelivery"))

    @admin.action(description=gettext_lazy("Send again those that were given up"), permissions=["resend"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        count = send_again(list(deliveries.values_list("pk", flat=True)), now=timezone.now(), actor=actor_of(request))
        transaction.on_commit(hand_over)
        text = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
        messages.success(request, text % {"count": count})

    @admin.display(description=gettext_lazy("next attempt"), ordering="next_try_at")
    def next_try(self, delivery: WebhookDelivery) -> Any:
        return delivery.next_try_at if delivery.state == "waiting" else None
