"""Why a company might be a key account, and what speaks against it, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation.analysis.derived.places import places_suggested
from segmentation.models import AttributeBatch
from segmentation.models.key_account_facts import KeyAccountRow
from segmentation.models.profile_facts import Trend
from segmentation.words.attributes import origin_text
from segmentation.words.value import money_text, trend_text


def standing_text(row: KeyAccountRow, *, places: int) -> str:
    """Where the company stands by its margin, of so many places, and by what it buys: what a suggestion goes by."""
    return " ".join([_sentence(_margin_text(row, places)), _sentence(trend_text(row.bought))])


def against_texts(row: KeyAccountRow, *, places: int) -> Sequence[str]:
    """What speaks against a key account, nothing where it would be suggested today or its margin is not known."""
    if not row.is_key or row.is_suggested is not False:
        return []
    said, looked_at = [], places_suggested(places)
    if row.place is not None and row.place > looked_at:
        text = _("No longer among the first %(places)s by margin: place %(place)s.")
        said.append(text % _numbers(places=looked_at, place=row.place))
    if row.margin is not None and row.margin <= 0:
        said.append(_("Nothing is left of what it buys."))
    if row.bought.last_year < row.bought.year_before and row.bought.trend is not Trend.NOT_ON_RECORD:
        said.append(_("It buys less than the year before."))
    return said or [_("It was not among those to be suggested last night.")]


def stated_by(batch: AttributeBatch | None) -> str:
    """Who or what said that a company is a key account; empty where that was not kept."""
    if batch is None:
        return ""
    if batch.actor is not None:
        return str(batch.actor.get_username())
    return f"{origin_text(batch.origin)}: {batch.detail}" if batch.detail else origin_text(batch.origin)


def _margin_text(row: KeyAccountRow, places: int) -> str:
    if row.margin is None:
        return _("Margin not known")
    margin = {"margin": money_text(row.margin)}
    if row.place is None:
        return _("Margin %(margin)s") % margin
    text = _("Margin %(margin)s, place %(place)s of %(count)s")
    return text % {**margin, **_numbers(place=row.place, count=places)}


def _sentence(text: str) -> str:
    return f"{text}."


def _numbers(**numbers: int) -> dict[str, str]:
    return {name: formats.number_format(number, force_grouping=True) for name, number in numbers.items()}
