"""The kinds of changes, as an admin chooses among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.words.audit import ACTIONS, DRAFTED

_GROUPS: Sequence[tuple[str | Promise, Sequence[str]]] = (
    (gettext_lazy("Switches"), ("kill_switch", "by_category", "feature_rule", "feature_override")),
    (gettext_lazy("Drafts"), (DRAFTED, "draft")),
    (gettext_lazy("Segments"), ("segment", "membership")),
    (gettext_lazy("Companies"), ("buyclass_override", "attribute", "key_account")),
    (gettext_lazy("Benefits"), ("benefit", "company_benefits", "product_benefit")),
    (gettext_lazy("Runs"), ("run_",)),
)
"""What the actions of each group begin with; what is in none comes last."""


def kind_groups() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Groups of (action, words), as a form's choices."""
    left: Mapping[str, str | Promise] = {DRAFTED: gettext_lazy("Anything put into a draft"), **ACTIONS}
    groups = []
    for title, starts in _GROUPS:
        mine = {action: words for action, words in left.items() if action.startswith(tuple(starts))}
        left = {action: words for action, words in left.items() if action not in mine}
        groups.append((str(title), _choices(mine)))
    return [*groups, (_("Other"), _choices(left))]


def _choices(actions: Mapping[str, str | Promise]) -> Sequence[tuple[str, str]]:
    return [(action, str(words)) for action, words in actions.items()]
