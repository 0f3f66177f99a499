from __future__ import annotations

from segmentation.public import FeatureSet
from shop.pricing.selectors import VolumeIn


def volume_prices_for(features: FeatureSet) -> VolumeIn:
    """Whether volume prices count for whoever these features belong to, by category key."""

    def volume_in(category: str) -> bool:
        return features.has("volume_prices", category)

    return volume_in
