from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from segmentation.models import AuditEntry
from segmentation.words.facts import Facts, changed_texts

REASON_LENGTH = 300

_draft: ContextVar[int | None] = ContextVar("segmentation_draft", default=None)


def write_audit(
    *,
    action: str,
    actor: AbstractBaseUser | None,
    before: str,
    after: str,
    feature: str = "",
    segment_key: str = "",
    customer_key: str = "",
    reason: str = "",
) -> None:
    """Keep who changed what, from what, to what and why; the name stays when the account is gone."""
    AuditEntry.objects.create(
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else "",
        action=action,
        feature=feature,
        segment_key=segment_key,
        customer_key=customer_key,
        before=before,
        after=after,
        reason=reason[:REASON_LENGTH],
        draft_id=_draft.get(),
    )


def write_audits(
    changes: Mapping[str, tuple[str, str]], *, action: str, actor: AbstractBaseUser | None, reason: str = ""
) -> None:
    """Keep the same kind of change of several customers, by key from what to what; one statement for all."""
    now, draft = timezone.now(), _draft.get()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            actor_id=actor.pk if actor else None,
            actor_name=actor.get_username() if actor else "",
            action=action,
            customer_key=customer_key,
            before=before,
            after=after,
            reason=reason[:REASON_LENGTH],
            draft_id=draft,
        )
        for customer_key, (before, after) in changes.items()
    )


def write_difference(
    *, action: str, actor: AbstractBaseUser | None, before: Facts | None, after: Facts | None, reason: str = ""
) -> None:
    """Keep what is different about a row, None for one that is not there; nothing where nothing is."""
    if before == after:
        return
    facts = after or before
    was, became = changed_texts(before, after)
    customer_key = facts.customer_key if facts else ""
    write_audit(action=action, actor=actor, customer_key=customer_key, before=was, after=became, reason=reason)


@contextmanager
def audited_with(draft_id: int) -> Iterator[None]:
    """Whatever is kept inside names this draft."""
    token = _draft.set(draft_id)
    try:
        yield
    finally:
        _draft.reset(token)
