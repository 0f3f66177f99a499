"""What is typed about a draft as a whole: its title, why, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.moment_fields import MomentsForm, moment_field, shown_moment
from segmentation.models import Draft, Segment, SwitchState
from segmentation.registry import features
from segmentation.words.segment_names import segment_name

REASON_LENGTH = Draft._meta.get_field("reason").max_length
TITLE_LENGTH = Draft._meta.get_field("title").max_length
EVERYBODY = "*"


def reason_field() -> forms.CharField:
    label = gettext_lazy("Why (for your colleagues, may stay empty)")
    return forms.CharField(label=label, max_length=REASON_LENGTH, required=False)


class TitleForm(forms.Form):
    """A new draft, or another title and reason for one."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("Please give it a title, so that it can be found again.")},
    )
    reason = reason_field()


class ReasonForm(MomentsForm):
    reason = reason_field()


class PublishForm(ReasonForm):
    field_order = ("ends_at", "reason")
    moments = ("ends_at",)
    ends_at = moment_field(
        gettext_lazy("Until (may stay empty)"),
        help_text=gettext_lazy("From then on what stands now holds again, by itself."),
    )

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        is_to_come = draft.ends_at is not None and draft.ends_at > timezone.now()
        ends_at = shown_moment(draft.ends_at) if is_to_come else ""
        super().__init__(data, initial={"reason": draft.reason, "ends_at": ends_at})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ends_at = cleaned.get("ends_at")
        if ends_at and ends_at <= timezone.now():
            self.add_error("ends_at", _("The end lies in the past. Please give a later one, or none."))
        return cleaned


class ScheduleForm(ReasonForm):
    field_order = ("publish_at", "ends_at", "whatever_stands", "reason")
    moments = ("publish_at", "ends_at")
    publish_at = moment_field(gettext_lazy("From"), required=True)
    ends_at = moment_field(
        gettext_lazy("Until (may stay empty)"),
        help_text=gettext_lazy("From then on what stood before holds again, by itself."),
    )
    whatever_stands = forms.BooleanField(
        label=gettext_lazy("Also if somebody changes the same meanwhile"),
        required=False,
        help_text=gettext_lazy("Otherwise it is not published then, and says so here."),
    )

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        shown = {"publish_at": shown_moment(draft.publish_at), "ends_at": shown_moment(draft.ends_at)}
        super().__init__(data, initial={"reason": draft.reason, "whatever_stands": draft.whatever_stands, **shown})

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean())


class PlanForm(ReasonForm):
    """One switch from a moment on."""

    field_order = ("feature", "segment", "state", "publish_at", "ends_at", "reason")
    moments = ("publish_at", "ends_at")
    feature = forms.ChoiceField(label=gettext_lazy("Feature"))
    segment = forms.ChoiceField(label=gettext_lazy("For whom"))
    state = forms.ChoiceField(
        label=gettext_lazy("Switch"), choices=SwitchState.choices, widget=forms.RadioSelect, initial=SwitchState.ON
    )
    publish_at = moment_field(gettext_lazy("From"), required=True)
    ends_at = moment_field(
        gettext_lazy("Until (may stay empty)"),
        help_text=gettext_lazy("From then on what stood before holds again, by itself."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        declared: Any = self.fields["feature"]
        declared.choices = [("", "—"), *((feature.key, str(feature.label)) for feature in features)]
        wanted: Any = self.fields["segment"]
        named = Segment.objects.order_by("priority").values_list("key", "name")
        wanted.choices = [(EVERYBODY, _("Everybody")), *((key, segment_name(key, name)) for key, name in named)]

    def clean(self) -> dict[str, Any]:
        cleaned = _in_order(self, super().clean())
        if cleaned.get("segment") == EVERYBODY and cleaned.get("state") == SwitchState.ON:
            self.add_error(
                "state",
                _("A feature can be off for everybody, but not on for everybody. To lift that, choose “As declared”."),
            )
        return cleaned

    @property
    def segment_key(self) -> str | None:
        """None for everybody."""
        chosen = self.cleaned_data["segment"]
        return None if chosen == EVERYBODY else chosen


def _in_order(form: MomentsForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    begins, ends = cleaned.get("publish_at"), cleaned.get("ends_at")
    if begins and begins <= timezone.now():
        form.add_error("publish_at", _("This moment has passed. To change it now, publish it."))
    elif begins and ends and ends <= begins:
        form.add_error("ends_at", _("The end has to come after the beginning."))
    return cleaned
