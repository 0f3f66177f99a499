"""What has been measured of a feature, for its panel."""

from __future__ import annotations

from django import template

from segmentation.selectors.effect import TrialEffect
from segmentation.words import effect as words

register = template.Library()


@register.filter
def effect_lines(measured: TrialEffect) -> list[words.EffectLine]:
    """The metrics of a trial as they are shown."""
    return words.effect_lines([(metric.effect, metric.outlook) for metric in measured.metrics])
