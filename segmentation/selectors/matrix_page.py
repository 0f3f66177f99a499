"""The matrix of switches with what an admin wants to know beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, Segment
from segmentation.selectors.coming_changes import ComingChange, coming_changes
from segmentation.selectors.feature_matrix import Row, feature_matrix
from segmentation.selectors.resolve_feature import serves_segment
from segmentation.standing import EVERYBODY, INHERIT, NOTHING_SAID, SwitchRule
from segmentation.words.segment_names import segment_name

SWITCH_ACTIONS = ("feature_rule", "kill_switch")
COMING_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixFilter:
    """Which features and segments are looked at: words that all occur, and whether only where something is said."""

    features: str = ""
    segments: str = ""
    said: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.features.strip() or self.segments.strip() or self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """One feature for one segment, or for everybody: what is said, and what holds where nothing is said."""

    segment_key: str
    name: str
    rule: SwitchRule
    declared_on: bool
    """Whether the feature was declared for this segment, whatever is said for everybody."""
    enabled: bool
    shown: bool

    @property
    def is_for_everybody(self) -> bool:
        return self.segment_key == EVERYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class PageColumn:
    segment: Segment
    name: str
    members: int
    text: str
    """What is looked through for the words of a filter."""
    said: bool
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    feature: Feature
    killed: bool
    text: str
    said: bool
    shown: bool
    everybody: PageCell
    cells: Sequence[PageCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    columns: Sequence[PageColumn]
    """The segments with their number of members, the one that decides first on the left."""
    rows: Sequence[PageRow]
    last_change: AuditEntry | None
    coming: Sequence[ComingChange]

    @property
    def shows_nothing(self) -> bool:
        return not any(row.shown for row in self.rows) or not any(column.shown for column in self.columns)


EVERYTHING = MatrixFilter()


def read_matrix_page(wanted: MatrixFilter = EVERYTHING) -> MatrixPage:
    """Every declared feature against every segment, the last change, and what is planned; seven queries.

    What the filter leaves out is there as well, but not shown.
    """
    matrix = feature_matrix()
    members = dict(Segment.objects.annotate(members=Count("memberships")).order_by().values_list("pk", "members"))
    columns = [
        _column(segment, members.get(segment.pk, 0), place=place, rows=matrix.rows, wanted=wanted)
        for place, segment in enumerate(matrix.segments)
    ]
    return MatrixPage(
        columns=columns,
        rows=[_row(row, columns=columns, wanted=wanted) for row in matrix.rows],
        last_change=AuditEntry.objects.filter(action__in=SWITCH_ACTIONS).first(),
        coming=coming_changes(most=COMING_LENGTH),
    )


def _column(segment: Segment, members: int, *, place: int, rows: Sequence[Row], wanted: MatrixFilter) -> PageColumn:
    name = segment_name(segment.key, segment.name)
    text = f"{name} {segment.key} {segment.description}".casefold()
    said = any(row.cells[place].rule != NOTHING_SAID for row in rows)
    return PageColumn(
        segment=segment,
        name=name,
        members=members,
        text=text,
        said=said,
        shown=_has_words(text, wanted.segments) and (said or not wanted.said),
    )


def _row(row: Row, *, columns: Sequence[PageColumn], wanted: MatrixFilter) -> PageRow:
    feature, everybody = row.feature, row.everybody
    text = f"{feature.label} {feature.key} {feature.help}".casefold()
    said = row.killed or everybody != NOTHING_SAID or any(cell.rule != NOTHING_SAID for cell in row.cells)
    return PageRow(
        feature=feature,
        killed=row.killed,
        text=text,
        said=said,
        shown=_has_words(text, wanted.features) and (said or not wanted.said),
        everybody=PageCell(
            segment_key=EVERYBODY,
            name="",
            rule=everybody,
            declared_on=feature.default,
            enabled=(feature.default if everybody.state == INHERIT else everybody.state == "on") and not row.killed,
            shown=True,
        ),
        cells=[
            PageCell(
                segment_key=cell.segment.key,
                name=column.name,
                rule=cell.rule,
                declared_on=feature.default or serves_segment(feature, cell.segment.key),
                enabled=cell.enabled,
                shown=column.shown,
            )
            for cell, column in zip(row.cells, columns, strict=True)
        ],
    )


def _has_words(text: str, words: str) -> bool:
    return all(word in text for word in words.casefold().split())
