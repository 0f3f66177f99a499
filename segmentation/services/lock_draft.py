from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from segmentation.models import Draft
from segmentation.services.audit import audited_with, write_audit

State = Draft.State
CHANGEABLE = (State.OPEN, State.PROPOSED, State.APPROVED)
WAITING = (*CHANGEABLE, State.SCHEDULED)


class DraftStateError(Exception):
    """The draft is not where this could be done; its text is for whoever tried."""


def lock_draft(draft_id: int, *, states: Collection[str]) -> Draft:
    """The draft, held until the transaction ends; raises DraftStateError unless it is in one of these states."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
    if draft.state not in states:
        text = _("This cannot be done any more. Where the draft stands: %(state)s.")
        raise DraftStateError(text % {"state": draft.get_state_display()})
    return draft


def check_filled(draft: Draft) -> None:
    """Raises DraftStateError for a draft without changes."""
    if not draft.changes.exists():
        raise DraftStateError(_("There is nothing in this draft yet."))


def move_draft(draft: Draft, state: str, *, action: str, actor: AbstractBaseUser | None, reason: str = "") -> None:
    """Store the draft in its new state, and who brought it there."""
    before, draft.state = draft.state, state
    draft.save()
    with audited_with(draft.pk):
        write_audit(action=action, actor=actor, before=before, after=state, reason=reason)


def back_to_open(draft: Draft) -> None:
    """What was approved is not what it is now; the caller stores it."""
    draft.state = State.OPEN
    draft.approved_by = draft.approved_at = None
