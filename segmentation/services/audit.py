from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from segmentation.models import AuditEntry
from segmentation.words.facts import Facts, changed_texts

REASON_LENGTH = 300

_draft: ContextVar[int | None] = ContextVar("segmentation_draft", default=None)
_token: ContextVar[str] = ContextVar("segmentation_token", default="")


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
    facts = {"feature": feature, "segment_key": segment_key, "reason": reason}
    _entry(action, actor, customer_key=customer_key, before=before, after=after, **facts).save()


def write_audits(
    *,
    action: str,
    actor: AbstractBaseUser | None,
    changes: Iterable[tuple[str, str, str]],
    segment_key: str = "",
    reason: str = "",
) -> None:
    """The same of several companies, each with what was and what became of it; one query."""
    AuditEntry.objects.bulk_create(
        _entry(action, actor, customer_key=key, before=before, after=after, segment_key=segment_key, reason=reason)
        for key, before, after in changes
    )


def _entry(action: str, actor: AbstractBaseUser | None, *, reason: str, **facts: str) -> AuditEntry:
    return AuditEntry(
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else "",
        token_name=_token.get(),
        action=action,
        reason=reason[:REASON_LENGTH],
        draft_id=_draft.get(),
        **facts,
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
    before = _draft.set(draft_id)
    try:
        yield
    finally:
        _draft.reset(before)


@contextmanager
def audited_by_token(name: str) -> Iterator[None]:
    """Whatever is kept inside says by which token of another system it was done."""
    before = _token.set(name)
    try:
        yield
    finally:
        _token.reset(before)
