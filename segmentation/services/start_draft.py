from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft
from segmentation.services.lock_draft import move_draft


@transaction.atomic
def start_draft(*, title: str, actor: AbstractBaseUser | None, now: datetime, reason: str = "") -> Draft:
    """Begin a draft, with nothing in it yet; `actor` is its author."""
    draft = Draft(title=title, reason=reason, author_id=actor.pk if actor else None, created_at=now, state="")
    move_draft(draft, Draft.State.OPEN, action="draft_started", actor=actor, reason=reason)
    return draft
