"""Industry codes beside NACE, for companies whose directory entry has them."""

from __future__ import annotations

from collections.abc import Iterator

from shop.companies.firmographics import IndustryScheme

_NAICS = {
    "18.12": "3231", "43.32": "2383", "55.10": "7211", "56.11": "7225", "62.10": "5415", "68.20": "5311",
    "69.10": "5411", "69.20": "5412", "71.11": "5413", "71.12": "5413", "73.11": "5418", "74.14": "5414",
    "79.11": "5615", "82.11": "5611", "86.21": "6211", "86.23": "6212",
}  # fmt: skip
"""NACE class -> NAICS industry group; the two schemes are cut differently, so others have none."""


def other_industry_codes(nace: str) -> Iterator[tuple[IndustryScheme, str]]:
    """The divisions of NACE Rev. 2.1 are those of ISIC Rev. 5, which it is made from."""
    yield IndustryScheme.ISIC5, nace[:2]
    if nace in _NAICS:
        yield IndustryScheme.NAICS2022, _NAICS[nace]
