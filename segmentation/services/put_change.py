from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft, DraftChange, Segment
from segmentation.rules import read_new_rule
from segmentation.selectors.draft_standing import day_of
from segmentation.selectors.draft_targets import Kind, Target, Value, is_same, values_now
from segmentation.selectors.rule_names import drafted_rule_names
from segmentation.services.audit import audited_with, write_audit
from segmentation.services.draft_values import clean_value
from segmentation.services.lock_draft import CHANGEABLE, back_to_open, lock_draft
from segmentation.words.audited_values import AUDITED, describe_value


@transaction.atomic
def put_change(
    draft_id: int,
    *,
    kind: DraftChange.Kind | str,
    after: Mapping[str, Any],
    actor: AbstractBaseUser | None,
    now: datetime,
    feature: str = "",
    segment: str = "",
    customer_key: str = "",
    also_if_it_stands: bool = False,
) -> DraftChange | None:
    """Put a change into a draft, in the place of an earlier one of the same target; None where it is what stands.

    `after` is the whole value (see `DraftChange.Kind`). Whoever approved the draft has to do so again. Raises
    DraftStateError, what `clean_value` raises, and RuleError for a rule about things that nobody has. With
    `also_if_it_stands` a change is kept for a moment at which something else may stand.
    """
    draft = lock_draft(draft_id, states=CHANGEABLE)
    target = Target(kind=Kind(kind), feature=feature, segment=segment, customer=customer_key)
    wanted = clean_value(target, after)
    if target.kind is Kind.SEGMENT_RULE and wanted["rule"] is not None:
        read_new_rule(wanted["rule"], today=day_of(now))
    standing = values_now([target])[target]
    if standing is None:
        raise Segment.DoesNotExist(segment)
    earlier = _find(draft, target)
    drafted = earlier.after if earlier else standing
    if is_same(kind, wanted, drafted) and not (also_if_it_stands and earlier is None):
        return earlier
    if is_same(kind, wanted, standing) and not also_if_it_stands:
        if earlier is not None:
            earlier.delete()
        change = None
    else:
        change, _created = DraftChange.objects.update_or_create(
            draft=draft,
            kind=target.kind,
            feature=feature,
            segment_key=segment,
            customer_key=customer_key,
            defaults={
                "before": standing,
                "after": wanted,
                "author_id": actor.pk if actor else None,
                "put_at": now,
            },
        )
    _note(draft, target, before=drafted, after=wanted, actor=actor)
    return change


@transaction.atomic
def drop_change(change_id: int, *, actor: AbstractBaseUser | None) -> None:
    """Take a change out of its draft. Raises DraftStateError."""
    draft_id = DraftChange.objects.values_list("draft", flat=True).get(pk=change_id)
    draft = lock_draft(draft_id, states=CHANGEABLE)
    change = DraftChange.objects.get(pk=change_id)
    target = Target(
        kind=Kind(change.kind), feature=change.feature, segment=change.segment_key, customer=change.customer_key
    )
    change.delete()
    _note(draft, target, before=change.after, after=change.before, actor=actor)


def _find(draft: Draft, target: Target) -> DraftChange | None:
    return draft.changes.filter(
        kind=target.kind, feature=target.feature, segment_key=target.segment, customer_key=target.customer
    ).first()


def _note(draft: Draft, target: Target, *, before: Value, after: Value, actor: AbstractBaseUser | None) -> None:
    """Who had a hand in it, and what has to be approved and tried anew."""
    back_to_open(draft)
    draft.revision += 1
    draft.problem = ""
    draft.save()
    if actor is not None:
        draft.changed_by.add(actor.pk)
    names = drafted_rule_names([before, after])
    with audited_with(draft.pk):
        write_audit(
            action=f"drafted_{AUDITED[target.kind]}",
            actor=actor,
            feature=target.feature,
            segment_key=target.segment,
            customer_key=target.customer,
            before=describe_value(target.kind, before, names=names),
            after=describe_value(target.kind, after, names=names),
        )
