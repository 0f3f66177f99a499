"""Seeing the shop as a company or as a segment: begun in the admin, ended from the banner in the shop."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from segmentation.admin.base import actor_of, may
from segmentation.admin_links import company_url
from segmentation.models import Segment
from segmentation.preview import Preview, end_preview, keep_preview, may_preview
from segmentation.services.start_preview import NothingToPreviewError, start_preview


def preview_urls(site: AdminSite) -> list[URLPattern]:
    """Where a preview begins and ends."""
    shop = site.site_url or "/"

    def begin(request: HttpRequest) -> HttpResponse:
        return _begin(request, shop=shop)

    return [
        path("preview/begin/", site.admin_view(begin), name="segmentation_preview_begin"),
        path("preview/end/", site.admin_view(_end), name="segmentation_preview_end"),
    ]


def _begin(request: HttpRequest, *, shop: str) -> HttpResponse:
    """Take company, segment and draft from the form, and go to the shop."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_preview(request.user):
        raise PermissionDenied
    draft = request.POST.get("draft", "")
    try:
        preview = start_preview(
            actor=actor_of(request),
            now=timezone.now(),
            customer_key=request.POST.get("company", "").strip(),
            segment=request.POST.get("segment", "").strip(),
            buyclass=request.POST.get("buyclass", ""),
            held_out=bool(request.POST.get("held_out")),
            draft=int(draft) if draft.isdecimal() else None,
        )
    except NothingToPreviewError:
        messages.error(request, _("Choose a company or a segment that there is, and a way of buying."))
        return HttpResponseRedirect(_own_page(request) or reverse("admin:index"))
    keep_preview(request, preview)
    return HttpResponseRedirect(shop)


def _end(request: HttpRequest) -> HttpResponse:
    """See the shop as oneself again; back to where the preview began."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    ended = end_preview(request)
    return HttpResponseRedirect(_own_page(request) or _seen(request, ended))


def _own_page(request: HttpRequest) -> str:
    """The page that the form says to go to next, on this site."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def _seen(request: HttpRequest, preview: Preview | None) -> str:
    """The admin's page of what was seen, where the person may see it."""
    if preview and preview.customer_key and may(request, "view", "customerprofile"):
        return company_url(preview.customer_key)
    segment = Segment.objects.filter(key=preview.segment).first() if preview and preview.segment else None
    if segment and may(request, "view", "segment"):
        return reverse("admin:segmentation_segment_page", args=[segment.pk])
    return reverse("admin:index")
