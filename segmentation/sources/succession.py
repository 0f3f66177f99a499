"""Items that took the place of others and customers that became one, told as if it had always been so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from segmentation.contracts import CustomerRange, KnowsMergers, KnowsSuccessors, OrderSource
from segmentation.sources.asking import count_lines, read_range, take_fingerprints
from segmentation.sources.canonical import join_frames
from segmentation.sources.combined import CombinedSource
from segmentation.sources.errors import SourceError
from segmentation.sources.frame_hash import hash_texts
from segmentation.sources.texts import Texts


class SuccessionSource:
    """Another source, with old item numbers and old customers' keys replaced by those that go on.

    Every key it gives and takes is one that goes on; an old one names nobody any more. Whoever splits or merges
    customers calls `public.request_reclassify` for every key that was or now is.
    """

    def __init__(
        self,
        source: OrderSource,
        *,
        successors: Mapping[str, str] | None = None,
        merged: Mapping[str, str] | None = None,
    ) -> None:
        """`successors`: old item number -> new one; `merged`: old key -> the key that goes on. Chains are followed."""
        self.source = source
        plain = {_sku(old): _sku(new) for old, new in (successors or {}).items()}
        self.successors = follow_chains(plain, _("Items replace each other in a circle: %(circle)s."))
        self.merged = follow_chains(merged or {}, _("Customers merge into each other in a circle: %(circle)s."))
        self._former: dict[str, list[str]] = {}
        for old, new in self.merged.items():
            self._former.setdefault(new, []).append(old)

    def __add__(self, other: OrderSource) -> CombinedSource:
        return CombinedSource(self, other)

    def customer_keys(self) -> Sequence[str]:
        """Every customer that goes on, sorted."""
        return sorted({self.merged.get(key, key) for key in self.source.customer_keys()})

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """All lines of these customers and of those that became part of them, or of everybody."""
        asked = None if customer_keys is None else self._with_former(customer_keys)
        try:
            return self._renamed(self.source.read(asked))
        except SourceError as error:
            raise self._of_those_who_go_on(error) from error

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """`size` customers that go on at a time."""
        keys = self.customer_keys()
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            yield chunk, self.read(chunk)

    def line_counts(self) -> pd.Series:
        """Lines of each customer that goes on."""
        total: dict[str, int] = {}
        for key, lines in count_lines(self.source).to_dict().items():
            now = self.merged.get(str(key), str(key))
            total[now] = total.get(now, 0) + int(lines)
        return pd.Series({key: total[key] for key in sorted(total)}, dtype="int64")

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        """The range of those that go on, and, by name, what became part of them from outside the range."""
        left_out = self._with_former(without)
        strangers = [old for old, new in self.merged.items() if old in customers and new not in customers]
        elsewhere = [old for old, new in self.merged.items() if new in customers and old not in customers]
        try:
            frames = [read_range(self.source, customers, without={*left_out, *strangers})]
            if wanted := [old for old in elsewhere if old not in set(left_out)]:
                frames.append(self.source.read(wanted))
        except SourceError as error:
            raise self._of_those_who_go_on(error) from error
        return self._renamed(join_frames(frames))

    def fingerprints(self, customers: CustomerRange | Sequence[str]) -> pd.Series:
        """One text of the texts of all that became one, and of what their items are called now."""
        if isinstance(customers, CustomerRange):
            found = take_fingerprints(self.source, customers).to_dict()
            if elsewhere := [old for old, new in self.merged.items() if new in customers and old not in customers]:
                found |= take_fingerprints(self.source, elsewhere).to_dict()
        else:
            found = take_fingerprints(self.source, self._with_former(customers)).to_dict()
        parts: dict[str, list[str]] = {}
        for key in sorted(map(str, found)):
            now = self.merged.get(key, key)
            if not isinstance(customers, CustomerRange) or now in customers:
                parts.setdefault(now, []).extend((key, str(found[key])))
        names = hash_texts(text for pair in sorted(self.successors.items()) for text in pair)
        texts = {key: hash_texts([names, *parts[key]]) for key in sorted(parts)}
        return pd.Series(texts, dtype="str")

    def _with_former(self, keys: Collection[str]) -> list[str]:
        """The keys under which the source has them; an old key alone is nobody's."""
        going_on = [key for key in dict.fromkeys(keys) if key not in self.merged]
        return [*going_on, *(old for key in going_on for old in self._former.get(key, ()))]

    def _renamed(self, frame: pd.DataFrame) -> pd.DataFrame:
        renamed = {}
        for column, names in (("sku", self.successors), ("customer_key", self.merged)):
            texts = Texts.from_series(frame[column])
            if names.keys() & set(texts.names):
                going_on = Texts.of(texts.codes, [names.get(name, name) for name in texts.names])
                renamed[column] = going_on.take(np.arange(len(frame)))
        return frame.assign(**renamed)

    def _of_those_who_go_on(self, error: SourceError) -> SourceError:
        return error.about([self.merged.get(key, key) for key in error.customers])


def with_successions(source: OrderSource, directory: object) -> OrderSource:
    """The source with what the host's directory knows of successors and merged customers, if it knows any."""
    successors = directory.successors() if isinstance(directory, KnowsSuccessors) else {}
    merged = directory.merged_customers() if isinstance(directory, KnowsMergers) else {}
    return SuccessionSource(source, successors=successors, merged=merged) if successors or merged else source


def follow_chains(steps: Mapping[str, str], problem: str) -> dict[str, str]:
    """Each old name -> the last of its chain; raises SourceError that names the circle, if there is one."""
    last: dict[str, str] = {}
    for start in steps:
        path: dict[str, None] = {}
        name = start
        while name in steps and name not in last and steps[name] != name:
            if name in path:
                circle = [*list(path)[list(path).index(name) :], name]
                raise SourceError(problem % {"circle": " → ".join(circle)}, expected=_("a chain with an end"))
            path[name] = None
            name = steps[name]
        end = last.get(name, name)
        last.update(dict.fromkeys(path, end))
    return last


def _sku(text: str) -> str:
    """As item numbers stand in a canonical frame."""
    return text.strip().upper()
