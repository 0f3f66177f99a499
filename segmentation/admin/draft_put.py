"""Putting a change into a draft: first what it is about, then what is to stand. Without scripts, a page each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.admin.draft_value_forms import FORMS, ValueForm, setting_fields
from segmentation.models import Draft, DraftChange, Segment
from segmentation.registry import features
from segmentation.selectors.customer_labels import find_customers, label_customers
from segmentation.selectors.draft_targets import Kind, Target, Value, values_now
from segmentation.selectors.known_customers import known_customers
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.put_change import put_change
from segmentation.words.audit import feature_text
from segmentation.words.draft_changes import change_value_text
from segmentation.words.segment_names import segment_name

FOUND = 20

TITLES: Mapping[str, Any] = {
    Kind.RULE: gettext_lazy("A feature for a segment, or for everybody"),
    Kind.KILL_SWITCH: gettext_lazy("A feature off for everybody"),
    Kind.BY_CATEGORY: gettext_lazy("A feature by category, or not"),
    Kind.OVERRIDE: gettext_lazy("A feature for one company"),
    Kind.SEGMENT_RULE: gettext_lazy("The rule of a segment"),
    Kind.SEGMENT_ORDER: gettext_lazy("The order of segments"),
}
"""What can be put into a draft, in the order in which it is offered."""


class TargetForm(forms.Form):
    """What the change is about, from the page's address; only what its kind needs."""

    feature = forms.ChoiceField(label=gettext_lazy("Feature"))
    segment = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    company = forms.CharField(label=gettext_lazy("Company, by number or name"), strip=True)

    def __init__(self, data: Any, *, kind: Kind) -> None:
        super().__init__(data)
        needed = {
            Kind.RULE: ("feature", "segment"),
            Kind.OVERRIDE: ("feature", "company"),
            Kind.SEGMENT_RULE: ("segment",),
            Kind.SEGMENT_ORDER: (),
        }.get(kind, ("feature",))
        for name in ("feature", "segment", "company"):
            if name not in needed:
                del self.fields[name]
        if "feature" in needed:
            self._choose("feature", _declared(kind))
        if "segment" in needed:
            everybody = [("", _("Everybody"))] if kind == Kind.RULE else []
            named = Segment.objects.order_by("priority").values_list("key", "name")
            self._choose("segment", [*everybody, *((key, segment_name(key, name)) for key, name in named)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _declared(kind: Kind) -> list[tuple[str, str]]:
    return [
        (feature.key, str(feature.label)) for feature in features if feature.per_category or kind != Kind.BY_CATEGORY
    ]


@dataclass
class PutPage:
    """One request for the page."""

    admin: PluginAdmin
    request: HttpRequest
    draft: Draft
    kind: Kind

    def answer(self) -> HttpResponse:
        asked = self.request.GET
        is_asked = bool(asked) or self.kind == Kind.SEGMENT_ORDER
        self.chosen = TargetForm(asked if is_asked else None, kind=self.kind)
        target = self._target() if is_asked and self.chosen.is_valid() else None
        if target is None:
            return self._page(None, None)
        if target.kind == Kind.SEGMENT_RULE:
            return self._to_editor(target.segment)
        standing = values_now([target])[target]
        if standing is None:
            raise Http404
        drafted = self._drafted(target)
        posted = self.request.POST if self.request.method == "POST" else None
        form = FORMS[target.kind](posted, target=target, stands=standing if drafted is None else drafted.after)
        if posted is not None and form.is_valid() and self._put(form):
            return HttpResponseRedirect(self._back)
        return self._page(target, form, standing=standing, drafted=drafted)

    def _target(self) -> Target | None:
        said = self.chosen.cleaned_data
        company = said.get("company", "")
        self.found = []
        if company and company not in known_customers([company]):
            labels = label_customers(find_customers(company, limit=FOUND))
            self.found = list(labels.values())
            if not self.found:
                self.chosen.add_error("company", _("No company has this number or name."))
            return None
        return Target(
            kind=self.kind, feature=said.get("feature", ""), segment=said.get("segment", ""), customer=company
        )

    def _drafted(self, target: Target) -> DraftChange | None:
        return self.draft.changes.filter(
            kind=target.kind, feature=target.feature, segment_key=target.segment, customer_key=target.customer
        ).first()

    def _put(self, form: ValueForm) -> bool:
        target = form.target
        try:
            change = put_change(
                self.draft.pk,
                kind=target.kind,
                feature=target.feature,
                segment=target.segment,
                customer_key=target.customer,
                after=form.value(),
                actor=actor_of(self.request),
                now=timezone.now(),
            )
        except DraftStateError as error:
            messages.error(self.request, str(error))
            return True
        except ValueError as error:
            form.add_error(None, str(error))
            return False
        if change is None:
            messages.info(self.request, _("That is what stands already, so there is nothing to put into the draft."))
        else:
            messages.success(self.request, _("It is in the draft. Nothing has changed in the shop."))
        return True

    def _page(
        self,
        target: Target | None,
        form: ValueForm | None,
        *,
        standing: Value | None = None,
        drafted: DraftChange | None = None,
    ) -> HttpResponse:
        label = label_customers([target.customer]).get(target.customer) if target else None
        names = {key: segment_name(key, name) for key, name in Segment.objects.values_list("key", "name")}
        as_change = self._as_change(target)
        return self.admin.render_page(
            self.request,
            "draft_put.html",
            title=str(TITLES[self.kind]),
            context={
                "draft": self.draft,
                "kind": self.kind,
                "chosen": self.chosen,
                "found": getattr(self, "found", ()),
                "target": target,
                "feature": feature_text(target.feature) if target and target.feature else "",
                "segment": names.get(target.segment, "") if target else "",
                "label": label,
                "form": form,
                "settings": setting_fields(form) if form else (),
                "stands": change_value_text(as_change, standing, segments=names) if as_change else "",
                "drafted": change_value_text(drafted, drafted.after, segments=names) if drafted and as_change else "",
                "back_to": self._back,
            },
            styles=("segmentation/segments.css", "segmentation/drafts.css"),
        )

    def _as_change(self, target: Target | None) -> DraftChange | None:
        return DraftChange(kind=target.kind, feature=target.feature) if target and target.feature else None

    def _to_editor(self, segment: str) -> HttpResponse:
        pk = Segment.objects.values_list("pk", flat=True).get(key=segment)
        return HttpResponseRedirect(f"{reverse('admin:segmentation_segment_change', args=[pk])}?draft={self.draft.pk}")

    @property
    def _back(self) -> str:
        return reverse("admin:segmentation_draft_change", args=[self.draft.pk])
