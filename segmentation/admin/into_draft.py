"""Put what was switched into a draft instead of saving it, or save it if that is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from segmentation.admin.base import actor_of, may
from segmentation.models import Draft, DraftChange
from segmentation.registry import features
from segmentation.selectors.draft_targets import Kind, Target, Value, rule_from, values_now
from segmentation.selectors.may_switch import may_switch_directly
from segmentation.services.put_change import put_change
from segmentation.services.schedule_draft import schedule_draft
from segmentation.services.start_draft import start_draft
from segmentation.words.audit import feature_text

TITLE_LENGTH = Draft._meta.get_field("title").max_length or 120

Rules = Mapping[tuple[str, str], Mapping[str, Any]]
"""By feature and segment key, what is said of the rule: any of the fields of a `SwitchRule`."""


def draft_context(request: HttpRequest) -> dict[str, Any]:
    """What `_save_or_draft.html` asks for; one query where this person may write drafts."""
    may_draft = may_draft_now(request)
    return {
        "may_draft": may_draft,
        "drafts": list(Draft.objects.filter(state=Draft.State.OPEN).only("title")) if may_draft else [],
        "directly": may_switch_directly(),
    }


def may_draft_now(request: HttpRequest) -> bool:
    return may(request, "add", "draft") or may(request, "change", "draft")


@transaction.atomic
def put_into_draft(request: HttpRequest, rules: Rules, kills: Mapping[str, bool]) -> Draft:
    """Put these into the draft that was chosen, or into a new one; raises PermissionDenied, Draft.DoesNotExist,
    DraftStateError."""
    if not may_draft_now(request):
        raise PermissionDenied
    actor, now = actor_of(request), timezone.now()
    draft = _draft_of(request, {*(feature for feature, _segment in rules), *kills}, now=now)
    for feature, killed in kills.items():
        put_change(draft.pk, kind=Kind.KILL_SWITCH, feature=feature, after={"killed": killed}, actor=actor, now=now)
    targets = {key: Target(kind=Kind.RULE, feature=key[0], segment=key[1]) for key in rules}
    standing = values_now(targets.values()) if targets else {}
    drafted = {
        (change.feature, change.segment_key): change.after
        for change in DraftChange.objects.filter(draft=draft, kind=Kind.RULE)
    }
    for key, said in rules.items():
        before = rule_from(drafted.get(key) or standing[targets[key]] or {})
        put_change(
            draft.pk,
            kind=Kind.RULE,
            feature=key[0],
            segment=key[1],
            after=replace(before, **said).as_payload(),
            actor=actor,
            now=now,
        )
    return draft


@transaction.atomic
def put_override_into_draft(
    request: HttpRequest, *, feature: str, customer_key: str, said: Callable[[Value], Value]
) -> Draft | None:
    """Put what is `said` of a company's feature, given what it takes the place of, into the draft that was chosen or
    a new one; None where that stands already. Raises PermissionDenied, Draft.DoesNotExist, DraftStateError."""
    if not may_draft_now(request):
        raise PermissionDenied
    now = timezone.now()
    draft = _draft_of(request, {feature}, now=now)
    target = Target(kind=Kind.OVERRIDE, feature=feature, customer=customer_key)
    earlier = draft.changes.filter(kind=target.kind, feature=feature, customer_key=customer_key).first()
    change = put_change(
        draft.pk,
        kind=target.kind,
        feature=feature,
        customer_key=customer_key,
        after=said(earlier.after if earlier else values_now([target])[target] or {}),
        actor=actor_of(request),
        now=now,
    )
    if change is None and not draft.changes.exists() and earlier is None:
        transaction.set_rollback(True)  # nobody needs a draft with nothing in it
    return None if change is None and earlier is None else draft


@transaction.atomic
def plan_rule(
    request: HttpRequest,
    *,
    feature: str,
    segment: str,
    said: Mapping[str, Any],
    publish_at: datetime | None,
    ends_at: datetime | None,
    reason: str,
) -> Draft:
    """A draft of this one rule with its moments; without `publish_at` it is due at once. Raises MomentsError,
    ApprovalError."""
    if not may_draft_now(request):
        raise PermissionDenied
    actor, now = actor_of(request), timezone.now()
    draft = start_draft(title=feature_text(feature)[:TITLE_LENGTH], actor=actor, now=now, reason=reason)
    put_change(
        draft.pk,
        kind=Kind.RULE,
        feature=feature,
        segment=segment,
        after=replace(rule_from({}), **said).as_payload(),
        actor=actor,
        now=now,
        also_if_it_stands=True,
    )
    return schedule_draft(
        draft.pk,
        publish_at=publish_at or now,
        ends_at=ends_at,
        actor=actor,
        now=now,
        whatever_stands=publish_at is not None,
    )


def _draft_of(request: HttpRequest, keys: set[str], *, now: datetime) -> Draft:
    chosen = request.POST.get("draft", "")
    if chosen:
        return Draft.objects.get(pk=int(chosen) if chosen.isdecimal() else 0)
    names = [str(feature.label) for feature in features if feature.key in keys]
    title = names[0] if len(names) == 1 else ngettext("%(count)d feature", "%(count)d features", len(names))
    reason = request.POST.get("reason", "").strip()
    if len(names) != 1:
        title %= {"count": len(names)}
    return start_draft(title=title[:TITLE_LENGTH], actor=actor_of(request), now=now, reason=reason[:300])
