"""The page of one company, and the forms on it by which something is set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.admin.base import PluginAdmin, actor_of, live_after, may
from segmentation.admin.company_feature_form import FeatureForm
from segmentation.admin.company_forms import AttributeForm, BuyclassForm, ByHandForm, MembershipForm
from segmentation.admin.company_override import may_set_feature, put_feature, wants_draft
from segmentation.admin.htmx import HTMX
from segmentation.admin.into_draft import draft_context
from segmentation.admin.overview import CHART_SCRIPTS
from segmentation.admin_links import company_url
from segmentation.dimension import Dimension
from segmentation.models import BuyclassChoice
from segmentation.selectors.attributes import AttributeValue, attributes_of
from segmentation.selectors.company_features import FeatureLine
from segmentation.selectors.company_page import read_company_page
from segmentation.selectors.may_switch import may_switch_directly, needs_draft_text
from segmentation.services.set_attribute import UnknownCustomerError
from segmentation.values.headers import importable
from segmentation.words.dimensions import by_family
from segmentation.words.share_history import shares_chart

VALUES = "companyattributes"
"""The model whose change right lets somebody state values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFamily:
    """The values of a family on the page."""

    name: str
    known: Sequence[AttributeValue]
    unknown: Sequence[AttributeValue]


class CompanyPageMixin(PluginAdmin):
    def company_urls(self) -> list[URLPattern]:
        posts = [
            ("feature", FeatureForm, "featureoverride"),
            ("buyclass", BuyclassForm, "buyclassoverride"),
            ("segment", MembershipForm, "segmentmembership"),
        ]
        guarded = self.admin_site.admin_view
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    guarded(self.set_by_hand),
                    {"form_class": form, "model": model},
                    name=f"segmentation_company_{name}",
                )
                for name, form, model in posts
            ),
            path("<path:object_id>/value/", guarded(self.value_view), name="segmentation_company_value"),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._company_page(request, object_id)

    def value_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """State a value: asked for with a dimension, the form with its field; posted, what was filled in.

        What does not fit comes back with what was typed, and what is wrong beside it.
        """
        if not self.has_view_permission(request) or not may(request, "change", VALUES):
            raise PermissionDenied
        customer_key = unquote(object_id)
        if request.method == "POST":
            form = AttributeForm(request.POST, asked=request.POST.get("dimension", ""))
            if form.is_valid():
                return self._saved(request, form, customer_key=customer_key)
            return self._company_page(request, object_id, posted=request.POST)
        if request.headers.get("HX-Request") == "true":
            form = _stating(request.GET, attributes_of(customer_key))
            context = {"stating": form, "quoted_key": object_id, "statable": _statable()}
            return render(request, "admin/segmentation/_company_state.html", context)
        return self._company_page(request, object_id)

    def set_by_hand(
        self, request: HttpRequest, object_id: str, form_class: type[ByHandForm], model: str
    ) -> HttpResponse:
        """Take one of the company page's other forms, and go back to the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        is_feature = form_class is FeatureForm
        if not self.has_view_permission(request) or not (
            may_set_feature(request) if is_feature else may(request, "change", model)
        ):
            raise PermissionDenied
        customer_key = unquote(object_id)
        if read_company_page(customer_key, now=timezone.now()) is None:
            raise Http404
        if is_feature and not wants_draft(request) and not may_switch_directly():
            messages.error(request, needs_draft_text())
            return HttpResponseRedirect(company_url(customer_key))
        form = form_class(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.messages))
        elif isinstance(form, FeatureForm) and wants_draft(request):
            return put_feature(request, form, customer_key=customer_key)
        else:
            return self._saved(request, form, customer_key=customer_key)
        return HttpResponseRedirect(company_url(customer_key))

    def _saved(self, request: HttpRequest, form: ByHandForm, *, customer_key: str) -> HttpResponse:
        try:
            changed = form.save(customer_key=customer_key, actor=actor_of(request))
        except UnknownCustomerError as error:
            raise Http404 from error
        if changed:
            messages.success(request, _("Changed. It is live in a few seconds."))
        else:
            messages.info(request, _("Nothing to change: it stands like that already."))
        return HttpResponseRedirect(company_url(customer_key))

    def _company_page(self, request: HttpRequest, object_id: str, *, posted: QueryDict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = read_company_page(unquote(object_id), now=timezone.now(), seen_by=request.GET.get("as", ""))
        if page is None:
            raise Http404
        return self.render_page(
            request,
            "company.html",
            title=page.label.name,
            scripts=(*HTMX, *CHART_SCRIPTS),
            styles=("segmentation/matrix.css", "segmentation/feature.css", "segmentation/company.css"),
            context={
                "page": page,
                "shares_chart": shares_chart(page.shares),
                "feature_groups": _feature_groups(page.features),
                "families": _families(page.values),
                "quoted_key": object_id,
                "may_buyclass": may(request, "change", "buyclassoverride"),
                "may_value": may(request, "change", VALUES),
                "stating": _stating(request.GET if posted is None else posted, page.values, posted=posted),
                "statable": _statable(),
                "may_segment": may(request, "change", "segmentmembership"),
                "buyclasses": BuyclassChoice.choices,
                "override_days": conf.get("OVERRIDE_DAYS"),
                "live_after": live_after(),
                **draft_context(request),
                "directly": may(request, "change", "featureoverride") and may_switch_directly(),
            },
        )


def _stating(
    asked_by: QueryDict, values: Sequence[AttributeValue], *, posted: QueryDict | None = None
) -> AttributeForm:
    asked = asked_by.get("dimension", "")
    known = next((one for one in values if one.dimension.key == asked and one.value is not None), None)
    return AttributeForm(posted, asked=asked, known=known)


def _statable() -> Sequence[tuple[str, Sequence[Dimension]]]:
    """What can be stated, by family."""
    return by_family(importable(), lambda dimension: dimension.family)


def _families(values: Sequence[AttributeValue]) -> list[ShownFamily]:
    return [
        ShownFamily(
            name=name,
            known=[one for one in own if one.value is not None],
            unknown=[one for one in own if one.value is None],
        )
        for name, own in by_family(values, lambda value: value.dimension.family)
    ]


def _feature_groups(lines: Sequence[FeatureLine]) -> list[tuple[bool, list[tuple[FeatureLine, FeatureForm]]]]:
    """Whether they are on -> the features, each with the form that changes it; no group without any."""
    groups = [(on, [line for line in lines if line.answer.enabled == on]) for on in (True, False)]
    return [(on, [(line, FeatureForm(line=line)) for line in own]) for on, own in groups if own]
