"""How long it takes to ask twenty features, beside others in turn, so that all share a busy machine alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

import redis
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segmentation.cache import clear_published
from segmentation.models import PublishedSnapshot
from segmentation.public import features_for
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.words.feature_reasons import feature_reason_text
from tests.benchmarks.host.switches.company import ASKED, COMPANIES, KEYS, NOW, declare_features, fill_switches
from tests.benchmarks.host.switches.peers import ask_flagsmith, ask_openfeature, ask_sets, ask_waffle

ROUNDS = 15
SECONDS_A_TURN = 0.02


def fill() -> dict[str, int]:
    fill_switches()
    return {"companies": COMPANIES}


def measure_twenty(redis_url: str) -> dict[str, float]:
    """Microseconds for twenty warm answers, and of the others; the ratio to one get from LocMem."""
    declare_features()
    features_for("company-1", now=NOW).all()
    answers = [features_for("company-1", now=NOW).answer(key) for key in KEYS[:ASKED]]
    caches["default"].set("one", dict.fromkeys(KEYS[:ASKED], True))
    caches["default"].set("reasons", {a.feature: (a.enabled, a.reason.code, dict(a.reason.params)) for a in answers})

    def ask_ours() -> list[Any]:
        own = features_for("company-1", now=NOW)
        return [own.answer(key) for key in KEYS[:ASKED]]

    with CaptureQueriesContext(connection) as queries:
        ask_ours()
    took = _in_turn(
        {
            "twenty": ask_ours,
            "locmem_get": lambda: caches["default"].get("reasons"),
            "locmem_get_without_reasons": lambda: caches["default"].get("one"),
            "flagsmith": ask_flagsmith(),
            "openfeature_in_memory": ask_openfeature(),
            "waffle_locmem": ask_waffle(),
            "dict_of_sets": ask_sets(),
        }
    )
    assert all(feature_reason_text(answer) for answer in answers)
    return {
        "seconds": took["twenty"] / 1e6,
        "queries": len(queries),
        "of_a_locmem_get": took["twenty"] / took["locmem_get"],
        "of_one_without_reasons": took["twenty"] / took["locmem_get_without_reasons"],
        **{f"{name}_us": value for name, value in took.items()},
    }


def measure_first(redis_url: str) -> dict[str, float]:
    """Microseconds of the first question about a company in a process, beside one get from Redis."""
    declare_features()
    raw = redis.Redis.from_url(redis_url)
    for name in ("django_redis", "redis"):
        caches[name].set("one", {"answers": dict.fromkeys(KEYS[:ASKED], True)}, 60)
    raw.set("one", b"x" * 500, ex=60)
    numbers = iter(range(10**9))

    def first_company() -> list[Any]:
        own = features_for(f"company-{next(numbers) % COMPANIES}", now=NOW)
        return [own.answer(key) for key in KEYS[:ASKED]]

    def first_process() -> list[Any]:
        clear_published()
        return first_company()

    first_process()
    clear_published()
    with CaptureQueriesContext(connection) as queries:
        first_company()
    took = _in_turn(
        {
            "first_company": lambda: (_forget_companies(), first_company()),
            "first_process": first_process,
            "one_query": lambda: list(PublishedSnapshot.objects.filter(pk="company-7").values_list("payload")),
            "raw_redis_get": lambda: raw.get("one"),
            "django_redis_get": lambda: caches["django_redis"].get("one"),
            "redis_cache_get": lambda: caches["redis"].get("one"),
        }
    )
    return {
        "seconds": took["first_company"] / 1e6,
        "queries": len(queries),
        **{f"{name}_us": value for name, value in took.items()},
    }


def measure_waffle_on_redis() -> dict[str, float]:
    """Microseconds of twenty flags of django-waffle with its cache on Redis."""
    declare_features()
    took = _in_turn({"waffle_redis": ask_waffle()})
    return {"seconds": took["waffle_redis"] / 1e6}


def measure_switching() -> dict[str, float]:
    """Seconds of changing one of 1,800 switches, with its audit and publication."""
    declare_features()
    states = iter([("on", "off")[number % 2] for number in range(10_000)])

    def switch() -> None:
        set_feature_rule(feature=KEYS[0], segment="segment-3", state=next(states), actor=None)

    return {"seconds": _in_turn({"switch": switch})["switch"] / 1e6}


def _forget_companies() -> None:
    """Forget the companies and keep the switches, as a process does that sees a company for the first time."""
    from segmentation import cache

    cache._store.forget([f"company-{number}" for number in range(COMPANIES)])


def _in_turn(works: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Microseconds a call: each has its turns in rounds, and the median round counts."""
    numbers = {}
    for name, work in works.items():
        work()
        began = time.perf_counter()
        work()
        numbers[name] = max(int(SECONDS_A_TURN / max(time.perf_counter() - began, 1e-7)), 1)
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            for _ in range(numbers[name]):
                work()
            rounds[name].append((time.perf_counter() - began) / numbers[name] * 1e6)
    return {name: median(taken) for name, taken in rounds.items()}
