"""Benefits in the demo company: the groups, what single companies answered, and what the products give."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from shop.demo.catalogue import PlannedProduct
from shop.demo.companies import PlannedCompany
from shop.demo.tables.benefits import ANSWERS_LIKE, BENEFITS, SEGMENTS

ASKED = 0.7
"""Part of the companies that answered the survey."""
DEAR = ("quality", "design", "ergonomics", "sustainability")
"""What dearer products of a category tend to give more of."""


def plan_benefits(
    companies: Sequence[PlannedCompany], products: Sequence[PlannedProduct], *, seed: int
) -> dict[str, Any]:
    """All of it, as `manage.py load_benefits` reads it."""
    return {
        "benefits": BENEFITS,
        "segments": [
            {
                "key": key,
                "name": name,
                "weights": dict(zip(BENEFITS, weights, strict=True)),
                "industries": [["nace", division] for division in divisions],
            }
            for key, (name, weights, divisions) in SEGMENTS.items()
        ],
        "surveys": _surveys(companies, seed=seed),
        "products": _scores(products, seed=seed),
    }


def _surveys(companies: Sequence[PlannedCompany], *, seed: int) -> dict[str, dict[str, int]]:
    answers = {}
    for each in companies:
        rng = random.Random(f"{seed}/survey/{each.number}")
        if rng.random() < ASKED:
            _name, weights, _divisions = SEGMENTS[ANSWERS_LIKE[each.kind]]
            given = [min(10, max(1, weight + rng.randint(-2, 2))) for weight in weights]
            answers[each.number] = dict(zip(BENEFITS, given, strict=True))
    return answers


def _scores(products: Sequence[PlannedProduct], *, seed: int) -> dict[str, dict[str, int]]:
    by_category: dict[str, list[PlannedProduct]] = defaultdict(list)
    for product in products:
        by_category[product.category].append(product)
    scores = {}
    for category in by_category.values():
        category.sort(key=lambda product: (product.price, product.sku))
        for place, product in enumerate(category):
            rng = random.Random(f"{seed}/benefits/{product.sku}")
            dear = 10 * place / max(len(category) - 1, 1)
            scores[product.sku] = {
                "purchase_price": round(10 - dear),
                "running_cost": min(10, max(0, round(5 + rng.uniform(-4, 4)))),
                **{key: min(10, max(0, round(2 + 0.6 * dear + rng.uniform(-2, 2)))) for key in DEAR},
                "delivery_speed": 8 if product.available else 2,
            }
    return scores
