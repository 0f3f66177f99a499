"""What is measured of rules over many companies, on PostgreSQL."""

from __future__ import annotations

from tests.benchmarks.bench import Bench
from tests.benchmarks.child import run_in_child
from tests.benchmarks.postgres import HOST_SETTINGS, own_database
from tests.benchmarks.results import Goal

COMPANIES = 1_000_000
RULES = 300
GOAL_OF_PREVIEW = Goal(figure="seconds", most=1.0, unit="s")
GOAL_OF_DRAFT = Goal(figure="seconds", most=2.0, unit="s")
GOAL_OF_PAIRS = Goal(figure="above_mib", most=512, unit="MiB above a bare process")
GOAL_OF_ANSWERS = Goal(figure="seconds", most=0.050, unit="s")


def measure_previews(bench: Bench) -> None:
    """A million companies, or as many as the largest size has lines where that is fewer."""
    companies = min(COMPANIES, bench.sizes[-1])
    with own_database(bench.server_url) as url:
        env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": HOST_SETTINGS}
        filled = run_in_child("tests.benchmarks.host.previews:fill_companies", env=env, count=companies)
        for of_a_time, besides in ((False, ""), (True, ", one of them within 90 days,")):
            bench.take(
                "tests.benchmarks.host.previews:measure_preview",
                case="preview",
                what=f"a rule of three conditions{besides} over {companies:,} companies",
                goals=(GOAL_OF_PREVIEW,) if companies == COMPANIES else (),
                env=env,
                segment=filled["segment"],
                repeats=bench.repeats,
                of_a_time=of_a_time,
            )
        for of_a_time, besides in ((False, ""), (True, " that count within 90 days")):
            bench.take(
                "tests.benchmarks.host.previews:measure_answers",
                case="answers",
                what=f"{RULES} rules{besides} for one company",
                goals=(GOAL_OF_ANSWERS,),
                env=env,
                rules=RULES,
                repeats=bench.repeats,
                of_a_time=of_a_time,
            )


def measure_drafts(bench: Bench) -> None:
    """A draft of fifty changes is tried on everybody and published; one by category is tried."""
    companies = min(COMPANIES, bench.sizes[-1])
    with own_database(bench.server_url) as url:
        env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": HOST_SETTINGS}
        run_in_child("tests.benchmarks.host.drafts:fill_published", env=env, count=companies)
        bench.take(
            "tests.benchmarks.host.drafts:measure_draft",
            case="draft",
            what=f"publish 50 changes with {companies:,} companies, after a dry run",
            goals=(GOAL_OF_DRAFT,) if companies == COMPANIES else (),
            env=env,
        )
        run_in_child("tests.benchmarks.host.drafts:fill_categories", env=env, count=companies)
        bench.take(
            "tests.benchmarks.host.drafts:measure_pairs",
            case="draft",
            what=f"dry run of a switch by category over {companies:,} companies, in five categories each",
            goals=(GOAL_OF_PAIRS,),
            env=env,
        )
