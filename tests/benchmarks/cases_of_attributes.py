"""What is measured of what is known of companies, on PostgreSQL."""

from __future__ import annotations

from tests.benchmarks.bench import Bench
from tests.benchmarks.child import run_in_child
from tests.benchmarks.postgres import HOST_SETTINGS, own_database
from tests.benchmarks.results import Goal

COMPANIES = 100_000
MANY_COMPANIES = 1_000_000
GOAL_OF_IMPORT = Goal(figure="seconds", most=60, unit="s")


def measure_attributes(bench: Bench) -> None:
    """Files of a row a company, as many as the largest size has lines where that is fewer; then the room they take."""
    companies, many = min(COMPANIES, bench.sizes[-1]), min(MANY_COMPANIES, bench.sizes[-1])
    goals = (GOAL_OF_IMPORT,) if companies == COMPANIES else ()
    with own_database(bench.server_url) as url:
        env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": HOST_SETTINGS}
        run_in_child("tests.benchmarks.host.attributes:fill_companies", env=env, companies=companies)
        for what, seed in (
            ("a first file", 1),
            ("the same file again", 1),
            ("a file in which all values differ", 2),
        ):
            bench.take(
                "tests.benchmarks.host.attributes:measure_import",
                case="attributes",
                what=f"{what}, 20 columns of {companies:,} companies",
                goals=goals,
                env=env,
                seed=seed,
            )
        bench.take(
            "tests.benchmarks.host.attributes:measure_size",
            case="attributes",
            what=f"room for 200 dimensions of {many:,} companies",
            env=env,
            companies=many,
        )
