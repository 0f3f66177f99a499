"""The dry run of a draft as its page shows it: how far it is, who gains and loses what, and all of it as a table."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from segmentation import conf
from segmentation.admin.downloads import download_csv
from segmentation.contracts import CustomerLabel
from segmentation.host import open_directory
from segmentation.models import Draft, DryRun
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.dry_run_everybody import each_company_effect, has_everybody
from segmentation.selectors.dry_run_result import MOVES as FEATURE_MOVES
from segmentation.selectors.dry_run_result import CompanyEffect, DryRunResult
from segmentation.services.run_dry_run import has_stalled, is_stale, request_dry_run
from segmentation.tables.write import Cell
from segmentation.tasks import dry_run as dry_run_task
from segmentation.words.audit import feature_text
from segmentation.words.dry_runs import MOVES

logger = logging.getLogger(__name__)

State = DryRun.State
ON_A_PAGE = 25
LABELLED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that happens: which (`gains` ...), in words, and with what; overall, in categories, or both."""

    move: str
    words: str
    what: str
    is_overall: bool = True
    categories: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCompany:
    label: CustomerLabel
    value: Decimal
    """What it bought in twelve months, in whole units."""
    effects: Sequence[Effect]


def ask_for_dry_run(request: HttpRequest, draft: Draft) -> None:
    """Have it worked out, at once or in the background; the admin is told if no worker can be reached."""
    run = request_dry_run(draft.pk, now=timezone.now())
    if run.state == State.WAITING:
        transaction.on_commit(lambda: _send(request, run.pk))


def _send(request: HttpRequest, run_id: int) -> None:
    try:
        dry_run_task.delay(run_id=run_id)
    except OperationalError:
        logger.exception("A dry run of a draft could not be handed to a worker.")
        messages.warning(request, _("The workers cannot be reached at the moment. Please ask again in a while."))


def dry_run_context(request: HttpRequest, draft: Draft, *, segments: Mapping[str, str]) -> dict[str, Any]:
    """What `_draft_dry_run.html` shows; `segments` are names by key."""
    run = DryRun.objects.filter(draft=draft).first()
    context: dict[str, Any] = {"run": run, "draft": draft, "dry_run_at_work": False}
    if run is None:
        return context
    at_work = run.state in {State.WAITING, State.RUNNING} and not has_stalled(run, now=timezone.now())
    context |= {
        "dry_run_at_work": at_work,
        "percent": 100 * run.done // run.total if run.total else 0,
        "is_stale": is_stale(run, draft),
    }
    if run.state != State.FINISHED:
        return context
    result = DryRunResult.from_json(run.result)
    move, about = request.GET.get("move", ""), request.GET.get("about", "")
    wanted = [company for company in result.named if not move or _happens(company, move, about)]
    page = Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("p"))
    shown = list(page.object_list)
    categories = _category_names(result, shown)
    labels = label_customers(company.key for company in shown)
    return context | {
        "result": result,
        "has_everybody": has_everybody(run),
        "features": _features(result, categories),
        "segment_moves": [(key, segments.get(key, key), effect) for key, effect in result.segments.items()],
        "page": page,
        "named": [_named(company, labels, segments, categories) for company in shown],
        "named_count": len(result.named),
        "query": f"move={move}&about={about}" if move else "",
        "narrowed": f"{MOVES[move]}: {segments.get(about) or feature_text(about)}" if move in MOVES else "",
    }


def download_dry_run(draft: Draft, *, segments: Mapping[str, str]) -> Any:
    """Everybody for whom something would change, a row for each thing that does, as the dry run found; None without."""
    run = DryRun.objects.filter(draft=draft).first()
    if run is None or not has_everybody(run):
        return None
    header = [
        _("Company number"), _("Company"), _("Bought in 12 months"), _("What happens"), _("Feature or segment"),
        _("Category"),
    ]  # fmt: skip
    rows = _rows(each_company_effect(run), segments)
    return download_csv(f"draft-{draft.pk}", header, rows)


def _rows(companies: Iterator[CompanyEffect], segments: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    part: list[CompanyEffect] = []
    for company in companies:
        part.append(company)
        if len(part) == LABELLED_AT_ONCE:
            yield from _labelled(part, segments)
            part = []
    yield from _labelled(part, segments)


def _labelled(part: Sequence[CompanyEffect], segments: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    labels = label_customers(company.key for company in part)
    categories = _labels_of({category for company in part for _f, category, _m in company.in_categories})
    for company in part:
        named = _named(company, labels, segments, categories)
        for effect in named.effects:
            for category in [""] * effect.is_overall + list(effect.categories):
                yield [company.key, named.label.name, named.value, effect.words, effect.what, category]


def _named(
    company: CompanyEffect,
    labels: Mapping[str, CustomerLabel],
    segments: Mapping[str, str],
    categories: Mapping[str, str],
) -> NamedCompany:
    where: dict[tuple[str, str], list[str]] = {}
    for move in FEATURE_MOVES:
        for feature in getattr(company, move):
            where.setdefault((move, feature), []).append("")
    for feature, category, move in company.in_categories:
        where.setdefault((move, feature), []).append(categories.get(category, category))
    effects = [
        Effect(
            move=move,
            words=str(MOVES[move]),
            what=feature_text(feature),
            is_overall="" in places,
            categories=[place for place in places if place],
        )
        for (move, feature), places in where.items()
    ]
    effects += [
        Effect(move=move, words=str(MOVES[move]), what=segments.get(key, key))
        for move, keys in (("joins", company.joins), ("leaves", company.leaves))
        for key in keys
    ]
    label = labels.get(company.key) or CustomerLabel(key=company.key, name=company.key)
    return NamedCompany(
        label=label, value=Decimal(company.value) / 10 ** int(conf.get("MINOR_DIGITS")), effects=effects
    )


def _happens(company: CompanyEffect, move: str, about: str) -> bool:
    if move not in MOVES:
        return False
    in_categories = any(feature == about and what == move for feature, _category, what in company.in_categories)
    return about in getattr(company, move) or in_categories


def _features(result: DryRunResult, categories: Mapping[str, str]) -> list[dict[str, Any]]:
    """Features for which something changes, with what happens by category."""
    rows = []
    for key, effect in result.features.items():
        by_category = [
            {"name": categories.get(category, category), **counts}
            for category, counts in sorted(effect.categories.items())
            if any(counts.values())
        ]
        if effect.gains or effect.loses or effect.changes or by_category:
            rows.append({"key": key, "label": feature_text(key), "effect": effect, "categories": by_category})
    return rows


def _category_names(result: DryRunResult, companies: Sequence[CompanyEffect]) -> Mapping[str, str]:
    keys = {category for effect in result.features.values() for category in effect.categories}
    keys |= {category for company in companies for _f, category, _m in company.in_categories}
    return _labels_of(keys)


def _labels_of(categories: set[str]) -> Mapping[str, str]:
    return open_directory().category_labels(sorted(categories)) if categories else {}
