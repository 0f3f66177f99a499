"""Which region a postcode lies in, roughly, for the countries the demo company delivers to."""

from __future__ import annotations

_REGIONS = {
    "DK": (
        (3999, "Hovedstaden"),
        (4999, "Sjælland"),
        (6899, "Syddanmark"),
        (6999, "Midtjylland"),
        (7399, "Syddanmark"),
        (7699, "Midtjylland"),
        (7799, "Nordjylland"),
        (8999, "Midtjylland"),
        (9999, "Nordjylland"),
    ),
    "SE": ((29999, "Skåne"), (99999, "Västra Götaland")),
    "NO": ((3999, "Østlandet"), (9999, "Vestlandet")),
    "DE": ((25999, "Schleswig-Holstein"), (99999, "Deutschland")),
}
"""The last postcode of each stretch, and the region it is in."""


def region_of(country: str, postcode: str) -> str:
    """The region; empty for a country that is not in the table."""
    number = int(postcode.replace(" ", ""))
    return next((region for last, region in _REGIONS.get(country, ()) if number <= last), "")
