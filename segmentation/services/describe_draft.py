from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft
from segmentation.services.audit import audited_with, write_audit
from segmentation.services.lock_draft import WAITING, lock_draft


@transaction.atomic
def describe_draft(draft_id: int, *, title: str, reason: str, actor: AbstractBaseUser | None) -> Draft:
    """Give a draft another title and reason. What it changes is not touched, so an approval stands.

    Raises DraftStateError once it is published or given up.
    """
    draft = lock_draft(draft_id, states=WAITING)
    if (draft.title, draft.reason) != (title, reason):
        before, draft.title, draft.reason = draft.title, title, reason
        draft.save(update_fields=["title", "reason"])
        with audited_with(draft.pk):
            write_audit(action="draft", actor=actor, before=before, after=title, reason=reason)
    return draft
