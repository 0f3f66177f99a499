"""Taking a published draft back takes a second person where publishing one does."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import Draft
from segmentation.selectors.may_switch import drafts_need_approval
from segmentation.services.approve_draft import MAY_APPROVE, ApprovalError
from segmentation.services.lock_draft import lock_draft, move_draft

State = Draft.State


@transaction.atomic
def propose_roll_back(draft_id: int, *, actor: AbstractUser, reason: str = "") -> Draft:
    """Ask a second person to approve that a draft is taken back; until then it stays. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=[State.PUBLISHED])
    draft.back_proposed_by_id = actor.pk
    move_draft(draft, State.BACK_PROPOSED, action="draft_back_proposed", actor=actor, reason=reason)
    return draft


@transaction.atomic
def approve_roll_back(draft_id: int, *, actor: AbstractUser) -> Draft:
    """Approve that a draft is taken back, as somebody else proposed. Raises DraftStateError, ApprovalError."""
    draft = lock_draft(draft_id, states=[State.BACK_PROPOSED])
    if refusal := why_not_approve_roll_back(draft, actor):
        raise ApprovalError(refusal)
    draft.back_approved_by_id = actor.pk
    move_draft(draft, State.BACK_APPROVED, action="draft_back_approved", actor=actor)
    return draft


@transaction.atomic
def decline_roll_back(draft_id: int, *, actor: AbstractUser, reason: str = "") -> Draft:
    """Leave a draft published that somebody wanted taken back. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=[State.BACK_PROPOSED, State.BACK_APPROVED])
    draft.back_proposed_by = draft.back_approved_by = None
    move_draft(draft, State.PUBLISHED, action="draft_back_declined", actor=actor, reason=reason)
    return draft


def why_not_approve_roll_back(draft: Draft, actor: AbstractUser) -> str:
    """A sentence for somebody who may not approve it; empty for who may."""
    if not actor.has_perm(MAY_APPROVE):
        return _("You may not approve drafts.")
    if actor.pk == draft.back_proposed_by_id:
        return _("You proposed this yourself. A second person has to approve it.")
    return ""


def check_roll_back_approved(draft: Draft, *, now: datetime) -> None:
    """Raises ApprovalError where a second person has to approve it and nobody has; an end was planned beforehand."""
    is_over = draft.ends_at is not None and draft.ends_at <= now
    if drafts_need_approval() and draft.state != State.BACK_APPROVED and not is_over:
        raise ApprovalError(_("A second person has to approve first that this draft is taken back."))
