"""A company's feature set by hand from its page: at once, or put into a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from segmentation.admin.base import may
from segmentation.admin.company_feature_form import FeatureForm
from segmentation.admin.into_draft import may_draft_now, put_override_into_draft
from segmentation.admin.rule_into_draft import to_draft
from segmentation.admin_links import company_url
from segmentation.models import Draft
from segmentation.services.lock_draft import DraftStateError


def wants_draft(request: HttpRequest) -> bool:
    return request.POST.get("into") == "draft"


def may_set_feature(request: HttpRequest) -> bool:
    """Whether this person may do what was posted."""
    return may_draft_now(request) if wants_draft(request) else may(request, "change", "featureoverride")


def put_feature(request: HttpRequest, form: FeatureForm, *, customer_key: str) -> HttpResponse:
    """Put what the form says into the draft that was chosen, and go there; else back to the company."""
    try:
        draft = put_override_into_draft(
            request, feature=form.cleaned_data["feature"], customer_key=customer_key, said=form.drafted
        )
    except (Draft.DoesNotExist, DraftStateError):
        messages.error(request, _("This draft cannot be written on any more. Please choose another."))
        return HttpResponseRedirect(company_url(customer_key))
    if draft is None:
        messages.info(request, _("That is what stands already, so there is nothing to put into the draft."))
        return HttpResponseRedirect(company_url(customer_key))
    messages.success(request, _("It is in the draft “%(title)s”.") % {"title": draft.title})
    return to_draft(draft)
