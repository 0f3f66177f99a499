from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from segmentation.models import FeatureRule, FeatureSetting, Segment
from segmentation.standing import EVERYBODY, FeatureSwitches, Switches, SwitchRule


def read_switches(*, version: int = 0) -> Switches:
    """What is said of all features as it stands in the tables, which is what is published next; three queries."""
    rules: dict[str, dict[str, SwitchRule]] = defaultdict(dict)
    said = FeatureRule.objects.values_list("feature", "segment__key", "state", "share", "held_out", "parameters")
    for feature, segment, state, share, held_out, parameters in said:
        rules[feature][segment or EVERYBODY] = SwitchRule(
            state=state, share=share, held_out=held_out, parameters=parameters
        )
    settings = {setting.feature: setting for setting in FeatureSetting.objects.all()}
    segments = list(Segment.objects.order_by("priority").values_list("key", "name", "because"))
    return Switches(
        version=version,
        features={
            key: FeatureSwitches(
                killed=key in settings and settings[key].killed,
                by_category=key not in settings or settings[key].by_category,
                rules=rules.get(key, {}),
            )
            for key in sorted({*rules, *settings})
        },
        segments=tuple(key for key, _name, _because in segments),
        names={key: name for key, name, _because in segments},
        because={key: because for key, _name, because in segments if because},
    )


def last_changes(feature: str) -> dict[str, datetime | None]:
    """When each rule of a feature was last changed, by segment key; EVERYBODY for that of everybody."""
    rules = FeatureRule.objects.filter(feature=feature)
    return {key or EVERYBODY: moment for key, moment in rules.values_list("segment__key", "changed_at")}


def changed_features(before: Switches, after: Switches) -> set[str]:
    """Keys of the features of which something else is said, or about which segments now decide in another order."""
    keys = before.features.keys() | after.features.keys()
    changed = {key for key in keys if before.of(key) != after.of(key)}
    if _order(before, after) != _order(after, before):
        changed |= {key for key in keys if set(after.of(key).rules) - {EVERYBODY}}
    return changed


def _order(switches: Switches, others: Switches) -> list[str]:
    """The segments that both know; one that came or went by itself changes no order."""
    return [key for key in switches.segments if key in others.segments]
