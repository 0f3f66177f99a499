"""The one way in: order lines to classes, for companies and for companies in a category."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import add

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.activity import ACTIVITIES, NEVER
from segmentation.analysis.arrays import Ints
from segmentation.analysis.baskets import NO_AMOUNT
from segmentation.analysis.big_decisions import find_big_decisions
from segmentation.analysis.blocks import LINES_PER_BLOCK, Block, split_into_blocks, take_block
from segmentation.analysis.bought import Bought, BoughtKind, bought_items
from segmentation.analysis.categories import classify_categories
from segmentation.analysis.clean import DataQuality, clean_coded
from segmentation.analysis.coded_items import CodedItems, encode_items
from segmentation.analysis.coding import CodedLines, encode_lines
from segmentation.analysis.companies import classify_companies
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.days import day_number
from segmentation.analysis.fingerprint import TextHashes, hash_lines, hash_texts
from segmentation.analysis.lifecycle import LIFECYCLES
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.metrics import AMOUNTS
from segmentation.analysis.occasions import find_occasions
from segmentation.analysis.prior_sums import PriorSums, prior_sums
from segmentation.analysis.priors import DEFAULT_PRIOR, Prior
from segmentation.analysis.regularity import REGULARITIES
from segmentation.analysis.sent_back import sent_back
from segmentation.analysis.standing_columns import TEXTS, Columns, as_frame
from segmentation.items import ItemFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Who buys how, as of a day. Texts are categorical and days are `datetime64[s]`, not-a-time where there is none.

    Why a class is as it is stands in columns that begin with `reason_`; `reason_facts.reason_params` gives them names.
    """

    customers: pd.DataFrame
    """One row per company, sorted by key."""
    categories: pd.DataFrame
    """One row per company and category in which it ordered often enough for a class of its own, sorted by both."""
    quality: DataQuality
    prior_sums: PriorSums | None = None
    """What these companies add to a prior, where it was asked for."""
    bought: Mapping[BoughtKind, pd.DataFrame] = field(default_factory=dict)
    """One row per company and product, category or brand it bought, sorted by company, where that was asked for."""
    bought_days: Mapping[BoughtKind, pd.DataFrame] = field(default_factory=dict)
    """One row per day besides, of what a company bought on two or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    customers: Columns
    categories: Columns
    quality: DataQuality
    sums: PriorSums | None
    bought: Mapping[BoughtKind, Bought]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    lines: CodedLines
    items: CodedItems
    truncated: npt.NDArray[np.bool_]
    history_from: int
    hashes: TextHashes
    as_of: int
    config: ClassifierConfig
    prior: Prior
    with_prior_sums: bool
    with_bought: bool
    bought_from: int


def classify(
    lines: pd.DataFrame,
    *,
    as_of: date,
    customers: Sequence[str] | None = None,
    config: ClassifierConfig = DEFAULT_CONFIG,
    prior: Prior = DEFAULT_PRIOR,
    customer_since: Mapping[str, date] | None = None,
    history_from: date | None = None,
    items: Mapping[str, ItemFacts] | None = None,
    with_bought: bool = False,
    bought_from: date | None = None,
    with_prior_sums: bool = False,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Classification:
    """Classes of everybody with a line or a place in `customers`, as of the end of a day.

    Each company's rows depend on its own lines alone, whatever the order of the lines and whoever else is classified
    with it. Give `customer_since` together with `history_from`, the first day on which the lines are complete, and
    companies older than that are not mistaken for new ones. `items` is what is known of the items, by SKU. Days of what
    was bought are brought back from `bought_from` on. Without `threads`, every processor is used. `progress` is told
    how many companies are done each time that some are. Raises ValueError for lines that are not canonical.
    """
    if customer_since is not None and history_from is None:
        raise ValueError("customer_since says nothing without history_from, the first day of complete lines.")
    coded = encode_lines(lines, customers or ())
    question = _Question(
        lines=coded,
        items=encode_items(coded, items or {}),
        truncated=_older_than(coded.customer_names, customer_since or {}, history_from or date.min),
        history_from=day_number(history_from or date.min),
        hashes=hash_texts(coded),
        as_of=day_number(as_of),
        config=config,
        prior=prior,
        with_prior_sums=with_prior_sums,
        with_bought=with_bought,
        bought_from=day_number(bought_from or date.min),
    )

    def answer(block: Block) -> _Answer:
        found = _classify_block(question, block)
        if progress:
            progress(block.last - block.first)
        return found

    if (threads or os.cpu_count() or 1) > 1 and len(coded.day) > LINES_PER_BLOCK:
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            parts = list(pool.map(answer, split_into_blocks(coded)))
    else:
        parts = [answer(block) for block in split_into_blocks(coded)]
    # Without a single company there is one block of nobody, so that the frames have their columns.
    parts = parts or [answer(Block(first=0, last=0, rows=slice(0, 0)))]
    kinds = tuple(BoughtKind) if with_bought else ()
    return Classification(
        customers=_customer_frame([part.customers for part in parts], coded.customer_names),
        categories=as_frame(
            [part.categories for part in parts],
            {**TEXTS, "customer_key": coded.customer_names, "category": coded.category_names},
        ),
        quality=sum((part.quality for part in parts), start=DataQuality()),
        prior_sums=reduce(add, [part.sums for part in parts]) if with_prior_sums else None,
        bought={kind: _bought_frame(kind, [part.bought[kind].items for part in parts], question) for kind in kinds},
        bought_days={kind: _bought_frame(kind, [part.bought[kind].days for part in parts], question) for kind in kinds},
    )


def _classify_block(question: _Question, block: Block) -> _Answer:
    config, prior = question.config, question.prior
    lines = take_block(question.lines, block)
    cleaned, quality = clean_coded(lines, as_of=question.as_of, config=config)
    modes = line_modes(cleaned, config=config)
    company, by_category, pairs = find_occasions(cleaned, modes, category_from=config.category_min_occasions)
    big, big_in_category = (find_big_decisions(occasions, config=config) for occasions in (company, by_category))
    truncated = question.truncated[block.first : block.last]
    customers = classify_companies(
        company,
        big,
        lines=cleaned,
        items=question.items,
        back=sent_back(lines, as_of=question.as_of),
        truncated=truncated,
        history_from=question.history_from,
        next_line_on=_next_line_on(lines, question.as_of),
        as_of=question.as_of,
        config=config,
        prior=prior,
    )
    customers["lines_hash"] = hash_lines(cleaned, question.hashes)
    categories = classify_categories(
        by_category, big_in_category, pairs, first_customer=block.first, config=config, prior=prior
    )
    sums = None
    if question.with_prior_sums:
        sums = prior_sums(company, big, by_category, big_in_category, config=config, truncated=truncated)
    bought = {}
    if question.with_bought:
        bought = bought_items(cleaned, question.items, first_customer=block.first, days_from=question.bought_from)
    return _Answer(customers=customers, categories=categories, quality=quality, sums=sums, bought=bought)


def _customer_frame(parts: Sequence[Columns], names: Sequence[str]) -> pd.DataFrame:
    texts = {
        **TEXTS,
        "activity": [state.value for state in ACTIVITIES],
        "regularity": [kind.value for kind in REGULARITIES],
        "lifecycle": [stage.value for stage in LIFECYCLES],
    }
    frame = as_frame(parts, texts)
    for name in AMOUNTS:
        amounts = frame[name].to_numpy()
        frame[name] = pd.arrays.IntegerArray(amounts, amounts == NO_AMOUNT)
    frame.insert(0, "customer_key", pd.Series(names, dtype="str"))
    return frame.assign(lines_hash=frame["lines_hash"].astype("str"))


def _bought_frame(kind: BoughtKind, parts: Sequence[Columns], question: _Question) -> pd.DataFrame:
    names: Mapping[BoughtKind, Sequence[str]] = {
        BoughtKind.PRODUCT: question.lines.sku_names.tolist(),
        BoughtKind.CATEGORY: question.lines.category_names,
        BoughtKind.BRAND: question.items.brand_names,
    }
    return as_frame(parts, {"customer_key": question.lines.customer_names, "item": names[kind]})


def _next_line_on(lines: CodedLines, as_of: int) -> Ints:
    """Per company, the day of the first line after `as_of`; NEVER without one."""
    days = np.full(len(lines.customer_names), NEVER, dtype=np.int64)
    later = np.flatnonzero(lines.day > as_of)
    np.minimum.at(days, lines.customer[later], lines.day[later])
    return days


def _older_than(names: Sequence[str], customer_since: Mapping[str, date], history_from: date) -> npt.NDArray[np.bool_]:
    if not customer_since:
        return np.zeros(len(names), dtype=np.bool_)
    return np.array([customer_since.get(name, date.max) < history_from for name in names], dtype=np.bool_)
