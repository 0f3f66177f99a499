"""From the editor of a segment into a draft: the one that is being filled, this person's own, or a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from segmentation.admin.base import actor_of, may
from segmentation.models import Draft
from segmentation.selectors.draft_targets import Kind
from segmentation.services.lock_draft import CHANGEABLE
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft


def may_draft(request: HttpRequest) -> bool:
    """Whether this person may put something into a draft, their own or a new one."""
    return may(request, "change", "draft") and may(request, "add", "draft")


@transaction.atomic
def put_segment_rule(request: HttpRequest, *, segment: str, rule: Any, draft: Draft | None = None) -> HttpResponse:
    """Put another rule of a segment into `draft`, else into the one that this person began last, else into a new one.

    Goes to the draft's page. Raises PermissionDenied, DraftStateError.
    """
    if not may_draft(request):
        raise PermissionDenied
    draft = draft or _current_draft(request) or _begin_draft(request)
    change = put_change(
        draft.pk,
        kind=Kind.SEGMENT_RULE,
        segment=segment,
        after={"rule": rule},
        actor=actor_of(request),
        now=timezone.now(),
    )
    if change is None:
        messages.info(request, _("The segment has this rule already, so there is nothing to put into the draft."))
    else:
        messages.success(request, _("The rule is in the draft. Nothing has changed in the shop."))
    return to_draft(draft)


def draft_to_fill(text: str) -> Draft | None:
    """The draft of this number, where something can still be put into it."""
    return Draft.objects.filter(pk=int(text), state__in=CHANGEABLE).first() if text.isdecimal() else None


def to_draft(draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:segmentation_draft_change", args=[draft.pk]))


def _current_draft(request: HttpRequest) -> Draft | None:
    return Draft.objects.filter(author=actor_of(request).pk, state=Draft.State.OPEN).order_by("-pk").first()


def _begin_draft(request: HttpRequest) -> Draft:
    """Named after the moment; its page is where it gets a better title."""
    now = timezone.now()
    title = _("Changes of %(when)s") % {"when": date_format(timezone.localtime(now), "SHORT_DATETIME_FORMAT")}
    return start_draft(title=title, actor=actor_of(request), now=now)
