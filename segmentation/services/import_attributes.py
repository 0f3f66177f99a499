from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from segmentation.dimension import Dimension
from segmentation.host import open_directory
from segmentation.models import AttributeBatch, CustomerProfile
from segmentation.models.among import Among
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from segmentation.services.store_attributes import StoredAttributes, store_columns

if TYPE_CHECKING:
    import pandas as pd

    from segmentation.values.style import Style

CUSTOMER_HEADS = ("customer_key", "customer", "number")
MOST_PROBLEMS = 1_000


class ImportFileError(ValueError):
    """The table as a whole cannot be taken in; its text is for who sent it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken in: a cell, or a row where no column is named."""

    row: int
    """As a spreadsheet counts, the heading being row 1."""
    column: str
    why: str


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import came to."""

    rows: int = 0
    stored: StoredAttributes = field(default_factory=StoredAttributes)
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    """The first of them, by row."""

    def note(self, found: Iterable[Problem]) -> None:
        for problem in found:
            self.problem_count += 1
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(problem)


def import_attributes(parts: Iterable[pd.DataFrame], *, batch: AttributeBatch) -> Imported:
    """Take in a table of texts, some rows at a time: a row a company, a column a dimension, headed by its key.

    A cell that does not fit is left out and told, and the rest of its row is taken; so is a row that names no company
    of ours. A blank cell says nothing. How a column writes numbers and days is read off its first rows. Raises
    ImportFileError for a heading that is no dimension, or none that names the company.
    """
    outcome = Imported()
    styles: dict[str, Style] = {}
    customer, chosen = "", dict[str, Dimension]()
    for part in parts:
        if not chosen:
            customer, chosen = _chosen_columns([str(name) for name in part.columns])
            assign_columns()
        _import_part(part, customer, chosen, styles, first_row=outcome.rows + 2, batch=batch, outcome=outcome)
        outcome.rows += len(part)
    return outcome


def _chosen_columns(heads: list[str]) -> tuple[str, Mapping[str, Dimension]]:
    customer = next((head for head in heads if head.strip().casefold() in CUSTOMER_HEADS), None)
    if customer is None:
        raise ImportFileError(
            _("No column names the company: one has to be headed %(heads)s.") % {"heads": ", ".join(CUSTOMER_HEADS)}
        )
    chosen = {head: head.strip() for head in heads if head != customer}
    unknown = [key for key in chosen.values() if key not in dimensions or not dimensions.get(key).is_attribute]
    if unknown or not chosen:
        raise ImportFileError(
            _("Nothing can be stored under %(heads)s. `manage.py list_dimensions` shows what there is.")
            % {"heads": ", ".join(unknown) or "-"}
        )
    return customer, {head: dimensions.get(key) for head, key in chosen.items()}


def _import_part(
    part: pd.DataFrame,
    customer: str,
    chosen: Mapping[str, Dimension],
    styles: dict[str, Style],
    *,
    first_row: int,
    batch: AttributeBatch,
    outcome: Imported,
) -> None:
    import numpy as np

    from segmentation.values.columns import column_style, parse_column

    keys = part[customer].astype("str").str.strip()
    known = keys.isin(_known(keys.unique().tolist())).to_numpy()
    repeated = keys.duplicated(keep="last").to_numpy()
    outcome.note(
        Problem(first_row + row, customer, _("We have no company “%(key)s”.") % {"key": keys.iloc[row][:40]})
        for row in np.flatnonzero(~known).tolist()
    )
    outcome.note(
        Problem(first_row + row, customer, _("The company stands in a later row as well, and that one counts."))
        for row in np.flatnonzero(known & repeated).tolist()
    )
    rows = np.flatnonzero(known & ~repeated)
    rows = rows[np.argsort(keys.to_numpy()[rows], kind="stable")]
    fresh = {}
    for head, dimension in chosen.items():
        texts = part[head].iloc[rows].str.strip()
        texts = texts.where(texts != "")
        style = styles.setdefault(head, column_style(dimension, part[head].str.strip()))
        column = parse_column(dimension, texts, style)
        fresh[dimension.key] = column.stored
        outcome.note(Problem(int(first_row + rows[row]), head, why) for row, why in column.problems.items())
    store_columns(keys.iloc[rows].tolist(), fresh, batch=batch, outcome=outcome.stored)


def _known(keys: list[str]) -> set[str]:
    """Those that a run or the host's directory knows."""
    found = set(CustomerProfile.objects.filter(Among("customer_key", keys)).values_list("pk", flat=True))
    missing = [key for key in keys if key and key not in found]
    return found | set(open_directory().labels(missing)) if missing else found
