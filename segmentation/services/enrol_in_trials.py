from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connections, router, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.locks import lock_switches
from segmentation.models import FeatureOverride, PublishedSnapshot, SegmentMembership, Trial, TrialMember
from segmentation.models.hash_below import hash_below
from segmentation.selectors.switches import read_switches
from segmentation.services.follow_trials import settle_trials
from segmentation.shares import holdout_salt, rollout_salt
from segmentation.standing import EVERYBODY, INHERIT, ON, SWITCHES, Switches, SwitchRule

ENROL = (
    "INSERT INTO segmentation_trialmember (customer_key, trial_id, held_out, enrolled_on, before_on)"
    " SELECT chosen.subject, %s, chosen.held_out, %s, coalesce(earlier.untouched, %s)"
    " FROM ({chosen}) AS chosen LEFT JOIN ({untouched}) AS earlier ON earlier.customer_key = chosen.subject"
    " WHERE true ON CONFLICT DO NOTHING"
)
"""`untouched` is the day until which no trial of the feature touched a company."""


def enrol_in_trials(*, now: datetime, joiners: bool = True) -> int:
    """Take companies into the trials that go on, one statement a trial; brings back how many came in.

    Everybody for whom the trial's rule decides, whose turn of the roll-out has come and who is not switched by hand.
    Without `joiners` only in trials that have begun, or grown, since companies were last taken in.
    """
    waiting = Trial.objects.filter(ended_at=None, simulated=False)
    if not joiners and not waiting.filter(enrolled_at=None).exists():
        return 0
    with transaction.atomic():
        lock_switches()
        switches = read_switches()
        settle_trials(switches, now=now)
    enrolled = 0
    # The switches are free meanwhile: a rule that changes ends the trial, or asks for another round.
    for trial in waiting if joiners else waiting.filter(enrolled_at=None):
        with transaction.atomic():
            enrolled += _enrol(trial, switches, now=now)
            Trial.objects.filter(pk=trial.pk, share=trial.share).update(enrolled_at=now)
    return enrolled


def _enrol(trial: Trial, switches: Switches, *, now: datetime) -> int:
    """By INSERT ... SELECT: who is held out is worked out where the keys are."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    held_out = Q(hash_below("subject", salt=holdout_salt(trial.feature), percent=trial.held_out))
    newcomers = (
        _newcomers(trial, switches, now=now)
        .values("subject")
        .annotate(held_out=ExpressionWrapper(held_out, output_field=BooleanField()))
    )
    # Joined, for a subquery a company would search the table that this very statement fills.
    earlier = TrialMember.objects.filter(trial__feature=trial.feature).order_by().values("customer_key")
    connection = connections[router.db_for_write(TrialMember)]
    (chosen, of_chosen), (untouched, of_untouched) = (
        rows.query.get_compiler(connection=connection).as_sql()
        for rows in (newcomers, earlier.annotate(untouched=Min("before_on")))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            ENROL.format(chosen=chosen, untouched=untouched), [trial.pk, today, today, *of_chosen, *of_untouched]
        )
        return int(cursor.rowcount)


def _newcomers(trial: Trial, switches: Switches, *, now: datetime) -> QuerySet[PublishedSnapshot]:
    """Companies that the trial's rule decides about and that are not in it yet."""
    rules = switches.of(trial.feature).rules
    own = switches.segments.index(trial.segment_key) if trial.segment_key != EVERYBODY else len(switches.segments)
    stronger = [key for key in switches.segments[:own] if key in rules and rules[key].state != INHERIT]
    companies = PublishedSnapshot.objects.exclude(subject=SWITCHES).filter(
        hash_below("subject", salt=rollout_salt(trial.feature), percent=trial.share),
        ~Exists(TrialMember.objects.filter(trial=trial, customer_key=OuterRef("subject"))),
        ~Exists(
            FeatureOverride.objects.filter(
                Q(expires_at=None) | Q(expires_at__gt=now), feature=trial.feature, customer_key=OuterRef("subject")
            )
        ),
    )
    if trial.segment_key != EVERYBODY:
        companies = companies.filter(_in_one_of([trial.segment_key]))
    # A stronger rule decides for whose turn has come by it; the others go on to weaker ones, but not to everybody's.
    by_share = _by_share(stronger, rules) if trial.segment_key != EVERYBODY else {100: stronger}
    for share, keys in by_share.items():
        if not keys:
            continue
        decided = _in_one_of(keys) & Q(hash_below("subject", salt=rollout_salt(trial.feature), percent=share))
        companies = companies.filter(~decided)
    return companies


def _by_share(segments: Sequence[str], rules: Mapping[str, SwitchRule]) -> dict[int, list[str]]:
    """Segments by the percent of their companies that their rule says something."""
    found: dict[int, list[str]] = defaultdict(list)
    for key in segments:
        found[rules[key].share if rules[key].state == ON else 100].append(key)
    return found


def _in_one_of(segments: Sequence[str]) -> Q:
    """Whom no run has seen counts as new, as in what is published."""
    rows = SegmentMembership.objects.filter(customer_key=OuterRef("subject"))
    among = Q(Exists(rows.filter(segment__key__in=segments)))
    unseen = Q(~Exists(rows.filter(segment__key__in=BUILTIN_SEGMENTS)))
    return among | unseen if Buyclass.NEW.value in segments else among
