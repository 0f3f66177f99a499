"""What somebody may do with a draft as it stands: the buttons of its page, and what the server lets through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from segmentation.admin.base import actor_of, may
from segmentation.models import Draft
from segmentation.selectors.may_publish import may_publish
from segmentation.selectors.may_switch import drafts_need_approval
from segmentation.services.approve_draft import MAY_APPROVE, why_not_approve
from segmentation.services.approve_roll_back import why_not_approve_roll_back
from segmentation.services.lock_draft import CHANGEABLE, WAITING

State = Draft.State


@dataclass(frozen=True)
class DraftRights:
    """Of one person, for one draft; `kinds` are those of its changes."""

    request: HttpRequest
    draft: Draft
    kinds: Collection[str]

    @property
    def may_change(self) -> bool:
        """Put changes in and take them out."""
        return self.draft.state in CHANGEABLE and may(self.request, "change", "draft")

    def may_take(self, step: str) -> bool:
        """Whether this person may take this step now."""
        taken = STEPS[step]
        return self.draft.state in taken.states and taken.is_for(self)

    @property
    def steps(self) -> list[Step]:
        """All that this person may do now."""
        return [step for step in STEPS.values() if self.may_take(step.key)]

    def may_publish(self) -> bool:
        """Whether it can be published by this person as it is now."""
        return bool(self.kinds) and self._is_approved and may_publish(self.request.user, self.kinds)

    @property
    def waits_for_approval(self) -> bool:
        """Whether a second person has to look at it before it can be published."""
        return self.draft.state in WAITING and not self._is_approved

    @property
    def roll_back_waits_for_approval(self) -> bool:
        """Whether a second person has to agree before it can be taken back."""
        return self.draft.state in (State.PUBLISHED, State.BACK_PROPOSED) and drafts_need_approval()

    @property
    def _is_approved(self) -> bool:
        return self.draft.approved_at is not None or not drafts_need_approval()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that is done with a draft as a whole, after a page that says what it means."""

    key: str
    label: Any
    explains: Any
    states: Collection[str]
    is_for: Callable[[DraftRights], bool]
    is_main: bool = False


def _changes(rights: DraftRights) -> bool:
    return may(rights.request, "change", "draft")


def _proposes(rights: DraftRights) -> bool:
    return _changes(rights) and bool(rights.kinds)


def _approves(rights: DraftRights) -> bool:
    actor: Any = actor_of(rights.request)
    return not why_not_approve(rights.draft, actor)


def _publishes(rights: DraftRights) -> bool:
    return rights.may_publish()


def _takes_back(rights: DraftRights) -> bool:
    is_approved = rights.draft.state == State.BACK_APPROVED or not drafts_need_approval()
    return is_approved and may_publish(rights.request.user, rights.kinds)


def _proposes_roll_back(rights: DraftRights) -> bool:
    return drafts_need_approval() and _proposes(rights)


def _approves_roll_back(rights: DraftRights) -> bool:
    actor: Any = actor_of(rights.request)
    return not why_not_approve_roll_back(rights.draft, actor)


def _discards(rights: DraftRights) -> bool:
    """What waits for its moment is as good as published: giving it up is for who may publish it."""
    return _changes(rights) and (rights.draft.state != State.SCHEDULED or _takes_back(rights))


def _sends_back(rights: DraftRights) -> bool:
    return bool(rights.request.user.has_perm(MAY_APPROVE))


_ALL = (
    Step(
        key="approve",
        label=gettext_lazy("Approve"),
        explains=gettext_lazy("The draft can be published then. If somebody changes it, it has to be approved anew."),
        states=(State.PROPOSED,),
        is_for=_approves,
        is_main=True,
    ),
    Step(
        key="publish",
        label=gettext_lazy("Publish now"),
        explains=gettext_lazy("All changes are made at once, and the shop goes by them within seconds."),
        states=WAITING,
        is_for=_publishes,
        is_main=True,
    ),
    Step(
        key="schedule",
        label=gettext_lazy("Publish at a moment"),
        explains=gettext_lazy("All changes are made at once at the moment you choose, also if nobody is here then."),
        states=WAITING,
        is_for=_publishes,
    ),
    Step(
        key="propose",
        label=gettext_lazy("Propose"),
        explains=gettext_lazy("A second person looks at the draft then, and approves it or sends it back."),
        states=(State.OPEN,),
        is_for=_proposes,
    ),
    Step(
        key="send-back",
        label=gettext_lazy("Send back"),
        explains=gettext_lazy("The draft is given back to be worked on. Say what is to be different."),
        states=(State.PROPOSED, State.APPROVED),
        is_for=_sends_back,
    ),
    Step(
        key="unschedule",
        label=gettext_lazy("Do not publish it then"),
        explains=gettext_lazy("The draft no longer waits for its moment, and can be worked on again."),
        states=(State.SCHEDULED,),
        is_for=_takes_back,
    ),
    Step(
        key="approve-roll-back",
        label=gettext_lazy("Approve taking it back"),
        explains=gettext_lazy("The draft can be taken back then. Until somebody does that, it stays published."),
        states=(State.BACK_PROPOSED,),
        is_for=_approves_roll_back,
        is_main=True,
    ),
    Step(
        key="roll-back",
        label=gettext_lazy("Take it back"),
        explains=gettext_lazy("What stood before the draft was published holds again, within seconds."),
        states=Draft.LIVE,
        is_for=_takes_back,
    ),
    Step(
        key="propose-roll-back",
        label=gettext_lazy("Propose to take it back"),
        explains=gettext_lazy(
            "A second person looks at it, and approves that what stood before holds again. Until then nothing changes."
        ),
        states=(State.PUBLISHED,),
        is_for=_proposes_roll_back,
    ),
    Step(
        key="decline-roll-back",
        label=gettext_lazy("Leave it published"),
        explains=gettext_lazy(
            "The draft stays published, and nothing changes in the shop. Say why it is not taken back."
        ),
        states=(State.BACK_PROPOSED, State.BACK_APPROVED),
        is_for=_sends_back,
    ),
    Step(
        key="discard",
        label=gettext_lazy("Discard"),
        explains=gettext_lazy("The draft is given up. It stays in the list, to be looked at."),
        states=WAITING,
        is_for=_discards,
    ),
)

STEPS: Mapping[str, Step] = {step.key: step for step in _ALL}
