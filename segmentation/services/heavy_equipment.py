"""A worked example of benefit segments: who buys heavy equipment, and what for."""

from __future__ import annotations

from segmentation.services.load_benefits import GivenBenefits, GivenSegment

TABLE = {
    "product_performance": ("Product performance", (10, 8, 7, 6)),
    "image_of_expertise": ("Image of expertise", (6, 7, 5, 4)),
    "selling_price": ("Selling price", (6, 7, 9, 10)),
    "trade_in": ("Trade-in", (1, 5, 8, 9)),
    "running_cost": ("Running cost", (9, 8, 5, 4)),
    "parts_availability": ("Parts availability", (6, 7, 5, 7)),
    "service_nearby": ("Service nearby", (4, 7, 6, 5)),
    "reliability": ("Reliability", (9, 7, 5, 6)),
    "finance": ("Finance", (2, 5, 7, 7)),
}
"""Benefit -> its name, and its weight for each of the segments below."""

SEGMENTS = (
    (
        "mining_operators",
        "Mining operators",
        (("nace", "05"), ("nace", "07"), ("nace", "08"), ("isic", "05"), ("isic", "07"), ("naics", "212")),
    ),
    ("aggregate_producers", "Aggregate producers", (("nace", "08.1"), ("isic", "0810"), ("naics", "2123"))),
    (
        "general_contractors",
        "General contractors",
        (("nace", "41"), ("nace", "42"), ("isic", "41"), ("isic", "42"), ("naics", "236"), ("naics", "237")),
    ),
    ("rental_firms", "Rental firms", (("nace", "77.3"), ("isic", "7730"), ("naics", "5324"))),
)

HEAVY_EQUIPMENT = GivenBenefits(
    benefits={key: name for key, (name, _weights) in TABLE.items()},
    segments=tuple(
        GivenSegment(
            key=key,
            name=name,
            industries=industries,
            weights={benefit: weights[at] for benefit, (_name, weights) in TABLE.items()},
        )
        for at, (key, name, industries) in enumerate(SEGMENTS)
    ),
)
