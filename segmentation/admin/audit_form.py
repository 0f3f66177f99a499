"""What of the audit trail somebody wants to see, from the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.models import Draft
from segmentation.registry import features
from segmentation.selectors.audit import AuditFilter
from segmentation.words.audit_kinds import kind_groups

LATEST_DRAFTS = 100
MOST_PEOPLE = 200

ANY = ("", gettext_lazy("All"))


class AuditForm(forms.Form):
    """A form by GET; an address that asks for something there is not, finds nothing."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False)
    who = forms.CharField(
        label=gettext_lazy("Who"), required=False, widget=forms.TextInput(attrs={"list": "bc-people"})
    )
    action = forms.CharField(label=gettext_lazy("What"), required=False, widget=forms.Select)
    feature = forms.CharField(label=gettext_lazy("Feature"), required=False, widget=forms.Select)
    segment = forms.CharField(label=gettext_lazy("Segment"), required=False, widget=forms.Select)
    company = forms.CharField(label=gettext_lazy("Company, by name or number"), required=False)
    draft = forms.IntegerField(label=gettext_lazy("Draft"), required=False, widget=forms.Select)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: QueryDict, *, segments: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choices: dict[str, Sequence[Any]] = {
            "action": kind_groups(),
            "feature": [(feature.key, str(feature.label)) for feature in features],
            "segment": segments,
            "draft": _drafts(data.get("draft", "")),
        }
        for name, listed in choices.items():
            widget: Any = self.fields[name].widget
            widget.choices = [ANY, *listed]

    def wanted(self) -> AuditFilter:
        """What is asked for; what cannot be read is left out, and said at its field."""
        self.is_valid()
        said = self.cleaned_data
        who = said.get("who", "")
        return AuditFilter(
            text=said.get("q", ""),
            who=who,
            by_itself=who.casefold() == nobody().casefold(),
            kind=said.get("action", ""),
            feature=said.get("feature", ""),
            segment=said.get("segment", ""),
            company=said.get("company", ""),
            draft=said.get("draft"),
            since=said.get("since"),
            until=said.get("until"),
        )

    @property
    def people(self) -> list[str]:
        """Names to choose from while typing."""
        model: Any = get_user_model()
        staff = model._default_manager.filter(is_staff=True).order_by(model.USERNAME_FIELD)
        return [nobody(), *staff.values_list(model.USERNAME_FIELD, flat=True)[:MOST_PEOPLE]]


def nobody() -> str:
    """Who did what nobody did by hand."""
    return _("The shop itself")


def _drafts(chosen: str) -> list[tuple[int, str]]:
    """The latest, and the chosen one however old."""
    drafts = Draft.objects.order_by("-pk").values_list("pk", "title")
    found = [(pk, title) for pk, title in drafts[:LATEST_DRAFTS]]
    if chosen.isdecimal() and int(chosen) not in dict(found):
        found += list(drafts.filter(pk=int(chosen)))
    return found
