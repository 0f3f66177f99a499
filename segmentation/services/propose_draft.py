from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft
from segmentation.services.lock_draft import check_filled, lock_draft, move_draft


@transaction.atomic
def propose_draft(draft_id: int, *, actor: AbstractBaseUser | None) -> Draft:
    """Ask a second person to approve a draft. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=[Draft.State.OPEN])
    check_filled(draft)
    move_draft(draft, Draft.State.PROPOSED, action="draft_proposed", actor=actor)
    return draft
