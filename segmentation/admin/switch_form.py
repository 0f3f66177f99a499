"""The posted matrix: only what this person moved, so that two people saving at once do not undo each other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import AuditEntry, Segment, SwitchState
from segmentation.registry import features
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.standing import EVERYBODY

REASON_LENGTH = AuditEntry._meta.get_field("reason").max_length


class SwitchForm(forms.Form):
    """Fields `rule:<feature>:<segment>` and `kill:<feature>`, each with a `was:` beside it that says what was shown.

    Only what was moved is posted. A rule without a segment is that for everybody.
    """

    reason = forms.CharField(max_length=REASON_LENGTH, required=False)

    rules: dict[tuple[str, str], SwitchState]
    kills: dict[str, bool]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.rules, self.kills = {}, {}
        segments = {EVERYBODY, *Segment.objects.values_list("key", flat=True)}
        for shown in [name for name in self.data if name.startswith("was:")]:
            kind, _sep, rest = shown.removeprefix("was:").partition(":")
            # A box that is not ticked is not posted.
            value = self.data.get(f"{kind}:{rest}", SwitchState.INHERIT.value)
            if kind not in {"rule", "kill"} or value == self.data[shown]:
                continue
            feature, _sep, segment = rest.partition(":")
            known = feature in features and (kind == "kill" or segment in segments)
            if not known or value not in SwitchState.values:
                raise forms.ValidationError(
                    _("The list of features or segments has changed meanwhile. Please look again, and switch anew.")
                )
            if kind == "kill":
                self.kills[feature] = value == SwitchState.OFF
            else:
                self.rules[feature, segment] = SwitchState(value)
        return cleaned

    @property
    def messages(self) -> list[str]:
        """What is wrong, as sentences."""
        return [str(message) for errors in self.errors.values() for message in errors]

    @transaction.atomic
    def save(self, *, actor: Any) -> int:
        """Make the moved switches through the services; brings back how many changed."""
        reason = self.cleaned_data["reason"]
        changed = [
            set_kill_switch(feature=feature, killed=killed, actor=actor, reason=reason)
            for feature, killed in self.kills.items()
        ]
        changed += [
            set_feature_rule(feature=feature, segment=segment, state=state, actor=actor, reason=reason)
            for (feature, segment), state in self.rules.items()
        ]
        return sum(changed)
