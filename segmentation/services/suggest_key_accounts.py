from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pandas as pd

from segmentation.analysis.derived.key_accounts import rank_margins
from segmentation.analysis.derived.key_accounts import suggest_key_accounts as suggest
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile, KeyAccountDismissal, OriginChoice
from segmentation.models.among import Among
from segmentation.models.attribute_columns import column_of
from segmentation.selectors.key_accounts import known_places
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.store_attributes import StoredAttributes, store_attributes

VALUES = ["value_year", "value_year_before"]
STATED = ["margin_year", "margin_rank", "key_account_suggested", "key_account"]


def suggest_key_accounts(*, now: datetime) -> int:
    """Store for each company with a known margin its place and whether it might be a key account; how many might.

    One company's place depends on all others', so it is worked out for everybody.
    """
    facts = _facts(None, now=now)
    frame = facts.assign(margin_rank=rank_margins(facts["margin_year"]))
    suggested = suggest(frame, known=int(frame["margin_rank"].count()))
    fresh = frame[["margin_rank"]].assign(key_account_suggested=suggested)
    # To hold a company while it is compared costs more than all the rest, and most stand where they stood.
    _store(fresh[_differ(fresh, facts)], now=now)
    return int(suggested.fillna(False).sum())


def suggest_among(customer_keys: Collection[str], *, now: datetime) -> None:
    """Store anew whether these might be key accounts, by the places that everybody was given last."""
    frame = _facts(customer_keys, now=now)
    _store(suggest(frame, known=known_places()).to_frame("key_account_suggested"), now=now)


def _differ(fresh: pd.DataFrame, stored: pd.DataFrame) -> pd.Series:
    """Of which companies something else is stored than this, or nothing."""
    differs = pd.Series(False, index=fresh.index)
    for name, values in fresh.items():
        was = stored[name].astype(values.dtype)
        differs |= (values != was).fillna(values.isna() != was.isna()).astype(bool)
    return differs


def _store(frame: pd.DataFrame, *, now: datetime) -> StoredAttributes:
    return store_attributes(frame, batch=AttributeBatch(origin=OriginChoice.DERIVED, at=now), clear_missing=True)


def _facts(customer_keys: Collection[str] | None, *, now: datetime) -> pd.DataFrame:
    """Of these companies, or of everybody with attributes: margin, place, what was bought, and who was put aside."""
    columns = {key: column for key in STATED if (column := column_of(key))}
    attributes, profiles = CompanyAttributes.objects.order_by("pk"), CustomerProfile.objects.all()
    if customer_keys is not None:
        keys = sorted(customer_keys)
        attributes, profiles = attributes.filter(Among("pk", keys)), profiles.filter(Among("pk", keys))
    stated = pd.DataFrame(list(attributes.values_list("pk", *columns.values())), columns=["customer_key", *columns])
    values = pd.DataFrame(list(profiles.values_list("pk", *VALUES)), columns=["customer_key", *VALUES])
    frame = stated.set_index("customer_key").reindex(columns=STATED)
    frame = frame.join(values.set_index("customer_key")).rename_axis(None)
    in_force = KeyAccountDismissal.objects.filter(until__gte=shop_day_of(now))
    is_aside = frame.index.isin(list(in_force.values_list("pk", flat=True)))
    # Whoever became one, by whichever way, is not put aside any more.
    return frame.assign(dismissed=is_aside & ~frame["key_account"].fillna(False).astype(bool))
