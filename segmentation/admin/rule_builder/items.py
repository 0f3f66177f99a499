"""Products, categories and brands by name: what was searched for, and what stands in a condition already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from segmentation.admin.rule_builder.draft import Clause, Group, Place, walk
from segmentation.dimension import Subject
from segmentation.registry import dimensions
from segmentation.selectors.find_items import find_items, label_items

MOST_LABELLED = 300


def found_items(draft: Group) -> Mapping[Place, Sequence[tuple[str, str]]]:
    """What the search in each condition brings."""
    return {place: find_items(subject, clause.find) for place, clause, subject in _keyed(draft) if clause.find.strip()}


def item_labels(draft: Group) -> Mapping[tuple[Subject, str], str]:
    """Names of the items that are ticked; one look-up a sort."""
    wanted: dict[Subject, set[str]] = defaultdict(set)
    for _place, clause, subject in _keyed(draft):
        wanted[subject].update(clause.items)
    return {
        (subject, key): label
        for subject, keys in wanted.items()
        for key, label in label_items(subject, sorted(keys)[:MOST_LABELLED]).items()
    }


def _keyed(draft: Group) -> Iterator[tuple[Place, Clause, Subject]]:
    for place, node in walk(draft):
        if isinstance(node, Clause) and node.dimension in dimensions:
            subject = dimensions.get(node.dimension).subject
            if subject is not Subject.COMPANY:
                yield place, node, subject
