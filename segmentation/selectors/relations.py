from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from segmentation.contracts import Reason
from segmentation.curated import ALTERNATIVE_KINDS, COMPANION_KINDS, REVERSE, RelationKind
from segmentation.host import open_order_source, places_of
from segmentation.models import NearbyItem, SkuRelation
from segmentation.words.relation_reasons import nearby_text, relation_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedItem:
    """An item to show beside another one, and why."""

    sku: str
    beside: str
    kind: RelationKind
    curated: bool
    """Whether the shop's own people set it."""
    reason: Reason

    def why(self, item: str = "") -> str:
        """Why, in the reader's language; `item` is the name of the item it is shown beside."""
        return relation_text(self.reason, item=item or self.beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNearby:
    """An item that enough companies nearby buy; how many, and which, is not known here either."""

    sku: str
    tier: str

    def why(self) -> str:
        """How near the companies are, in the reader's language."""
        return nearby_text(self.tier)


AskBought = Callable[[Collection[str]], Collection[str]]
"""Which of these items a customer has bought."""


def alternatives_of(skus: Collection[str], *, limit: int) -> dict[str, list[RelatedItem]]:
    """What can stand in for each of these items, the best first; one query for all."""
    return _related(skus, kinds=ALTERNATIVE_KINDS, limit=limit)


def companions_of(skus: Collection[str], *, limit: int) -> dict[str, list[RelatedItem]]:
    """What goes with each of these items, the best first; one query for all."""
    return _related(skus, kinds=COMPANION_KINDS, limit=limit)


def nearby_items(customer_key: str, *, bought: AskBought | None, limit: int) -> list[ItemNearby]:
    """What companies near this one buy and it does not; nothing for one that does not take part."""
    place = places_of([customer_key]).get(customer_key) if customer_key else None
    if place is None or not place.shares:
        return []
    rows = NearbyItem.objects.filter(cell=place.cell).order_by("rank").values_list("sku", "tier")
    found = dict(rows)
    own = set((bought or _bought_from_source(customer_key))(list(found))) if found else set()
    return [ItemNearby(sku=sku, tier=tier) for sku, tier in found.items() if sku not in own][:limit]


def _related(skus: Collection[str], *, kinds: Collection[RelationKind], limit: int) -> dict[str, list[RelatedItem]]:
    rows = SkuRelation.objects.filter(sku__in=skus, kind__in=kinds, rank__lte=limit).order_by("sku", "rank")
    found: dict[str, list[RelatedItem]] = {sku: [] for sku in skus}
    for row in rows:
        found[row.sku].append(_related_item(row))
    return found


def _related_item(row: SkuRelation) -> RelatedItem:
    kind = RelationKind(row.kind)
    facts: Mapping[str, int] = {"both": row.n_both, "of": row.n_sku, "lift": row.lift, "switches": row.switches}
    by_hand = kind in REVERSE
    reason = Reason(code=str(kind), params={} if by_hand else facts)
    return RelatedItem(sku=row.other, beside=row.sku, kind=kind, curated=by_hand, reason=reason)


def _bought_from_source(customer_key: str) -> AskBought:
    def bought(skus: Collection[str]) -> Collection[str]:
        own = open_order_source().read([customer_key])["sku"]
        return set(own[own.isin(list(skus))])

    return bought
