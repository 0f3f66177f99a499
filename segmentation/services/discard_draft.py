from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft
from segmentation.services.lock_draft import WAITING, lock_draft, move_draft


@transaction.atomic
def discard_draft(draft_id: int, *, actor: AbstractBaseUser | None, reason: str = "") -> Draft:
    """Give a draft up that is not published; it stays to be looked at. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=WAITING)
    move_draft(draft, Draft.State.DISCARDED, action="draft_discarded", actor=actor, reason=reason)
    return draft
