"""One dimension of every kind, for forms that must cope with all."""

from __future__ import annotations

from segmentation.dimension import Dimension, Family, Kind, Subject

TOYS = (
    Dimension(key="toy_number", label="Toy size", kind=Kind.NUMBER, family=Family.OWN, unit="cm"),
    Dimension(key="toy_share", label="Share of toys", kind=Kind.NUMBER, least=0, most=1),
    Dimension(key="toy_money", label="Toy budget", kind=Kind.MONEY),
    Dimension(key="toy_date", label="Toy day", kind=Kind.DATE),
    Dimension(key="toy_choice", label="Toy colour", kind=Kind.CHOICE, choices={"red": "Red", "blue": "Blue"}),
    Dimension(key="toy_choices", label="Toys owned", kind=Kind.CHOICES, choices={"ball": "Ball", "kite": "Kite"}),
    Dimension(key="toy_text", label="Toy name", kind=Kind.TEXT),
    Dimension(key="toy_flag", label="Likes toys", kind=Kind.YES_NO),
    Dimension(key="toy_bought", label="Bought toys", kind=Kind.YES_NO, subject=Subject.PRODUCT),
)
