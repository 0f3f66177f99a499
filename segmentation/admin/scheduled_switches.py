"""Switches that wait for their moment: planned, changed and dropped here, through the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import PluginAdmin, ThemedSelect, actor_of
from segmentation.models import ScheduledSwitch, SwitchState
from segmentation.registry import features
from segmentation.services.cancel_scheduled_switch import cancel_scheduled_switch
from segmentation.services.reschedule_switch import SwitchAlreadyMadeError, reschedule_switch
from segmentation.services.schedule_switch import schedule_switch
from segmentation.words.audit import feature_text
from segmentation.words.segment_names import segment_name


class ScheduledSwitchForm(forms.ModelForm):
    class Meta:
        model = ScheduledSwitch
        fields = ["feature", "segment", "state", "apply_at", "reason"]

    def clean_apply_at(self) -> Any:
        apply_at = self.cleaned_data["apply_at"]
        if apply_at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed. To switch now, use the page of switches."))
        return apply_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "segment" in cleaned and cleaned["segment"] is None and cleaned.get("state") == SwitchState.ON:
            raise forms.ValidationError(
                _("A feature can be off for everybody, but not on for everybody. To lift that, choose “As declared”.")
            )
        return cleaned


@admin.register(ScheduledSwitch)
class ScheduledSwitchAdmin(PluginAdmin):
    form = ScheduledSwitchForm
    list_display = ["feature_name", "for_whom", "state", "apply_at", "is_made", "reason", "author"]
    list_filter = [("applied_at", admin.EmptyFieldListFilter)]
    list_select_related = ["segment", "author"]
    ordering = ["-apply_at"]
    list_per_page = 50
    actions = None

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "feature":
            declared = [("", "---------"), *((feature.key, str(feature.label)) for feature in features)]
            return forms.ChoiceField(choices=declared, label=_("Feature"), widget=ThemedSelect)
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "segment":
            field.empty_label = _("Everybody")
            for doing in ("add", "change", "view", "delete"):
                setattr(field.widget, f"can_{doing}_related", False)
            field.help_text = _("For everybody, a feature is either off, or as its segments say.")
        return field

    def has_change_permission(self, request: HttpRequest, obj: ScheduledSwitch | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.applied_at)

    def has_delete_permission(self, request: HttpRequest, obj: ScheduledSwitch | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.applied_at)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except SwitchAlreadyMadeError:
            return self._too_late(request)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except SwitchAlreadyMadeError:
            return self._too_late(request)

    def save_model(self, request: HttpRequest, obj: ScheduledSwitch, form: Any, change: bool) -> None:
        wanted: dict[str, Any] = {
            "feature": obj.feature,
            "segment": obj.segment.key if obj.segment else None,
            "state": obj.state,
            "apply_at": obj.apply_at,
            "reason": obj.reason,
            "actor": actor_of(request),
        }
        if change:
            reschedule_switch(obj.pk, **wanted)
        else:
            obj.pk = schedule_switch(**wanted).pk
            obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: ScheduledSwitch) -> None:
        cancel_scheduled_switch(obj.pk, actor=actor_of(request))

    def _too_late(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, _("The moment of this switch has come meanwhile: it is made already."))
        return HttpResponseRedirect(reverse("admin:segmentation_scheduledswitch_changelist"))

    @admin.display(description=gettext_lazy("feature"), ordering="feature")
    def feature_name(self, switch: ScheduledSwitch) -> str:
        return feature_text(switch.feature)

    @admin.display(description=gettext_lazy("for"), ordering="segment__priority")
    def for_whom(self, switch: ScheduledSwitch) -> str:
        return segment_name(switch.segment.key, switch.segment.name) if switch.segment else _("Everybody")

    @admin.display(description=gettext_lazy("made"), boolean=True, ordering="applied_at")
    def is_made(self, switch: ScheduledSwitch) -> bool:
        return switch.applied_at is not None
