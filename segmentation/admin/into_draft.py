"""From elsewhere in the admin into a draft: the one that this person is writing, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.admin.base import actor_of, may
from segmentation.models import Draft, DraftChange
from segmentation.selectors.draft_targets import Kind, Target, Value, rule_from, target_of, values_now
from segmentation.services.lock_draft import CHANGEABLE
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft


def may_draft(request: HttpRequest) -> bool:
    """Whether this person may put something into a draft, their own or a new one."""
    return may(request, "change", "draft") and may(request, "add", "draft")


def current_draft(request: HttpRequest) -> Draft | None:
    """The draft that this person began last and that is still being written."""
    return Draft.objects.filter(author=actor_of(request).pk, state=Draft.State.OPEN).order_by("-pk").first()


@transaction.atomic
def put_into_draft(
    request: HttpRequest,
    *,
    rules: Mapping[tuple[str, str], str],
    kills: Mapping[str, bool],
    reason: str = "",
    draft: Draft | None = None,
) -> HttpResponse:
    """Put moved switches into `draft`, else into the current one, else into a new one, and go to its page.

    `rules` are states by feature and segment ("" for everybody) whose shares and values stay as they are; `kills` are
    features, off for everybody or not. Raises PermissionDenied, DraftStateError.
    """
    if not may_draft(request):
        raise PermissionDenied
    targets = {
        Target(kind=Kind.RULE, feature=feature, segment=segment): state for (feature, segment), state in rules.items()
    }
    draft = draft or current_draft(request) or begin_draft(request, reason=reason)
    said = values_now(list(targets)) | {target_of(change): change.after for change in draft.changes.all()}
    for target, state in targets.items():
        wanted = replace(rule_from(said[target] or {}), state=str(state)).as_payload()
        _put(request, draft, target, wanted)
    for feature, killed in kills.items():
        _put(request, draft, Target(kind=Kind.KILL_SWITCH, feature=feature), {"killed": killed})
    count = len(rules) + len(kills)
    text = ngettext("%(count)d switch is in the draft.", "%(count)d switches are in the draft.", count)
    messages.success(request, f"{text % {'count': count}} {_('Nothing has changed in the shop.')}")
    return to_draft(draft)


def put_segment_rule(request: HttpRequest, *, segment: str, rule: object, draft: Draft | None = None) -> HttpResponse:
    """Put another rule of a segment into a draft, chosen as `put_into_draft` does; raises what that raises."""
    if not may_draft(request):
        raise PermissionDenied
    with transaction.atomic():
        draft = draft or current_draft(request) or begin_draft(request)
        change = _put(request, draft, Target(kind=Kind.SEGMENT_RULE, segment=segment), {"rule": rule})
    if change is None:
        messages.info(request, _("The segment has this rule already, so there is nothing to put into the draft."))
    else:
        messages.success(request, _("The rule is in the draft. Nothing has changed in the shop."))
    return to_draft(draft)


def begin_draft(request: HttpRequest, *, reason: str = "") -> Draft:
    """A new draft named after the moment; its page is where it gets a better title."""
    now = timezone.now()
    title = _("Changes of %(when)s") % {"when": date_format(timezone.localtime(now), "SHORT_DATETIME_FORMAT")}
    return start_draft(title=title, reason=reason, actor=actor_of(request), now=now)


def draft_to_fill(text: str) -> Draft | None:
    """The draft of this number, where something can still be put into it."""
    return Draft.objects.filter(pk=int(text), state__in=CHANGEABLE).first() if text.isdecimal() else None


def to_draft(draft: Draft) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:segmentation_draft_change", args=[draft.pk]))


def _put(request: HttpRequest, draft: Draft, target: Target, after: Value) -> DraftChange | None:
    return put_change(
        draft.pk,
        kind=target.kind,
        feature=target.feature,
        segment=target.segment,
        customer_key=target.customer,
        after=after,
        actor=actor_of(request),
        now=timezone.now(),
    )
