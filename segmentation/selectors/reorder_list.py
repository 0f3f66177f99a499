from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from segmentation.contracts import Reason
from segmentation.models import ReorderList
from segmentation.reorder_item import ITEM_COLUMNS, PIECE, ReorderSuggestion, due_on
from segmentation.words.reorder_reasons import reorder_reason

EPOCH = date(1970, 1, 1)


def reorder_list_of(customer_key: str, *, today: date, limit: int) -> list[ReorderSuggestion]:
    """The first items of a company's list, in one query; none where no run has made one."""
    items = ReorderList.objects.filter(customer_key=customer_key).values_list("items", flat=True).first() or {}
    rows = zip(*(items.get(name, [])[:limit] for name in ITEM_COLUMNS), strict=True)
    return [
        _suggestion(dict(zip(ITEM_COLUMNS, row, strict=True)), rank=rank, today=today)
        for rank, row in enumerate(rows, start=1)
    ]


def _suggestion(item: Mapping[str, Any], *, rank: int, today: date) -> ReorderSuggestion:
    last = EPOCH + timedelta(days=item["last"]) if item["last"] >= 0 else None
    facts = {
        "times": item["times"],
        "last": last,
        "usual": Decimal(item["usual"]) / PIECE,
        "repeat": item["repeat"],
    }
    return ReorderSuggestion(
        sku=item["sku"],
        rank=rank,
        quantity=Decimal(item["quantity"]) / PIECE,
        times_bought=item["times"],
        last_bought=last,
        usual_interval=item["interval"],
        due=due_on(today, last_bought=last, usual_interval=item["interval"]),
        reason=Reason(code=item["reason"], params=facts),
        text=reorder_reason(item["reason"], facts),
    )
