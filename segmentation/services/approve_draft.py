from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import Draft
from segmentation.selectors.may_switch import drafts_need_approval
from segmentation.services.lock_draft import lock_draft, move_draft

MAY_APPROVE = "segmentation.approve_draft"


class ApprovalError(Exception):
    """This person may not approve this draft, or it is not approved yet; its text is for whoever tried."""


@transaction.atomic
def approve_draft(draft_id: int, *, actor: AbstractUser, now: datetime) -> Draft:
    """Approve what somebody else proposed, as it is now. Raises DraftStateError, ApprovalError."""
    draft = lock_draft(draft_id, states=[Draft.State.PROPOSED])
    if refusal := why_not_approve(draft, actor):
        raise ApprovalError(refusal)
    draft.approved_by_id, draft.approved_at = actor.pk, now
    move_draft(draft, Draft.State.APPROVED, action="draft_approved", actor=actor)
    return draft


@transaction.atomic
def send_back_draft(draft_id: int, *, actor: AbstractUser, reason: str = "") -> Draft:
    """Give a proposed or approved draft back to be worked on, with what is to be changed. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=[Draft.State.PROPOSED, Draft.State.APPROVED])
    draft.approved_by = draft.approved_at = None
    move_draft(draft, Draft.State.OPEN, action="draft_sent_back", actor=actor, reason=reason)
    return draft


def why_not_approve(draft: Draft, actor: AbstractUser) -> str:
    """A sentence for somebody who may not approve it; empty for who may."""
    if not actor.has_perm(MAY_APPROVE):
        return _("You may not approve drafts.")
    if actor.pk == draft.author_id or draft.changed_by.filter(pk=actor.pk).exists():
        return _("You had a hand in this draft yourself. A second person has to approve it.")
    return ""


def check_approved(draft: Draft) -> None:
    """Raises ApprovalError where a second person has to approve the draft and nobody has."""
    if drafts_need_approval() and draft.approved_at is None:
        raise ApprovalError(_("A second person has to approve this draft first."))
