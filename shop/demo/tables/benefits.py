"""What the demo company's customers look for in office goods, and how much each group of them cares."""

from __future__ import annotations

from shop.demo.planted import Kind

BENEFITS = {
    "purchase_price": "Purchase price",
    "running_cost": "Running cost",
    "quality": "Quality",
    "design": "Design",
    "sustainability": "Sustainability",
    "ergonomics": "Ergonomics",
    "delivery_speed": "Speed of delivery",
    "range": "All from one place",
    "advice": "Advice",
}

SEGMENTS = {
    "careful_housekeepers": (
        "Careful housekeepers",
        (7, 10, 6, 2, 5, 4, 8, 9, 2),
        ("69", "84", "86", "87", "81", "66"),
    ),
    "image_makers": ("Image makers", (4, 3, 8, 10, 8, 6, 5, 4, 5), ("73", "62", "56", "90", "59", "58")),
    "space_planners": ("Space planners", (6, 5, 8, 9, 6, 10, 3, 5, 10), ("71", "74", "41", "43", "68", "63")),
    "resellers": ("Resellers", (10, 2, 5, 2, 3, 1, 9, 8, 1), ("46", "47")),
}
"""Segment -> its name, its weights in the order of the benefits, and the NACE divisions it is of."""

ANSWERS_LIKE = {
    Kind.STEADY: "careful_housekeepers",
    Kind.SEASONAL: "careful_housekeepers",
    Kind.PROJECT: "space_planners",
    Kind.EXPLORER: "image_makers",
    Kind.ALL_THREE: "resellers",
    Kind.LAPSED: "careful_housekeepers",
    Kind.ONE_ORDER: "image_makers",
    Kind.PROSPECT: "space_planners",
}
"""How a company of a kind tends to answer when it is asked."""
