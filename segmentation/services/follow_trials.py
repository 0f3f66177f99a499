from __future__ import annotations

from datetime import datetime

from segmentation.models import Trial
from segmentation.standing import ON, Switches


def follow_trials(before: Switches, switches: Switches, *, now: datetime) -> None:
    """Begin and end trials as rules gain and lose a held-out share, in the caller's transaction.

    A trial ends where the rule is no longer on, the feature is killed, the held-out share is another or the roll-out
    takes fewer than it did. A larger roll-out goes on with the same trial. Companies are enrolled by a task.
    """
    wanted = held_out_rules(switches)
    if wanted == held_out_rules(before):
        return
    settle_trials(switches, now=now)


def settle_trials(switches: Switches, *, now: datetime) -> None:
    """The same, whatever stood before: what the rules ask for is what goes on."""
    wanted = held_out_rules(switches)
    going_on: set[tuple[str, str]] = set()
    for trial in Trial.objects.select_for_update().filter(ended_at=None, simulated=False):
        share, held_out = wanted.get((trial.feature, trial.segment_key), (0, 0))
        if held_out != trial.held_out or share < trial.share:
            trial.ended_at = now
            trial.save(update_fields=["ended_at"])
            continue
        going_on.add((trial.feature, trial.segment_key))
        if share > trial.share:
            trial.share, trial.enrolled_at = share, None
            trial.save(update_fields=["share", "enrolled_at"])
    Trial.objects.bulk_create(
        Trial(feature=feature, segment_key=segment, share=share, held_out=held_out, started_at=now)
        for (feature, segment), (share, held_out) in wanted.items()
        if (feature, segment) not in going_on
    )


def held_out_rules(switches: Switches) -> dict[tuple[str, str], tuple[int, int]]:
    """Feature and segment -> roll-out and held-out share, of the rules by which some go without to be compared with."""
    return {
        (feature, segment): (rule.share, rule.held_out)
        for feature, said in switches.features.items()
        if not said.killed
        for segment, rule in said.rules.items()
        if rule.state == ON and rule.share and 0 < rule.held_out < 100
    }
